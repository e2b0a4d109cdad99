import fc from 'fast-check'
import type { Pool } from 'pg'
import { CHESHIRE_EAST, STOCKPORT } from '../../../support/app.ts'
import { emptyTables } from '../../../support/empty.ts'

type Row = Record<string, unknown>

/** Rows of the base tables, in the order of writing; rows that break a rule of the database are not stored. */
export interface History {
  children: Row[]
  care_periods: Row[]
  legal_statuses: Row[]
  providers: Row[]
  category_variations: Row[]
  homes: Row[]
  beds: Row[]
  voids: Row[]
  placements: Row[]
  notices: Row[]
  separations: Row[]
  judgements: Row[]
  fees: Row[]
  contracts: Row[]
  sibling_groups: Row[]
  populations: Row[]
  return_rows: Row[]
  liberty_orders: Row[]
  carer_journeys: Row[]
}

/** A history in which nothing happens. */
export const noRows = (): History => ({
  children: [],
  care_periods: [],
  legal_statuses: [],
  providers: [],
  category_variations: [],
  homes: [],
  beds: [],
  voids: [],
  placements: [],
  notices: [],
  separations: [],
  judgements: [],
  fees: [],
  contracts: [],
  sibling_groups: [],
  populations: [],
  return_rows: [],
  liberty_orders: [],
  carer_journeys: [],
})

const firstDay = Date.UTC(2022, 0, 1)
/** The day that many days after 1 January 2022. */
export const dayAt = (days: number) => new Date(firstDay + days * 86_400_000).toISOString().slice(0, 10)
export const aDay = fc.integer({ min: -60, max: 1100 }).map(dayAt)

const uuid = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Places by postcode: in the authority, in one that adjoins it, in one that does not, in Wales, of unknown authority, of unknown place. */
const places = {
  ZZ10AA: { authority_code: CHESHIRE_EAST, country: 'E', easting: 370_000, northing: 355_000 },
  ZZ10AB: { authority_code: CHESHIRE_EAST, country: 'E', easting: 402_347, northing: 355_000 },
  ZZ20AA: { authority_code: STOCKPORT, country: 'E', easting: 389_000, northing: 389_500 },
  ZZ25AA: { authority_code: 'E09000033', country: 'E', easting: 529_500, northing: 180_000 },
  ZZ30AA: { authority_code: null, country: 'W', easting: 318_000, northing: 276_000 },
  ZZ40AA: { authority_code: null, country: 'E', easting: 372_000, northing: 351_000 },
  ZZ50AA: { authority_code: STOCKPORT, country: 'E', easting: null, northing: null },
} as const
const postcode = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('ZZ10AA', 'ZZ10AB', 'ZZ20AA', 'ZZ25AA') },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(places), 'ZZ99ZZ', null) },
)

/** Runs of nights one after another from within `late` days of the first, the last perhaps open. */
function runs(most: number, late: number) {
  const run = fc.record({
    gap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(100) }),
    nights: fc.oneof({ weight: 1, arbitrary: fc.nat(3) }, { weight: 5, arbitrary: fc.nat(600) }),
    open: fc.boolean(),
  })
  return fc.tuple(fc.nat(late), fc.array(run, { minLength: 1, maxLength: most })).map(([start, list]) => {
    let day = start
    return list.map(({ gap, nights, open }, index) => {
      const from = day + gap
      day = from + nights
      return { from: dayAt(from), to: open && index === list.length - 1 ? null : dayAt(day) }
    })
  })
}

const someDay = fc.integer({ min: -50, max: 1000 }).map(dayAt)
const flag = fc.constantFrom('0', '1', '1', undefined)

