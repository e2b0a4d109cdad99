-- after: reader_authority

create or replace view returned_rows with (security_barrier) as
select distinct on (child.id, returned.module, returned.collection_year, returned.key)
       child.id as child_id, returned.module, returned.collection_year, returned.key, returned.cells,
       child.date_of_birth, child.sex, child.ethnicity
  from return_rows returned
  join children named
    on named.reference = returned.child_reference and named.authority_code = returned.authority_code
  join children child on child.id = coalesce(named.merged_into_id, named.id)
 where returned.authority_code = (select reader_authority())
 order by child.id, returned.module, returned.collection_year, returned.key, named.merged_into_id nulls first;
comment on view returned_rows is
  'The rows of the returns of whoever reads a set of the feeds, with the child whom each is about; of a merged child''s, '
  'those of the other, whose own count where both have one. For the views of reporting alone.';
