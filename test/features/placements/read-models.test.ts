import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../../src/domain/dates.ts'
import { testApp, type TestClient } from '../../support/app.ts'
import { aBed, aChildInCare, aHome } from '../../support/builders.ts'

/** After any writes, in any order and concurrently, the read models agree with the base tables. */

const service = await testApp(t, { listen: true })
const client = await service.as('placements')
const home = await aHome(client)
const beds = await Promise.all([1, 2, 3].map(() => aBed(client, { homeId: home.id, closesOn: '2023-06-01' })))
const children = await Promise.all([1, 2, 3, 4].map(() => aChildInCare(client)))

const day = fc.integer({ min: 0, max: 120 }).map((n) => addDays('2023-01-01', n))
const command = fc.record({
  act: fc.constantFrom(
    ...['place', 'place', 'plan', 'overstay', 'overstay', 'temporary', 'short-break'],
    ...['void', 'end', 'end', 'withdraw', 'remove', 'remove', 'home', 'close'],
    ...['status', 'status-changed', 'care', 'born'],
  ),
  bed: fc.nat(2),
  child: fc.nat(3),
  pick: fc.nat(1000),
  from: day,
  nights: fc.integer({ min: 1, max: 30 }),
  open: fc.boolean(),
})
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

async function carryOut(
  caller: TestClient,
  { act, bed, child, pick, from, nights, open }: Command,
): Promise<number> {
  const to = open ? null : addDays(from, nights)
  const bedId = beds[bed]?.id
  const fields = { placementType: 'residential', childId: children[child]?.id, bedId }
  const any = { 'if-match': '*' }
  const kindToList = act === 'remove' && open ? 'voids' : 'placements'
  const pickRecord = async (kind = kindToList) => {
    const { items } = (await caller.get(`/v1/${kind}?limit=500`)).body
    return `/v1/${kind}/${items[pick % Math.max(items.length, 1)]?.id ?? '0c8f7a52-2d5b-4f0e-9a53-6f1d2b7c9e10'}`
  }
  const write = async () => {
    if (act === 'place') return caller.post('/v1/placements', { ...fields, startedOn: from, endedOn: to })
    if (act === 'plan') return caller.post('/v1/placements', { ...fields, plannedFrom: from, plannedTo: to })
    // Started, with a planned end: the bed can be planned for others from then on, but the child stays until the end is recorded.
    if (act === 'overstay')
      return caller.post('/v1/placements', { ...fields, startedOn: from, plannedTo: to })
    if (act === 'temporary' || act === 'short-break') {
      const stay = { ...fields, placementType: act, startedOn: from, endedOn: to }
      return caller.post('/v1/placements', pick % 2 ? stay : { ...stay, bedId: undefined })
    }
    if (act === 'void')
      return caller.post('/v1/voids', { bedId, reason: 'repair', startsOn: from, endsOn: to })
    if (act === 'end') return caller.patch(await pickRecord(), { endedOn: from }, any)
    if (act === 'withdraw') return caller.patch(await pickRecord(), { withdrawnOn: from }, any)
    if (act === 'remove') return caller.del(await pickRecord(), any)
    if (act === 'status') {
      return caller.post('/v1/legal-statuses', {
        childId: fields.childId,
        status: 'E1',
        startedOn: from,
        endedOn: to,
      })
    }
    if (act === 'status-changed') {
      const dates = pick % 2 ? { endedOn: from } : { startedOn: from }
      return caller.patch(await pickRecord('legal-statuses'), dates, any)
    }
    if (act === 'care') return caller.patch(await pickRecord('care-periods'), { startedOn: from }, any)
    if (act === 'born')
      return caller.patch(await pickRecord('children'), { dateOfBirth: addDays(from, -4000) }, any)
    if (act === 'home') return caller.patch(`/v1/homes/${home.id}`, { ageFrom: pick % 18 }, any)
    return caller.patch(`/v1/beds/${bedId}`, { closesOn: addDays('2023-05-01', nights) }, any)
  }
  return (await write()).status
}

/**
 * Bed-nights whose state in the read model, read on day `$1`, differs from that of the placements and voids. While no end
 * is recorded, a bed without another use stays occupied after a planned end that has passed.
 */