/** What returns say of a child in modules of which no record is made; the years of some have no return of a module. */
const modulesOfChild = fc.record({
  missing: fc.array(
    fc.record({ MIS_START: someDay, nights: fc.option(fc.nat(40)), MISSING: fc.constantFrom('M', 'M', 'A') }),
    { maxLength: 6 },
  ),
  /** Whether the return of the next year says each incident again, with its end. */
  again: fc.boolean(),
  reviews: fc.array(
    fc.record({ REVIEW: someDay, REVIEW_CODE: fc.constantFrom('PN0', 'PN1', 'PN3', 'PN4', 'PN6', 'PN7') }),
    { maxLength: 8 },
  ),
  oc2: fc.array(
    fc.record({
      year: fc.integer({ min: 2022, max: 2025 }),
      SDQ_SCORE: fc.option(fc.integer({ min: 0, max: 40 }).map(String), { nil: undefined }),
      CONVICTED: flag,
      HEALTH_CHECK: flag,
      IMMUNISATIONS: flag,
      TEETH_CHECK: flag,
      HEALTH_ASSESSMENT: flag,
      SUBSTANCE_MISUSE: flag,
      INTERVENTION_RECEIVED: flag,
    }),
    { maxLength: 4 },
  ),
  placed: fc.option(
    fc.record({ DATE_PLACED: someDay, DATE_PLACED_CEASED: fc.option(someDay, { nil: undefined }) }),
  ),
  matchedOn: fc.option(someDay),
  workers: fc.array(fc.record({ SW_DECOM: someDay, SW_ID: fc.constantFrom('SW1', 'SW2', 'SW3') }), {
    maxLength: 6,
  }),
  dolo: fc.option(fc.record({ DOLO_START: someDay, nights: fc.option(fc.nat(200)) })),
  order: fc.option(fc.record({ from_on: someDay, nights: fc.integer({ min: 1, max: 200 }) })),
})
type ModulesOfChild = typeof modulesOfChild extends fc.Arbitrary<infer T> ? T : never

/** Rows of the returns about a child: module, collection year, what identifies the row, and its cells. */
function rowsReturned(draft: ModulesOfChild): [string, number, string, Record<string, string | undefined>][] {
  const yearOf = (day: string) => Number(day.slice(0, 4)) + (day.slice(5) >= '04-01' ? 1 : 0)
  const end = (day: string, nights: number | null) => (nights === null ? undefined : shift(day, nights))
  const incidents = draft.missing.map(({ MIS_START, nights, MISSING }) => ({
    MIS_START, MISSING, MIS_END: end(MIS_START, nights),
  })) // prettier-ignore
  return [
    ...incidents.map((row) => row.MIS_END && draft.again ? { ...row, MIS_END: undefined } : row)
      .map((row) => ['missing', yearOf(row.MIS_START), `${row.MIS_START}${row.MISSING}`, row] as const),
    ...(draft.again ? incidents : [])
      .map((row) => ['missing', yearOf(row.MIS_START) + 1, `${row.MIS_START}${row.MISSING}`, row] as const),
    ...draft.reviews.map((row) => ['reviews', yearOf(row.REVIEW), row.REVIEW, row] as const),
    ...draft.oc2.map(({ year, ...row }) => ['oc2', year, '', row] as const),
    ...draft.workers.map((row) => ['swEpisodes', yearOf(row.SW_DECOM), `${row.SW_DECOM}${row.SW_ID}`, row] as const),
    ...(draft.again ? draft.workers : [])
      .map((row) => ['swEpisodes', yearOf(row.SW_DECOM) + 1, `${row.SW_DECOM}${row.SW_ID}`, row] as const),
    ...(draft.placed ? [['placedAdoption', yearOf(draft.placed.DATE_PLACED), '', draft.placed] as const] : []),
    ...(draft.matchedOn ? [['ad1', yearOf(draft.matchedOn), '', { DATE_MATCH: draft.matchedOn }] as const] : []),
    ...(draft.dolo
      ? [['dolo', yearOf(draft.dolo.DOLO_START), '', {
          DOLO_START: draft.dolo.DOLO_START, DOLO_END: end(draft.dolo.DOLO_START, draft.dolo.nights),
        }] as const]
      : []),
  ].map(([module, year, key, cells]) => [module, year, key, cells])
} // prettier-ignore

const usualTypes = [
  'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'residential', 'secure',
  'residential-school', 'supported-accommodation', 'supported-lodgings', 'independent-living', 'staying-put',
  'with-parents', 'placed-for-adoption', 'other',
] as const // prettier-ignore

