import type { Pool } from 'pg'

/**
 * What must not be on record on a day ($1), the last of the demonstration's history: each a query that finds what is
 * wrong. It asks the tables of records alone, and nothing of how they were made.
 */
const impossible: Readonly<Record<string, string>> = {
  'in care at 18': `select from care_periods k join children c on c.id = k.child_id
    where coalesce(k.ended_on, $1::date) > birthday(c.date_of_birth, 18)
       or k.ended_on is null and birthday(c.date_of_birth, 18) <= $1::date`,
  'in care before birth': `select from care_periods k join children c on c.id = k.child_id
    where k.started_on < c.date_of_birth`,
  'in care tonight without a placement': `select from care_periods k
    where k.nights @> $1::date and not ${isShortBreak('k')}
      and not exists (select from placements p where p.child_id = k.child_id and p.layer = 'usual' and p.stay @> $1::date)`,
  'in care on some night without a placement or a legal status': `select from care_periods k
    where not ${isShortBreak('k')} and (
      not k.nights * daterange(null, $1::date) <@ coalesce((select range_agg(p.stay) from placements p
            where p.child_id = k.child_id and p.layer = 'usual'), '{}')
      or not k.nights * daterange(null, $1::date) <@ coalesce((select range_agg(l.nights) from legal_statuses l
            where l.child_id = k.child_id), '{}'))`,
  'placed as a looked-after child outside care': `select from placements p
    where p.stay is not null and p.placement_type not in ('staying-put', 'staying-close')
      and not p.stay <@ (select range_agg(k.nights) from care_periods k where k.child_id = p.child_id)`,
  'a legal status outside care': `select from legal_statuses l
    where not l.nights <@ (select range_agg(k.nights) from care_periods k where k.child_id = l.child_id)`,
  'Staying Put or Staying Close before 18 or after 21': `select from placements p join children c on c.id = p.child_id
    where p.placement_type in ('staying-put', 'staying-close') and p.started_on > date '2023-12-01'
      and (p.started_on < birthday(c.date_of_birth, 18) or p.ended_on > birthday(c.date_of_birth, 21)
           or p.ended_on is null and birthday(c.date_of_birth, 21) < $1::date)`,
  'with family though unaccompanied': `select from placements p join children c on c.id = p.child_id
    where c.uasc and p.placement_type in ('with-parents', 'connected-carer', 'placed-for-adoption')`,
  'placed with parents by agreement': `select from placements p join legal_statuses l on l.child_id = p.child_id and l.nights @> $1::date
    where p.stay @> $1::date and p.placement_type = 'with-parents' and l.status = 'V2'`,
  'police protection for over 72 hours': `select from legal_statuses l
    where l.status = 'L1' and coalesce(l.ended_on, $1::date) - l.started_on > 3`,
  'an emergency protection order of over 15 days': `select from legal_statuses l
    where l.status = 'L2' and coalesce(l.ended_on, $1::date) - l.started_on > 15`,
  'in supported accommodation under 16': `select from placements p join children c on c.id = p.child_id
    where p.placement_type like 'supported-%' and p.started_on < birthday(c.date_of_birth, 16)`,
  'in a home that does not take the age or the sex': `select from placements p
    join homes h on h.id = p.home_id join children c on c.id = p.child_id
    where p.placement_type not in ('staying-put') and p.started_on is not null
      and (extract(year from age(p.started_on, c.date_of_birth)) < h.age_from
           or extract(year from age(p.started_on, c.date_of_birth)) > h.age_to
           or h.accepts <> 'any' and h.accepts <> c.sex)`,
  'in a home that is not open, or closed with a child in it': `select from placements p join homes h on h.id = p.home_id
    where p.stay is not null and not p.stay <@ nights(h.opens_on, h.closes_on)`,
  'more in a home than it has places': `select from placements p join homes h on h.id = p.home_id
    where p.stay @> $1::date and h.registered_places is not null
    group by h.id having count(*) > h.registered_places`,
  'with a connected carer without approval': `select from placements p
    where p.placement_type = 'connected-carer' and p.stay @> $1::date and not exists (
      select from carer_approvals a where a.home_id = p.home_id and a.term @> $1::date)`,
  'recorded before it happens': `select from placements where greatest(started_on, ended_on) > $1::date
    union all select from care_periods where greatest(started_on, ended_on) > $1::date
    union all select from legal_statuses where greatest(started_on, ended_on) > $1::date
    union all select from approvals where decided_on > $1::date
    union all select from panel_decisions where decided_on > $1::date
    union all select from panel_actions where done_on > $1::date
    union all select from placement_requests where greatest(received_on, withdrawn_on) > $1::date
    union all select from vacancy_searches where searched_at::date > $1::date
    union all select from judgements where judged_on > $1::date
    union all select from voids where starts_on > $1::date
    union all select from carer_journeys where greatest(enquired_on, applied_on, assessment_started_on, panel_on, approved_on) > $1::date`,
  'a day gone by on which something was to happen': `select from placements p
    where withdrawn_on is null and (started_on is null and planned_from < $1::date
       or started_on is not null and ended_on is null and planned_to < $1::date)`,
  'a request past its day, neither placed nor withdrawn': `select from placement_requests r
    where r.withdrawn_on is null and r.needed_from < $1::date
      and not exists (select from placements p where p.request_id = r.id and p.started_on is not null)`,
  'a school for nobody of school age, or none': `select from care_periods k join children c on c.id = k.child_id
    where k.nights @> $1::date and not ${isShortBreak('k')} and c.school_postcode is null
      and extract(year from age($1::date, c.date_of_birth)) between 6 and 15`,
}

function isShortBreak(period: string): string {
  return `exists (select from legal_statuses s where s.child_id = ${period}.child_id and s.status in ('V3', 'V4'))`
}

/** How many of each impossible thing there are on a day, without those of which there are none. */
export async function impossibleOn(pool: Pool, day: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [name, sql] of Object.entries(impossible)) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from (${sql}) x, (select $1::date) y`,
      [day],
    )
    const n = rows[0]?.n ?? 0
    if (n > 0) counts[name] = n
  }
  return counts
}
