-- The key of the demonstration's token signer: one, made when first needed, for the owner alone.
create table demonstration_key (
  only_one boolean primary key default true check (only_one),
  secret   bytea not null check (length(secret) >= 32)
);
