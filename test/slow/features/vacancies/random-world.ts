import fc from 'fast-check'
import type { Pool } from 'pg'
import { addDays } from '../../../../src/domain/dates.ts'
import { CHESHIRE_EAST, STOCKPORT } from '../../../support/app.ts'
import { grid } from '../../../features/vacancies/fixture.ts'
import { emptyTables } from '../../../support/empty.ts'

/**
 * Random worlds for a search from 8 January 2024, asked on 1 December 2023 from the home at CW99 1AA: about twenty
 * homes of several kinds, each suitable in most respects and not in some.
 */
export const firstNight = '2024-01-08'
/** Days relative to the first night. */
const from = (days: number) => addDays(firstNight, days)

/** Postcodes of the fixture's grid, and one 3.0 miles (4,828 m) north, outside the authority. */
export const places = {
  ...grid,
  CW991AG: { authority: 'E10000028', easting: 370000, northing: 359828 },
} as const

const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 11, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )

const seldom = <T>(others: fc.Arbitrary<T>, weight = 1) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight, arbitrary: others })

const bed = fc.record({
  kind: mostly('standard', 'emergency', 'short-break'),
  use: fc.oneof(
    { weight: 6, arbitrary: fc.constant({ use: 'none' } as const) },
    {
      weight: 2,
      arbitrary: fc.record({
        use: fc.constant('void' as const),
        reason: fc.constantFrom('repair', 'reduced-occupancy', 'solo-occupancy', 'allegation'),
        from: fc.integer({ min: -40, max: 20 }).map(from),
        to: fc.option(fc.integer({ min: 21, max: 40 }).map(from), { nil: null, freq: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        use: fc.constant('stay' as const),
        from: fc.constant('2023-01-10'),
        to: fc.oneof(
          fc.integer({ min: -5, max: 35 }).map(from),
          fc.constantFrom('2023-11-30', '2023-12-01'), // overdue
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        use: fc.constant('stay' as const),
        from: fc.integer({ min: 1, max: 35 }).map(from),
        to: fc.constant(null),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ use: 'held' } as const) },
  ),
})

const home = fc
  .record({
    authority: mostly(CHESHIRE_EAST, STOCKPORT),
    kind: fc.constantFrom(
      ...['childrens-home', 'fostering-household', 'childrens-home', 'residential-school'],
      'supported-accommodation',
    ),
    sector: fc.constantFrom('own', 'private'),
    postcode: fc.constantFrom('CW991AE', 'CW991AE', 'CW991AB', 'CW991AG', 'CW991AF', null),
    ageFrom: mostly(4, 9, 12),
    ageTo: mostly(17, 11),
    accepts: mostly('any', 'female', 'male'),
    capabilities: fc.constantFrom(['autism', 'epilepsy'], ['autism', 'epilepsy'], ['autism']),
    takesSiblings: fc.constantFrom(true, true, false),
    takesEmergencies: mostly(true, false),
    takesParentAndChild: fc.boolean(),
    registeredPlaces: fc.constantFrom(null, null, 4, 4, 2),
    grade: mostly('good', 'requires-improvement', 'inadequate'),
    restriction: seldom(
      fc.record({
        from: fc.integer({ min: -20, max: 5 }).map(from),
        to: fc.option(fc.integer({ min: 6, max: 35 }).map(from), { nil: null, freq: 4 }),
      }),
    ),
    resident: seldom(
      fc.record({
        livingWith: fc.constantFrom('with-others', 'with-others', 'solo', 'only-older', 'only-younger'),
        dateOfBirth: fc.constantFrom('2008-03-01', '2013-03-01', '2017-03-01'),
        plannedTo: fc.option(fc.integer({ min: 1, max: 35 }).map(from), { nil: null, freq: 3 }),
      }),
      3,
    ),
    beds: fc.array(bed, { minLength: 1, maxLength: 3 }),
  })
  .map((range) => {
    const ageFrom = range.kind === 'supported-accommodation' ? 16 : range.ageFrom
    return { ...range, ageFrom, ageTo: Math.max(ageFrom, range.ageTo) }
  })
export type WorldHome = typeof home extends fc.Arbitrary<infer T> ? T : never

export const world = fc.array(home, { minLength: 16, maxLength: 20 })

/** By age, or by a birth that makes the child 16 or 18 some days after the first night. */
const age = fc.oneof(
  { weight: 4, arbitrary: fc.record({ age: fc.constantFrom(6, 8, 10, 13) }) },
  { weight: 1, arbitrary: fc.record({ dateOfBirth: fc.constantFrom('2008-01-20', '2006-01-30') }) },
)

const needs = fc.record({
  sex: fc.constantFrom('female', 'male'),
  capabilities: fc.constantFrom<string[]>([], [], ['autism'], ['autism', 'epilepsy']),
  livingWith: fc.constantFrom('with-others', 'with-others', 'with-others', 'solo', 'only-older'),
})

const child = fc
  .tuple(age, needs, mostly(false, true))
  .map(([years, rest, withParent]) => ({ ...years, ...rest, ...(withParent && { withParent }) }))

/** The body of a search; sometimes with the profile `careful`, which the test publishes. */
export const search = fc.record(
  {
    children: fc.array(child, { minLength: 1, maxLength: 2 }),
    from: fc.constant(firstNight),
    to: fc.constantFrom(null, from(28)),
    stay: mostly('placement', 'emergency', 'short-break'),
    homePostcode: fc.constant('CW99 1AA'),
    maxMiles: fc.constantFrom(null, 4, 4, 6, 30),
    inAuthority: mostly<boolean | null>(null, true, false),
    types: mostly<string[] | null>(null, ['residential', 'residential-school'], ['internal-foster', 'ifa']),
    profile: mostly<object | null>({ name: 'careful' }, null),
    limit: fc.constant(100),
  },
  { noNullPrototype: true },
)

/** Replaces all records with the world's; the identifiers are the same every time. */
export async function record(owner: Pool, homes: readonly WorldHome[]): Promise<void> {
  const client = await owner.connect()
  let count = 0
  const insert = async (table: string, authority: string, fields: Record<string, unknown>) => {
    const id = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`
    const row = { ...(table !== 'hold_beds' && { id }), authority_code: authority, ...fields }
    const values = Object.values(row)
    await client.query(
      `insert into ${table} (${Object.keys(row).join()}) values (${values.map((_, n) => `$${n + 1}`).join()})`,
      values,
    )
    return id
  }
  const aChild = (authority: string, dateOfBirth = '2013-06-15') =>
    insert('children', authority, { reference: `W-${count}`, date_of_birth: dateOfBirth, sex: 'male' })
  const aStay = (authority: string, childId: string, bedId: string, starts: string, to: string | null) =>
    insert('placements', authority, {
      ...{ child_id: childId, bed_id: bedId, planned_to: to },
      [starts < '2023-12-01' ? 'started_on' : 'planned_from']: starts,
    })
  await client.query('begin')
  await emptyTables(client, ['providers', 'children', 'holds'])
  for (const [index, spec] of homes.entries()) {
    const { authority, beds, resident, restriction } = spec
    const name = `Home ${index}`
    const providerId = await insert('providers', authority, {
      ...{ name, sector: spec.sector, supported_registered_on: '2023-10-28' },
      supported_categories: ['shared-or-group'],
    })
    const homeId = await insert('homes', authority, {
      ...{ name, provider_id: providerId, kind: spec.kind, postcode: spec.postcode, shared: true },
      ...{ confidential: spec.kind === 'fostering-household', opens_on: '2018-01-01' },
      ...{ age_from: spec.ageFrom, age_to: spec.ageTo, accepts: spec.accepts },
      ...{ capabilities: spec.capabilities, takes_siblings: spec.takesSiblings },
      ...{ takes_emergencies: spec.takesEmergencies, takes_parent_and_child: spec.takesParentAndChild },
      registered_places: spec.registeredPlaces,
      registered_on: spec.kind === 'childrens-home' ? '2018-01-01' : null,
      accommodation_category: spec.kind === 'supported-accommodation' ? 'shared-or-group' : null,
    })
    const aBed = (label: string, kind: string) =>
      insert('beds', authority, { home_id: homeId, label, kind, opens_on: '2018-01-01' })
    await insert('judgements', authority, { home_id: homeId, judged_on: '2023-01-01', grade: spec.grade })
    if (restriction)
      await insert('home_restrictions', authority, {
        ...{ home_id: homeId, kind: 'suspension', starts_on: restriction.from, ends_on: restriction.to },
      })
    for (const [n, { kind, use }] of beds.entries()) {
      const bedId = await aBed(`Bed ${n}`, kind)
      if (use.use === 'void') {
        const term = { starts_on: use.from, ends_on: use.to }
        await insert('voids', authority, { bed_id: bedId, reason: use.reason, ...term })
      }
      if (use.use === 'stay') await aStay(authority, await aChild(authority), bedId, use.from, use.to)
      if (use.use === 'held') {
        const soon = new Date(Date.now() + 3_600_000)
        const holdId = await insert('holds', authority, { from_on: from(-2), expires_at: soon })
        const childId = await aChild(authority)
        await insert('hold_beds', authority, { hold_id: holdId, bed_id: bedId, child_id: childId })
      }
    }
    if (resident) {
      const childId = await aChild(authority, resident.dateOfBirth)
      await insert('child_needs', authority, { child_id: childId, living_with: resident.livingWith })
      await aStay(authority, childId, await aBed('Theirs', 'standard'), '2023-01-10', resident.plannedTo)
    }
  }
  await client.query('commit')
  client.release()
}
