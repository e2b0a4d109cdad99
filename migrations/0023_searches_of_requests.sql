-- A search may be made for a placement request of the authority.
alter table vacancy_searches
  add column request_id uuid,
  add constraint search_of_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id) on delete set null (request_id);
create index vacancy_searches_by_request on vacancy_searches (request_id, searched_at) where request_id is not null;
