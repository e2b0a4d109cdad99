-- Every search asks which homes have a void of concern on its nights: few of all that ever were.
drop index voids_of_concern;
create index voids_of_concern on voids using gist (nights(starts_on, ends_on))
  where reason in ('restriction', 'suspension', 'allegation', 'resignation', 'closing');
