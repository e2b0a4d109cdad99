-- after: are_values_current, blurs_distances, noted_reader, reader_authority
create or replace view reporting.measure_values with (security_barrier) as
select kept.month,
       kept.measure,
       kept.period,
       kept.dimension,
       kept.code,
       kept.from_on,
       kept.as_at,
       kept.numerator,
       kept.denominator,
       kept.value,
       kept.unknown,
       kept.unit,
       kept.definition_version::integer as definition_version,
       computation.computed_at,
       (select are_values_current()) as is_current
  from measure_values kept
  join measure_computations computation on computation.authority_code = kept.authority_code
 where kept.authority_code = (select reader_authority()) and (select noted_reader('measure_values')) is not null
   -- They are computed once for all readers, from exact distances.
   and not ((select blurs_distances())
            and kept.measure in ('mean-distance-miles', 'over-20-miles', 'over-20-miles-out-of-authority'));
grant select on reporting.measure_values to sufficiency_app, sufficiency_reporting;
