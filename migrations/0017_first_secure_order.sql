-- Children (Secure Accommodation) Regulations 1991 regs. 11 and 12: three months at most at first, then six.

create trigger keep_first_order_short after insert or update of kind, from_on, until_on on liberty_orders
  for each row when (new.kind = 'secure') execute function keep_first_order_short();
