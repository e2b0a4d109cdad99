-- POST /v1/vacancy-searches, for a child on record, within 20 miles and in the authority

select c.id, c.date_of_birth as "dateOfBirth", c.sex, c.home_postcode as "homePostcode",
  c.school_postcode as "schoolPostcode", c.parent_id as "parentId",
  case
    when n.id is not null then jsonb_build_object(
      'livingWith', n.living_with, 'capabilities', n.capabilities, 'preferredCapabilities',
      n.preferred_capabilities, 'fostering', n.fostering, 'residential', n.residential, 'supported',
      n.supported, 'placesToAvoid', n.places_to_avoid, 'placesThatMatter', n.places_that_matter, 'faith',
      n.faith, 'languages', n.languages, 'culture', n.culture, 'longTerm', n.long_term, 'withParent',
      n.with_parent
    )
  end as needs
from children c
left join child_needs n on n.child_id = c.id
where c.id = any($1) and c.merged_into_id is null
