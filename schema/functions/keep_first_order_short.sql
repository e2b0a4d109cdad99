create or replace function keep_first_order_short() returns trigger
language plpgsql
as $$
begin
  if new.until_on > new.from_on + interval '3 months' and not exists (
    select from liberty_orders o
     where o.child_id = new.child_id and o.kind = 'secure' and o.id <> new.id
       and o.from_on < new.from_on and o.until_on >= new.from_on - 3)
  then
    perform refuse('first_secure_order_within_3_months', 'a first secure order lasts three months at most');
  end if;
  return null;
end $$;
comment on function keep_first_order_short is
  'Refuses a secure order of more than three months that does not follow another: with at most the 72 hours between '
  'them for which a child may be kept without one.';
