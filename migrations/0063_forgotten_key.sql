-- Where an identity provider has signed people in, the key of the demonstration's tokens is forgotten for good: a later
-- start without a provider has nothing to let anybody in with.

alter table demonstration_key alter secret drop not null;
create trigger stays_forgotten before update or delete on demonstration_key
  for each row when (old.secret is null) execute function refuse_known_key();
comment on table demonstration_key is
  'The key of the demonstration''s token signer: one, made when first needed, for the owner alone; null for good once an '
  'identity provider has signed people in.';