const child = fc.record({
  date_of_birth: fc.oneof(
    fc.integer({ min: -6500, max: 300 }).map(dayAt),
    fc.constantFrom('2008-02-29', '2012-02-29', '2022-01-01'),
  ),
  sex: fc.constantFrom('female', 'male', 'unknown'),
  ethnicity: fc.constantFrom('WBRI', 'AOTH', 'NOBT'),
  uasc: fc.boolean(),
  uasc_ceased_on: fc.option(aDay),
  disabled: fc.option(fc.boolean()),
  home_postcode: postcode,
  care: fc.oneof(
    runs(3, 50),
    fc.nat(50).map((start) => [{ from: dayAt(start), to: null }]),
  ),
  /** Which periods of care, and whether the first placement, began before what is known. */
  before: fc.array(
    fc.nat(3).map((n) => n === 0),
    { minLength: 4, maxLength: 4 },
  ),
  /** Whether the first placement begins with care. */
  beginsPlaced: fc.boolean(),
  needs: fc.array(fc.option(fc.constantFrom('N1', 'N2', 'N8')), { minLength: 3, maxLength: 3 }),
  statuses: runs(5, 50),
  status: fc.array(fc.constantFrom('C1', 'C2', 'V2', 'V3', 'V4', 'E1'), { minLength: 5, maxLength: 5 }),
  stays: runs(5, 50),
  /** Leaves care on the 18th birthday, and stays put afterwards. */
  leaver: fc.nat(4).map((n) => n === 0),
  close: fc.boolean(),
  end_reasons: fc.array(fc.constantFrom('E8', 'E11', 'E45', 'E4A', 'E2', 'E17'), {
    minLength: 3,
    maxLength: 3,
  }),
  sibling: fc.option(fc.nat(2)),
  oc3: fc.array(
    fc.record({
      collection_year: fc.integer({ min: 2022, max: 2025 }),
      IN_TOUCH: fc.constantFrom('YES', 'YES', 'NO', 'RHOM', 'DIED', 'REFU', 'NREQ'),
      ACTIV: fc.constantFrom('F1', 'P2', 'F4', 'P5', 'G4', 'G5', 'G6', '0', null),
      ACCOM: fc.constantFrom('B1', 'U2', 'Z1', 'G1', 'R1', 'S1', 'V2', 'W2', 'X2', '0', null),
    }),
    { maxLength: 3 },
  ),
  temporary: runs(2, 900),
  said: modulesOfChild,
})

const fosterTypes: readonly string[] = ['internal-foster', 'ifa', 'other-authority-foster', 'connected-carer']

const stay = fc.record({
  placement_type: fc.constantFrom(...usualTypes),
  place_code: fc.constantFrom('A3', 'A4', 'A5', null),
  other_code: fc.constantFrom('P3', 'Z1', null),
  foster_code: fc.constantFrom('U1', 'U2', 'U3', 'U4', 'U5', 'U6', null),
  same_carer: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  end_reason: fc.constantFrom('CARPL', 'CREQB', 'OTHER', null),
  end_planned: fc.constantFrom(true, false, null, null),
  weekly_cost: fc.option(fc.integer({ min: 1, max: 90 }).map((n) => n * 50.5)),
  temporary_type: fc.constantFrom('temporary', 'short-break'),
  provider_code: fc.constantFrom('PR0', 'PR1', 'PR2', 'PR3', 'PR4', 'PR5', null),
  postcode,
  home_postcode: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: postcode }),
  bed: fc.option(fc.nat(12)),
  home: fc.option(fc.nat(4)),
  emergency: fc.boolean(),
  keeps_school: fc.constantFrom(true, false, null),
  /** Whether it was agreed in this service, or brought by a return. */
  agreedHere: fc.boolean(),
  /** Notices, by the days from the start to the notice, from it to the end, and to its withdrawal. */
  notices: fc.array(
    fc.record({
      given_by: fc.constantFrom('provider', 'authority', 'carer'),
      wait: fc.oneof(fc.nat(5), fc.nat(300)),
      length: fc.oneof(fc.constant(0), fc.nat(40)),
      withdrawal: fc.option(fc.nat(40)),
    }),
    { maxLength: 2 },
  ),
  /** Days from the start to the planned end; none where null. */
  planned: fc.option(fc.nat(300)),
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('started') },
    { weight: 1, arbitrary: fc.constantFrom('planned', 'withdrawn') },
  ),
})

