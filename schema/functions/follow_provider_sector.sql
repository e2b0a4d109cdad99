create or replace function follow_provider_sector() returns trigger
language plpgsql
as $$
begin
  update homes set provider_id = provider_id where provider_id = new.id;
  return null;
end $$;
comment on function follow_provider_sector is
  'Gives the homes of a provider whose sector changes their placement types anew.';