const wrongNights = `
  with night as (select d::date as day from generate_series('2022-12-20', '2023-06-10', interval '1 day') d),
  fresh as (
    select b.id as bed_id, n.day, array_remove(array[
             (select 'void' from voids v where v.bed_id = b.id
               and v.starts_on <= n.day and (v.ends_on is null or v.ends_on > n.day)),
             (select case when p.started_on is null then 'committed' else 'occupied' end from placements p
               where p.bed_id = b.id and p.withdrawn_on is null
                 and coalesce(p.started_on, p.planned_from) <= n.day
                 and (coalesce(p.ended_on, p.planned_to) is null or coalesce(p.ended_on, p.planned_to) > n.day))
           ], null) as uses,
           exists (select from placements p where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
             and p.planned_to <= n.day and p.planned_to <= $1) as overstayed
      from beds b, night n where b.opens_on <= n.day and (b.closes_on is null or b.closes_on > n.day)
  ), kept as (
    select k.bed_id, n.day, array_agg(k.state) as states
      from bed_nights($1) k join night n on n.day >= k.from_on and n.day < k.to_on group by 1, 2
  )
  select coalesce(f.bed_id, k.bed_id) as bed, coalesce(f.day, k.day) as day, f.uses, k.states
    from fresh f full join kept k using (bed_id, day)
   where f.uses is null or k.states is null or cardinality(k.states) <> 1 or cardinality(f.uses) > 1
      or k.states[1] <> coalesce(f.uses[1], case when f.overstayed then 'occupied' else 'vacant' end)`

/** Child-nights in care whose placement, age or status in the read model differs from the records. */
const wrongCare = `
  with night as (select d::date as day from generate_series('2021-12-20', '2023-06-10', interval '1 day') d),
  fresh as (
    select c.id as child_id, n.day, date_part('year', age(n.day, c.date_of_birth))::int as age,
           (select l.status from legal_statuses l where l.child_id = c.id
             and l.started_on <= n.day and (l.ended_on is null or l.ended_on > n.day)) as legal_status,
           (select p.id from placements p where p.child_id = c.id and p.withdrawn_on is null
             and p.started_on <= n.day and (p.ended_on is null or p.ended_on > n.day)
             -- a stay elsewhere for a while leaves the child placed where it usually is
             order by p.placement_type in ('temporary', 'short-break') limit 1) as placement_id
      from children c join care_periods k on k.child_id = c.id, night n
     where k.started_on <= n.day and (k.ended_on is null or k.ended_on > n.day)
  ), kept as (
    select f.child_id, n.day, f.age::int, f.legal_status, f.placement_id
      from care_facts f join night n on n.day >= f.from_on and n.day < f.to_on where f.known_to = 'infinity'
  )
  (select 'untold' as fault, * from (table fresh except all table kept) a)
  union all (select 'untrue', * from (table kept except all table fresh) b) limit 20`

/** Situations that the random history must contain for the test to mean anything. */
const seen = { overstay: false, elsewhere: false }
const meets = `
  select exists (select from bed_free where awaiting_departure is not null) as overstay,
         exists (select from placements t join placements u on u.child_id = t.child_id and u.stay && t.stay
                  where t.layer = 'temporary' and u.layer = 'usual') as elsewhere`

async function agree(): Promise<unknown[]> {
  const { ownerPool } = service
  const { rows } = await ownerPool.query<typeof seen>(meets)
  seen.overstay ||= rows[0]?.overstay ?? false
  seen.elsewhere ||= rows[0]?.elsewhere ?? false
  const inTerm = await ownerPool.query<object>(wrongNights, ['2023-02-20'])
  const afterTerm = await ownerPool.query<object>(wrongNights, ['2023-12-01'])
  const care = await ownerPool.query<object>(wrongCare)
  return [...inTerm.rows, ...afterTerm.rows, ...care.rows]
}

t.test('one command after another', async (t) => {
  const statuses = new Set<number>()
  for (const [n, one] of fc.sample(command, { numRuns: 240, seed: 11 }).entries()) {
    statuses.add(await carryOut(client, one))
    if (n % 30 === 29) t.same(await agree(), [], `after ${n + 1} commands`)
  }
  t.ok(statuses.has(201) && statuses.has(409), 'some went through and some were refused')
  t.notOk([...statuses].some((status) => status >= 500))
})

t.test('eight commands at a time', async (t) => {
  const commands = fc.sample(command, { numRuns: 240, seed: 12 })
  const statuses: number[] = []
  while (commands.length > 0) {
    statuses.push(...(await Promise.all(commands.splice(0, 8).map((one) => carryOut(client, one)))))
    if (commands.length % 40 === 0) t.same(await agree(), [])
  }
  t.same(
    statuses.filter((status) => status >= 500),
    [],
  )
})

t.test(
  'the histories had children who overstayed and children who stayed elsewhere for a while',
  async (t) => {
    t.same(seen, { overstay: true, elsewhere: true })
  },
)
