create or replace function built_in_panels()
returns table (reference text, title text, purpose text, meets text, chair_role text, roles text[])
language sql immutable
as $$
  values
    ('raap', 'Resource and Accommodation Panel (RAAP)',
     'Agrees entry to care and the resources for a placement.', 'weekly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Finance', 'Legal']),
    ('triple-s', 'Triple-S: step up, step down, stability',
     'Looks at children whose placement should change or may break.', 'weekly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Residential manager',
           'Virtual school', 'Independent reviewing officer']),
    ('ignition', 'Ignition: moving towards adulthood',
     'Plans homes for young people of 16 and over.', 'fortnightly', 'Leaving care manager',
     array['Leaving care manager', 'Placements manager', 'Housing', 'Personal advisers’ manager']),
    ('monthly-step-down', 'Monthly step-down panel',
     'Looks at every child who is not in foster care and not going home.', 'monthly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Commissioning manager']),
    ('residential-review', 'Monthly review of residential placements',
     'Reviews every residential placement: its plan, its quality and its cost.', 'monthly',
     'Service manager', array['Service manager', 'Placements manager', 'Commissioning manager', 'Finance']),
    ('permanence', 'Permanence panel',
     'Agrees the plan for permanence and matches for the long term.', 'monthly', 'Panel chair',
     array['Panel chair', 'Agency adviser', 'Social work member', 'Independent member', 'Medical adviser'])
$$;
comment on function built_in_panels is
  'The panels that authorities have; each has its own copy, to change.';