/** From a day on, perhaps until another. */
const term = fc
  .tuple(fc.integer({ min: -400, max: 700 }), fc.option(fc.integer({ min: 1, max: 700 })))
  .map(([start, nights]) => ({ from: dayAt(start), to: nights === null ? null : dayAt(start + nights) }))

const home = fc.record({
  sector: fc.constantFrom('own', 'other-authority', 'other-public', 'private', 'voluntary'),
  kind: fc.constantFrom('fostering-household', 'childrens-home', 'supported-accommodation', 'unregistered'),
  postcode,
  registration: fc.option(term),
  category: fc.constantFrom('shared-or-group', 'private-host', null),
  supportedTerm: fc.option(term),
  variation: fc.option(term),
  fees: runs(2, 400),
  weekly_fee: fc.integer({ min: 1, max: 90 }).map((n) => n * 40.5),
  blocks: runs(2, 400),
  contract: fc.constantFrom('block', 'spot'),
  judgements: fc.array(
    fc.record({
      judged_on: fc.oneof(aDay, fc.integer({ min: 974, max: 1100 }).map(dayAt)), // outcomes: from September 2024
      grade: fc.constantFrom(
        'outstanding', 'good', 'requires-improvement', 'not-yet-inspected', 'consistently-strong', 'inconsistent',
      ), // prettier-ignore
      own: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  beds: fc.array(
    fc.record({
      kind: fc.constantFrom('standard', 'emergency', 'short-break'),
      opens: fc.integer({ min: -200, max: 200 }),
      closes: fc.option(fc.integer({ min: 200, max: 900 })),
      voids: fc.oneof(fc.constant([]), runs(3, 900)),
      reason: fc.constantFrom('repair', 'staff-vacancy', 'carer-break', 'solo-occupancy', 'other'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

/** Journeys of fostering households: from a first stage to a last one, and for some to an end. */
const journey = fc
  .record({
    carer_type: fc.constantFrom('mainstream', 'family-and-friends'),
    transferred_from: fc.constantFrom(null, null, 'agency', 'other-authority'),
    district: fc.constantFrom('CW1', 'CW12', 'SK9', null),
    begins: fc.nat(900),
    first: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4),
    last: fc.nat(4),
    waits: fc.array(fc.oneof(fc.constant(0), fc.nat(200)), { minLength: 6, maxLength: 6 }),
    end: fc.constantFrom(null, 'early', 'late', 'late'),
    places: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ begins, first, last, waits, end, places, ...fields }) => {
    let day = begins
    const days = waits.map((wait) => dayAt((day += wait)))
    const stages = days.slice(0, 5).map((date, n) => (n >= first && n <= Math.max(first, last) ? date : null))
    const [enquired_on, applied_on, assessment_started_on, panel_on, approved_on] = stages
    const leaves = approved_on === null ? ['withdrawn', 'not-approved'] : ['resigned', 'transferred']
    return {
      ...fields,
      enquired_on,
      applied_on,
      assessment_started_on,
      panel_on,
      approved_on,
      closed_on: end === null ? null : days[5],
      outcome: end === null ? null : leaves[end === 'early' ? 0 : 1],
      places: approved_on === null ? null : places,
    }
  })

const own = { authority_code: CHESHIRE_EAST }

/** A dozen children and a handful of homes over three years. */
export const history: fc.Arbitrary<History> = fc
  .record({
    children: fc.array(child, { minLength: 6, maxLength: 14 }),
    stays: fc.array(stay, { minLength: 60, maxLength: 60 }),
    homes: fc.array(home, { minLength: 3, maxLength: 5 }),
    separations: fc.array(
      fc.record({
        one: fc.nat(13),
        other: fc.nat(13),
        category: fc.constantFrom('harm', 'court-order', 'assessment'),
        term,
      }),
      { maxLength: 12 },
    ),
    journeys: fc.array(journey, { minLength: 4, maxLength: 12 }),
    populations: fc.array(fc.record({ as_at: aDay, people: fc.integer({ min: 1000, max: 90_000 }) }), {
      maxLength: 3,
    }),
  })
  .map(({ children, stays, homes, populations, journeys, separations }) => {
    const rows: History = {
      ...noRows(),
      sibling_groups: [0, 1, 2].map((n) => ({ ...own, id: uuid(5, n), reference: `SG-${n}` })),
      populations: populations.map((estimate) => ({ ...own, ...estimate })),
      separations: separations.map(({ one, other, category, term: { from, to } }) => ({
        ...own,
        child_id: uuid(1, one),
        other_child_id: uuid(1, other),
        category,
        from_on: from,
        to_on: to,
      })),
      carer_journeys: journeys.map((fields, n) => ({ ...own, ...fields, reference: `FH-${n}` })),
    }
    homes.forEach(({ sector, beds, fees, weekly_fee, blocks, contract, judgements, ...others }, n) => {
      const { registration, category, supportedTerm, variation, ...rest } = others
      const home_id = uuid(3, n)
      rows.providers.push({
        ...own,
        id: uuid(2, n),
        name: `Provider ${n}`,
        sector,
        supported_registered_on: supportedTerm?.from ?? null,
        supported_registration_ended_on: supportedTerm?.to ?? null,
        supported_categories: ['shared-or-group'],
      })
      if (variation !== null)
        rows.category_variations.push({
          ...own,
          provider_id: uuid(2, n),
          category: 'private-host',
          added_on: variation.from,
          removed_on: variation.to,
        })
      rows.homes.push({
        ...own,
        ...rest,
        id: home_id,
        provider_id: uuid(2, n),
        name: `Home ${n}`,
        opens_on: dayAt(-500),
        confidential: true,
        age_from: 16,
        registered_on: registration?.from ?? null,
        registration_ended_on: registration?.to ?? null,
        accommodation_category: category,
      })
      for (const { own: ofHome, ...judgement } of judgements) {
        const subject = ofHome ? { home_id } : { provider_id: uuid(2, n) }
        rows.judgements.push({ ...own, ...judgement, ...subject })
      }
      for (const { from, to } of fees)
        rows.fees.push({ ...own, home_id, weekly_fee, starts_on: from, ends_on: to })
      for (const { from, to } of blocks)
        rows.contracts.push({
          ...own,
          home_id,
          kind: contract,
          beds_bought: 2,
          starts_on: from,
          ends_on: to,
        })
      for (const { kind, opens, closes, voids, reason } of beds) {
        const bed_id = uuid(4, rows.beds.length)
        const closes_on = closes === null ? null : dayAt(closes)
        rows.beds.push({
          ...own,
          id: bed_id,
          home_id,
          label: bed_id,
          kind,
          opens_on: dayAt(opens),
          closes_on,
        })
        for (const { from, to } of voids)
          rows.voids.push({ ...own, bed_id, reason, detail: 'made up', starts_on: from, ends_on: to })
      }
    })
    let count = 0
    children.forEach((draft, n) => {
      const { care, needs, statuses, status, stays: usual, temporary, leaver, end_reasons, ...others } = draft
      const { sibling, oc3, close, before: isBefore, beginsPlaced, said: modules, ...rest } = others
      const [entry, first] = [care[0], usual[0]]
      if (beginsPlaced && entry && first && (first.to === null || entry.from < first.to))
        first.from = entry.from
      const child_id = uuid(1, n)
      const uascCeasedOn = rest.uasc ? rest.uasc_ceased_on : null
      const leftOn = leaver ? (care.at(-1)?.to ?? null) : null
      rows.children.push({
        ...own,
        ...rest,
        ...(leftOn !== null && { date_of_birth: eighteenBefore(leftOn) }),
        id: child_id,
        reference: `CH-${n}`,
        uasc_ceased_on: uascCeasedOn,
        sibling_group_id: sibling === null ? null : uuid(5, sibling),
      })
      const returnRows = [
        ...oc3.map(({ collection_year, ...cells }) => ['oc3', collection_year, '', cells] as const),
        ...rowsReturned(modules),
      ]
      for (const [module, collection_year, key, cells] of returnRows)
        rows.return_rows.push({
          ...own,
          child_reference: `CH-${n}`,
          module,
          collection_year,
          key,
          cells: Object.fromEntries(
            Object.entries(cells).filter(([, cell]) => cell !== null && cell !== undefined),
          ),
          import_id: uuid(6, 0),
        })
      if (modules.order)
        rows.liberty_orders.push({
          ...own,
          child_id,
          kind: 'deprivation-of-liberty',
          from_on: modules.order.from_on,
          until_on: shift(modules.order.from_on, modules.order.nights),
        })
      care.forEach(({ from, to }, i) =>
        rows.care_periods.push({
          ...own,
          child_id,
          started_on: from,
          ended_on: to,
          end_reason: to === null ? null : end_reasons[i],
          need: needs[i],
          started_before: isBefore[i],
        }),
      )
      statuses.forEach(({ from, to }, i) =>
        rows.legal_statuses.push({ ...own, child_id, status: status[i], started_on: from, ended_on: to }),
      )
      const place = ({ from, to }: { from: string; to: string | null }, layer: 'usual' | 'temporary') => {
        const plan = stays[count++ % stays.length] as (typeof stays)[number]
        const hasStarted = plan.kind === 'started'
        const id = uuid(7, rows.placements.length)
        for (const { given_by, wait, length, withdrawal } of hasStarted ? plan.notices : [])
          rows.notices.push({
            ...own,
            id: uuid(8, rows.notices.length),
            placement_id: id,
            given_by,
            given_on: shift(from, wait),
            ends_on: shift(from, wait + length),
            withdrawn_on: withdrawal === null ? null : shift(from, wait + withdrawal),
          })
        const row = {
          ...own,
          id,
          child_id,
          emergency: plan.emergency,
          keeps_school: plan.keeps_school,
          agreed_at: plan.agreedHere ? '2022-01-01T09:00:00Z' : null,
          bed_id: plan.bed === null ? null : (rows.beds[plan.bed]?.id ?? null),
          home_id: plan.home === null ? null : (rows.homes[plan.home]?.id ?? null),
          placement_type:
            layer === 'temporary'
              ? plan.temporary_type
              : leftOn !== null && from >= leftOn
                ? close
                  ? 'staying-close'
                  : 'staying-put'
                : leftOn !== null && !close && plan.placement_type === 'residential'
                  ? 'ifa'
                  : plan.placement_type,
          end_reason: hasStarted && to !== null ? plan.end_reason : null,
          end_planned: hasStarted && to !== null ? plan.end_planned : null,
          weekly_cost: plan.weekly_cost,
          place_code:
            plan.placement_type === 'placed-for-adoption'
              ? plan.place_code
              : plan.placement_type === 'other'
                ? plan.other_code
                : fosterTypes.includes(plan.placement_type)
                  ? plan.foster_code
                  : null,
          same_carer: plan.same_carer,
          started_before: layer === 'usual' && from === first?.from && isBefore[3],
          provider_code: plan.provider_code,
          postcode: plan.postcode,
          home_postcode: plan.home_postcode,
          planned_from: hasStarted ? null : from,
          planned_to: plan.planned === null ? null : shift(from, plan.planned),
          started_on: hasStarted ? from : null,
          ended_on: hasStarted ? to : null,
          withdrawn_on: plan.kind === 'withdrawn' ? from : null,
        }
        // Where the bed is in use already, the placement is recorded without a bed.
        rows.placements.push(row, ...(row.bed_id === null ? [] : [{ ...row, bed_id: null }]))
      }
      const placedRuns = leftOn === null ? usual : usual.flatMap((run) => splitAt(run, leftOn))
      for (const run of placedRuns) place(run, 'usual')
      for (const run of temporary) place(run, 'temporary')
    })
    return rows
  })

/** The date of birth of someone who turns 18 on a day; on 29 February, of one who turned 18 the day before. */
const eighteenBefore = (day: string) =>
  `${Number(day.slice(0, 4)) - 18}${day.slice(4).replace('-02-29', '-02-28')}`

/** Splits a run of nights in two at a day within it. */
function splitAt(run: { from: string; to: string | null }, day: string) {
  if (day <= run.from || (run.to !== null && run.to <= day)) return [run]
  return [
    { from: run.from, to: day },
    { from: day, to: run.to },
  ]
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export async function writePlaces(owner: Pool): Promise<void> {
  for (const [code, place] of Object.entries(places)) {
    await owner.query(
      `insert into postcodes (postcode, authority_code, country, easting, northing)
       values ($1, $2, $3, $4, $5)`,
      [code, place.authority_code, place.country, place.easting, place.northing],
    )
  }
  await owner.query(
    `insert into imports (id, authority_code, kind, status, requested_by, files)
     values ($1, $2, 'ssda903', 'succeeded', 'test', '[]')`,
    [uuid(6, 0), CHESHIRE_EAST],
  )
}

const columns: Record<keyof History, string> = {
  children: 'id, authority_code, reference, date_of_birth, sex, ethnicity, uasc, uasc_ceased_on, disabled, home_postcode, sibling_group_id',
  care_periods: 'authority_code, child_id, started_on, ended_on, end_reason, need, started_before',
  legal_statuses: 'authority_code, child_id, status, started_on, ended_on',
  providers:
    'id, authority_code, name, sector, supported_registered_on, supported_registration_ended_on, supported_categories',
  homes:
    'id, authority_code, provider_id, name, kind, postcode, opens_on, confidential, age_from, registered_on, registration_ended_on, accommodation_category',
  beds: 'id, authority_code, home_id, label, kind, opens_on, closes_on',
  voids: 'authority_code, bed_id, reason, detail, starts_on, ends_on',
  placements:
    'id, authority_code, child_id, emergency, keeps_school, agreed_at, bed_id, home_id, placement_type, place_code, same_carer, started_before, provider_code, postcode, home_postcode, planned_from, planned_to, started_on, ended_on, withdrawn_on, end_reason, end_planned, weekly_cost',
  notices: 'id, authority_code, placement_id, given_by, given_on, ends_on, withdrawn_on',
  separations: 'authority_code, child_id, other_child_id, category, from_on, to_on',
  category_variations: 'authority_code, provider_id, category, added_on, removed_on',
  judgements: 'authority_code, home_id, provider_id, judged_on, grade',
  fees: 'authority_code, home_id, weekly_fee, starts_on, ends_on',
  contracts: 'authority_code, home_id, kind, beds_bought, starts_on, ends_on',
  sibling_groups: 'id, authority_code, reference',
  populations: 'authority_code, as_at, people',
  carer_journeys:
    'authority_code, reference, carer_type, transferred_from, district, enquired_on, applied_on, assessment_started_on, panel_on, approved_on, closed_on, outcome, places',
  liberty_orders: 'authority_code, child_id, kind, from_on, until_on',
  return_rows: 'authority_code, child_reference, module, collection_year, key, cells, import_id',
} // prettier-ignore
const order = [
  'sibling_groups',
  'populations',
  'return_rows',
  'providers',
  'homes',
  'category_variations',
  'beds',
  'children',
  'care_periods',
  'voids',
  'legal_statuses',
  'placements',
  'notices',
  'separations',
  'judgements',
  'fees',
  'contracts',
  'carer_journeys',
  'liberty_orders',
] as const

const tablesToEmpty = [
  'children',
  'sibling_groups',
  'populations',
  'return_rows',
  'carer_journeys',
  'providers',
  'homes',
  'beds',
  'voids',
  'placements',
]

/** Databases that have the functions with which histories are written. */
const preparedPools = new WeakSet<Pool>()

/** Declares, for each table, what inserts rows one by one and leaves out those that the database refuses. */
async function prepare(owner: Pool): Promise<void> {
  for (const table of order) {
    await owner.query(`create function write_${table}(rows jsonb) returns void language plpgsql as $$
      declare
        row jsonb;
      begin
        for row in select jsonb_array_elements(rows) loop
          begin
            insert into ${table} (${columns[table]})
            select ${columns[table]} from jsonb_populate_record(null::${table}, row);
          exception when integrity_constraint_violation then null;
          end;
        end loop;
      end $$`)
  }
  preparedPools.add(owner)
}

/** Replaces the history in the database, row by row; a row that the database refuses is left out. */
export async function write(owner: Pool, rows: History): Promise<void> {
  if (!preparedPools.has(owner)) await prepare(owner)
  await emptyTables(owner, tablesToEmpty)
  for (const table of order) await owner.query(`select write_${table}($1)`, [JSON.stringify(rows[table])])
}
