import fc from 'fast-check'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import t from 'tap'
import { accessFindingNames } from '../../../src/domain/access-review/rules.ts'
import { checklistItemIds, noticeGivers } from '../../../src/domain/checklist/items.ts'
import * as codes from '../../../src/domain/codes.ts'
import * as consultation from '../../../src/domain/consultation.ts'
import { birthday, addDays } from '../../../src/domain/dates.ts'
import { pushReasons } from '../../../src/domain/daily-collection/push.ts'
import { dailyReceiverKinds } from '../../../src/domain/daily-collection/receivers.ts'
import { distanceMiles } from '../../../src/domain/distance.ts'
import { forecastCuts } from '../../../src/domain/forecast/series.ts'
import { forecastAges, forecastTypeOf, forecastTypes } from '../../../src/domain/forecast/states.ts'
import { decidedGateIds, decisions } from '../../../src/domain/gates/gates.ts'
import { overridableMusts } from '../../../src/domain/gates/musts-at-the-door.ts'
import { offices } from '../../../src/domain/gates/offices.ts'
import { registeredHomeKinds, registeredHomeTypes } from '../../../src/domain/gates/unregistered.ts'
import { holdStatuses } from '../../../src/domain/lifecycle/hold.ts'
import { requestStatuses, urgencies } from '../../../src/domain/lifecycle/request.ts'
import { livesWith } from '../../../src/domain/matching/company.ts'
import { needFieldNames } from '../../../src/domain/matching/needs-of-child.ts'
import { dimensions } from '../../../src/domain/measures/dimensions.ts'
import { keptPeriods } from '../../../src/domain/measures/kept-values.ts'
import { polarities } from '../../../src/domain/measures/measure.ts'
import { measures } from '../../../src/domain/measures/measures.ts'
import * as panels from '../../../src/domain/panels/codes.ts'
import { placementStatus, withdrawalKinds } from '../../../src/domain/placement-status.ts'
import {
  adoptedByCarersCodes,
  careFamilies,
  fosterCareTypes,
  layerOf,
  placementType,
  placementTypeCodes,
  placementTypeOf,
  temporaryTypes,
  type PlacementType,
} from '../../../src/domain/placement-types.ts'
import * as referral from '../../../src/domain/referral.ts'
import { declaredStatuses } from '../../../src/domain/scorecards/action-status.ts'
import { areaLevels } from '../../../src/domain/scorecards/published-rows.ts'
import { ragBases } from '../../../src/domain/scorecards/rag.ts'
import { scorecardUnits } from '../../../src/domain/scorecards/units.ts'
import { rowOutcomes } from '../../../src/domain/ssda903/index.ts'
import { carerApprovalKinds, libertyOrderKinds } from '../../../src/features/gates/kinds.ts'
import { deliveryStates } from '../../../src/features/events/queries/deliveries.ts'
import { webhookStates } from '../../../src/features/events/schema.ts'
import { pushStatuses } from '../../../src/features/returns/daily/push/queries/pushes.ts'
import { sendingOutcomes } from '../../../src/features/returns/daily/push/queries/sendings.ts'
import { forecastStatuses } from '../../../src/features/forecasts/queries/forecasts.ts'
import { planStatuses } from '../../../src/features/plans/queries/plans.ts'
import { childChanges } from '../../../src/features/returns/in/queries/children.ts'
import { questionAnswers, questionStatuses } from '../../../src/features/returns/in/queries/questions.ts'
import { importKinds, importStatuses } from '../../../src/features/returns/in/queries/imports.ts'
import { findingKinds } from '../../../src/features/returns/in/schema.ts'
import { explainedConstraints } from '../../../src/platform/db/conflicts.ts'
import { recordChanges } from '../../../src/platform/db/history.ts'
import * as tables from '../../../src/platform/db/tables.ts'
import { testDatabase } from '../../support/database.ts'

const { ownerPool } = await testDatabase(t)

const typedTables = (Object.values(tables) as unknown[]).filter((table): table is PgTable =>
  is(table, PgTable),
)

interface Column {
  table_name: string
  column_name: string
  data_type: string
  is_nullable: 'YES' | 'NO'
  is_generated: string
}

/** PostgreSQL's names (information_schema) of the types in tables.ts. */
const families: Record<string, string> = {
  uuid: 'uuid',
  text: 'text',
  date: 'date',
  boolean: 'boolean',
  integer: 'integer',
  smallint: 'smallint',
  timestamptz: 'timestamp with time zone',
  'text[]': 'ARRAY',
  'uuid[]': 'ARRAY',
  jsonb: 'jsonb',
  bigint: 'bigint',
}
const familyOf = (sqlType: string) => (sqlType.startsWith('numeric') ? 'numeric' : families[sqlType])
const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

t.test('the typed tables are the tables of the database', async (t) => {
  const { rows } = await ownerPool.query<Column>(
    `select table_name, column_name, data_type, is_nullable, is_generated
       from information_schema.columns where table_schema = 'public'`,
  )
  const viewNames = await ownerPool.query<{ name: string }>(
    `select table_name as name from information_schema.views where table_schema = 'public'`,
  )
  const views = new Set(viewNames.rows.map(({ name }) => name)) // whose columns PostgreSQL all calls nullable
  t.ok(typedTables.length >= 12)
  for (const table of typedTables) {
    const name = getTableName(table)
    const actual = new Map(rows.filter((row) => row.table_name === name).map((row) => [row.column_name, row]))
    for (const [key, column] of Object.entries(getTableColumns(table))) {
      const row = actual.get(snake(key))
      t.equal(row?.data_type, familyOf(column.getSQLType()), `${name}.${key}: type`)
      if (!views.has(name))
        t.equal(
          row?.is_nullable,
          column.notNull || column.primary ? 'NO' : 'YES',
          `${name}.${key}: nullability`,
        )
      actual.delete(snake(key))
    }
    const untold = [...actual.values()].filter(({ is_generated }) => is_generated === 'NEVER')
    t.same(untold, [], `${name}: every column that is not generated`)
  }
})

t.test('every constraint that a request can break is explained, and none that is not there', async (t) => {
  const records = typedTables.map((table) => getTableName(table))
  const { rows } = await ownerPool.query<{ name: string; generated: boolean }>(
    `select c.conname as name,
            -- constraints named by PostgreSQL: a column's own check, which the schema of the body checks before
            c.conname ~ ('^' || c.conrelid::regclass || '_.*(check|pkey|key|not_null)\\d*$') as generated
       from pg_constraint c
      where c.connamespace = 'public'::regnamespace and c.contype in ('c', 'f', 'x', 'u')
        and c.conrelid::regclass::text = any($1)`,
    [[...records, 'bed_use']],
  )
  const names = rows
    .filter((row) => !row.generated && !row.name.endsWith('authority_code_fkey'))
    .map(({ name }) => name)
    .filter((name) => !/^bed_use_\w+_fkey$/.test(name))
  const refusals = await ownerPool.query<{ name: string }>(
    `select distinct (regexp_matches(prosrc, 'refuse\\(''(\\w+)''', 'g'))[1] as name
       from pg_proc where pronamespace = 'public'::regnamespace`,
  )
  const breakable = new Set([...names, ...refusals.rows.map(({ name }) => name)])
  t.same([...breakable].filter((name) => !explainedConstraints.has(name)).sort(), [], 'explained')
  const { rows: all } = await ownerPool.query<{ name: string }>(`select conname as name from pg_constraint
     union all select indexrelid::regclass::text from pg_index where indisunique`)
  const present = new Set([...breakable, ...all.map(({ name }) => name)])
  t.same([...explainedConstraints].filter((name) => !present.has(name)).sort(), [], 'there')
})

const textsIn = (definition: string): string[] =>
  [...definition.matchAll(/'([^']+)'/g)].map(([, value]) => value ?? '')

/** The texts in a column's check. */
async function listOf(table: string, column: string): Promise<string[]> {
  const { rows } = await ownerPool.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = $1::regclass and contype = 'c' and conname = $1 || '_' || $2 || '_check'`,
    [table, column],
  )
  return textsIn(rows[0]?.definition ?? '')
}

const keys = (table: object): string[] => Object.keys(table)

t.test('the code lists are those that the database takes', async (t) => {
  const lists: Record<string, readonly string[]> = {
    'access_reviews.finding': accessFindingNames,
    'action_updates.status': declaredStatuses,
    'approvals.decision': decisions,
    'approvals.gate': decidedGateIds,
    'bed_use.state': [...keys(dimensions.bedState.codes).filter((state) => state !== 'vacant'), 'held'],
    'beds.kind': keys(codes.bedKinds),
    'care_plans.parallel_plan': keys(consultation.permanencePlans),
    'care_plans.plan': keys(consultation.permanencePlans),
    'carer_approvals.kind': keys(carerApprovalKinds),
    'carer_journeys.carer_type': keys(codes.carerTypes),
    'carer_journeys.outcome': keys(codes.journeyOutcomes),
    'carer_journeys.transferred_from': keys(codes.transferSources),
    'category_variations.category': keys(codes.accommodationCategories),
    'child_needs.faith': keys(codes.faiths),
    'child_needs.fostering': keys(referral.suitabilities),
    'child_needs.living_with': keys(referral.livingWith),
    'child_needs.residential': keys(referral.suitabilities),
    'child_needs.supported': keys(referral.suitabilities),
    'checklist_items.item': checklistItemIds,
    'children.sex': keys(codes.sexes),
    'comparator_values.level': areaLevels,
    'connections.relation': keys(codes.relations),
    'consultations.party': keys(consultation.consultedParties),
    'consultations.view': keys(consultation.consultedViews),
    'contracts.kind': keys(codes.contractKinds),
    'holds.outcome': holdStatuses.filter((status) => status !== 'held' && status !== 'lapsed'),
    'home_restrictions.kind': keys(codes.restrictionKinds),
    'homes.accommodation_category': keys(codes.accommodationCategories),
    'homes.accepts': keys(codes.accepts),
    'homes.kind': keys(codes.homeKinds),
    'import_children.change': childChanges,
    'import_findings.kind': findingKinds,
    'import_questions.answer': questionAnswers,
    'import_questions.status': questionStatuses,
    'import_rows.outcome': rowOutcomes,
    'imports.kind': importKinds,
    'imports.status': importStatuses,
    'introductions.kind': keys(consultation.introductionKinds),
    'introductions.outcome': keys(consultation.introductionOutcomes),
    'judgements.grade': keys(codes.ofstedGrades),
    'legal_statuses.status': keys(codes.legalStatusLabels),
    'liberty_orders.kind': keys(libertyOrderKinds),
    'matching_profiles.gateway_grade': codes.gatewayGrades,
    'measure_values.period': ['day', ...keptPeriods],
    'notices.given_by': keys(noticeGivers),
    'observation_series.polarity': polarities,
    'observation_series.unit': keys(scorecardUnits),
    'officers.office': keys(offices),
    'overrides.must': overridableMusts,
    'panel_cases.purpose': keys(panels.purposes),
    'panel_decisions.outcome': keys(panels.panelOutcomes),
    'panels.meets': keys(panels.meetingFrequencies),
    'placement_requests.urgency': urgencies,
    'placements.end_reason': keys(codes.placementEndReasons),
    'placements.location': keys(codes.locations),
    'placements.placement_type': placementTypeCodes,
    'placements.withdrawal_kind': withdrawalKinds,
    'daily_pushes.status': pushStatuses,
    'daily_receivers.kind': codes.codesOf(dailyReceiverKinds),
    'daily_sendings.outcome': sendingOutcomes,
    'daily_sendings.reason': codes.codesOf(pushReasons),
    'forecasts.status': forecastStatuses,
    'plans.status': planStatuses,
    'postcodes.country': keys(codes.countries),
    'providers.sector': keys(codes.sectors),
    'rag_rules.basis': ragBases,
    'record_versions.change': recordChanges,
    'separations.category': keys(codes.separationCategories),
    'voids.reason': keys(codes.voidReasons),
    'webhook_deliveries.state': deliveryStates,
    'webhooks.state': webhookStates,
    'wishes.subject': keys(consultation.wishSubjects),
  }
  // How an event comes of a change is said and read in the schema alone.
  const inSchemaAlone = ['event_types.happens']
  const { rows } = await ownerPool.query<{ name: string; definition: string }>(
    `select r.relname || '.' || a.attname as name, pg_get_constraintdef(c.oid) as definition
       from pg_constraint c join pg_class r on r.oid = c.conrelid
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.connamespace = 'public'::regnamespace and c.contype = 'c'
        and c.conname = r.relname || '_' || a.attname || '_check' and pg_get_constraintdef(c.oid) like '%ARRAY[%'`,
  )
  t.same(rows.map(({ name }) => name).sort(), [...keys(lists), ...inSchemaAlone].sort(), 'every list is here')
  for (const { name, definition } of rows) {
    if (!inSchemaAlone.includes(name))
      t.same(textsIn(definition).sort(), [...(lists[name] ?? [])].sort(), name)
  }
  const patterns: [table: string, column: string, codes: readonly string[]][] = [
    ['children', 'ethnicity', keys(codes.ethnicities)],
    ['care_periods', 'need', keys(codes.needs)],
    ['care_periods', 'end_reason', keys(codes.careEndReasons)],
    ['placements', 'provider_code', keys(codes.providerCodes)],
    ['placements', 'place_code', placementTypeCodes.flatMap((type) => placementType(type).placeCodes)],
  ]
  for (const [table, column, values] of patterns) {
    const [pattern = '(?!)'] = await listOf(table, column)
    t.same(
      values.filter((value) => !new RegExp(pattern).test(value)),
      [],
      `${table}.${column}`,
    )
  }
})

t.test('the lists that functions, views and rules of several columns test are declared', async (t) => {
  const householdKinds = keys(codes.homeKinds).filter((kind) => kind.endsWith('-household'))
  const beforeApproval = codes
    .codesOf(codes.journeyOutcomes)
    .filter((outcome) => codes.journeyOutcomes[outcome].from === 'pipeline')
  /** Answers by which a child cannot live with just anyone: someone younger, older, or of its own age. */
  const choosy = codes
    .codesOf(referral.livingWith)
    .filter((answer) =>
      [8, 9, 10].some(
        (age) => !livesWith({ youngest: 9, oldest: 9, livingWith: answer }, { youngest: age, oldest: age }),
      ),
    )
  const lists: Record<string, readonly string[]> = {
    'legal statuses of short breaks': codes.shortBreakStatuses,
    'foster care': fosterCareTypes,
    'adopted by those who foster': adoptedByCarersCodes,
    ...Object.fromEntries(
      careFamilies
        .map((family) => placementTypeCodes.filter((type) => placementType(type).careFamily === family))
        .filter(({ length }) => length > 1)
        .map((types) => [`types of a care family: ${types.join()}`, types]),
    ),
    'types of the temporary layer': temporaryTypes,
    'choosy children': choosy,
    'households, whose address is confidential': householdKinds,
    'journeys that end before approval': beforeApproval,
    'homes from 16 on': kindsFrom(16),
    'homes that are registered themselves': registeredHomeKinds,
    'types of those homes': registeredHomeTypes,
    'outcomes of supported accommodation': codes.supportedOutcomes,
    'approvals of a carer for 16 weeks': codes
      .codesOf(carerApprovalKinds)
      .filter((kind) => carerApprovalKinds[kind].mostWeeks === 16),
    'voids that no search cures': codes.concernReasons,
    'how far a request is': requestStatuses.filter((status) => status !== 'withdrawn'),
    'where someone lives who is no longer in care': placementTypeCodes.filter(
      (type) => !placementType(type).lookedAfter && layerOf(type) === 'usual',
    ),
    ...Object.fromEntries(
      Object.entries({ ...dimensions.activity.groups, ...dimensions.participation.groups })
        .filter(([, { values }]) => values.length > 1)
        .map(([code, { values }]) => [`codes of the return that are ${code}`, values]),
    ),
    'pushes that are over': pushStatuses.filter((status) => status !== 'queued' && status !== 'running'),
    'forecasts that are over': forecastStatuses.filter(
      (status) => status !== 'queued' && status !== 'running',
    ),
    'forecasts with an answer': ['done', 'refused'],
    'breakdowns by category, type and age': forecastCuts.filter((cut) =>
      ['total', 'category', 'placementType', 'ageBand', 'ageBandAndCategory', 'ageBandAndType'].includes(cut),
    ),
    'measures of exact distances': keys(measures).filter((id) => id.split('-').includes('miles')),
    'plans that are over': planStatuses.filter((status) => status !== 'queued' && status !== 'running'),
  }
  // How an event comes of a change is said and read in the schema alone.
  const inSchemaAlone = [['given', 'becomes', 'altered']]
  const byContent = new Map(
    [...Object.values(lists), ...inSchemaAlone].map((list) => [[...list].sort().join(), list]),
  )
  const { rows } = await ownerPool.query<{ name: string; definition: string }>(
    `select proname as name, prosrc as definition from pg_proc where pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')
     union all select viewname, definition from pg_views where schemaname in ('public', 'reporting')
     union all select adrelid::regclass::text, pg_get_expr(adbin, adrelid) from pg_attrdef
     union all select conname, pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace and contype = 'c' and cardinality(conkey) > 1`,
  )
  const present = new Set<string>()
  for (const { name, definition } of rows) {
    for (const [list] of definition.matchAll(/\bin \(\s*'[^()]*'\)|ARRAY\['[^\]]*\]/g)) {
      const content = textsIn(list).sort().join()
      present.add(content)
      t.ok(byContent.has(content), `${name}: ${list}`)
    }
  }
  t.same(
    [...byContent.keys()].filter((list) => !present.has(list)),
    [],
    'and none is declared in vain',
  )
})

/** The kinds of home of which every placement type has this youngest age. */
function kindsFrom(age: number): string[] {
  return codes.codesOf(codes.homeKinds).filter((kind) => {
    const type = (placementTypeCodes as readonly string[]).includes(kind) ? (kind as PlacementType) : null
    return type !== null && placementType(type).minimumAge === age
  })
}

t.test('the youngest age of a home is that of the law', async (t) => {
  const { rows } = await ownerPool.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'supported_from_16'`,
  )
  const { definition = '' } = rows[0] ?? {}
  const [, age = ''] = /age_from >= (\d+)/.exec(definition) ?? []
  t.same(textsIn(definition).sort(), kindsFrom(Number(age)).sort())
})

t.test('a sector has one code of the return in the database and in the domain', async (t) => {
  const sectors = codes.codesOf(codes.sectors)
  const { rows } = await ownerPool.query<{ code: string }>(
    `select provider_code_of(sector) as code from unnest($1::text[]) with ordinality as s (sector, n) order by n`,
    [sectors],
  )
  t.same(
    rows.map(({ code }) => code),
    sectors.map((sector) => codes.providerCodeOf(sector)),
  )
  const { rows: back } = await ownerPool.query<{ sector: string }>(
    `select sector_of(code) as sector from unnest($1::text[]) with ordinality as s (code, n) order by n`,
    [keys(codes.providerSectors)],
  )
  t.same(
    back.map(({ sector }) => sector),
    Object.values(codes.providerSectors),
  )
})

t.test('children are counted under the same types, categories and ages of forecasts', async (t) => {
  const types = [...placementTypeCodes, null]
  const { rows } = await ownerPool.query<{ type: string; category: string }>(
    `select forecast_type_of(type) as type, forecast_category_of(forecast_type_of(type)) as category
       from unnest($1::text[]) with ordinality as t (type, n) order by n`,
    [types],
  )
  t.same(
    rows,
    types.map((type) => {
      const { id, category } = forecastTypes[forecastTypeOf(type)]!
      return { type: id, category }
    }),
  )
  const { rows: ages } = await ownerPool.query<{ band: string }>(
    'select forecast_age_of(age::smallint) as band from generate_series(0, 17) age order by age',
  )
  t.same(
    ages.map(({ band }) => band),
    ages.map((_, age) => forecastAges.findLast(({ from }) => age >= from)!.id),
  )
})

t.test('every kind of home, of every sector, offers a placement type that there is', async (t) => {
  const { rows } = await ownerPool.query<{ type: string }>(
    `select distinct placement_type_of(kind, sector) as type from unnest($1::text[]) kind, unnest($2::text[]) sector`,
    [keys(codes.homeKinds), keys(codes.sectors)],
  )
  t.same(
    rows.filter(({ type }) => !(placementTypeCodes as readonly string[]).includes(type)),
    [],
  )
})

t.test('a foster home is of the type that the provider code of its sector says', async (t) => {
  const sectors = codes.codesOf(codes.sectors)
  const { rows } = await ownerPool.query<{ type: string }>(
    `select placement_type_of('fostering-household', sector) as type
       from unnest($1::text[]) with ordinality as s (sector, n) order by n`,
    [sectors],
  )
  const expected = sectors.map((sector) => placementTypeOf('U6', codes.providerCodeOf(sector)))
  t.same(
    rows.map(({ type }) => type),
    expected,
  )
})

t.test('every need of a child is a column of its own, and no other is', (t) => {
  const own = keys(getTableColumns(tables.childNeeds)).filter(
    (column) => !(column in getTableColumns(tables.siblingGroups)) && column !== 'childId',
  )
  t.same(own.sort(), [...needFieldNames].sort())
  t.end()
})

const day = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1960-01-01', n))

t.test('a birthday is the same day in the database and in the domain', async (t) => {
  const cases = fc.sample(fc.tuple(day, fc.integer({ min: 0, max: 30 })), { numRuns: 2000, seed: 1 })
  cases.push(['2008-02-29', 1], ['2008-02-29', 4], ['2008-02-29', 18], ['1999-12-31', 25])
  const { rows } = await ownerPool.query<{ day: string }>(
    `select birthday(born, age) as day from unnest($1::date[], $2::int[]) with ordinality as c (born, age, n)
      order by n`,
    [cases.map(([born]) => born), cases.map(([, age]) => age)],
  )
  t.same(
    rows.map(({ day }) => day),
    cases.map(([born, age]) => birthday(born, age)),
  )
})

t.test('a distance is the same in the database and in the domain', async (t) => {
  const metre = fc.integer({ min: 0, max: 700_000 })
  const cases = fc.sample(fc.tuple(metre, metre, metre, metre), { numRuns: 3000, seed: 2 })
  const { rows } = await ownerPool.query<{ miles: number }>(
    `select distance_miles((c->>0)::int, (c->>1)::int, (c->>2)::int, (c->>3)::int) as miles
       from jsonb_array_elements($1::jsonb) with ordinality as x (c, n) order by n`,
    [JSON.stringify(cases)],
  )
  const expected = cases.map(([e1, n1, e2, n2]) =>
    distanceMiles({ easting: e1, northing: n1 }, { easting: e2, northing: n2 }),
  )
  t.same(
    rows.map(({ miles }) => miles),
    expected,
  )
})

t.test('a placement stands on a day the same in the database and in the domain', async (t) => {
  const dayOrNone = fc.option(
    fc.nat(6).map((n) => addDays('2023-01-01', n)),
    { freq: 2 },
  )
  const cases = fc.sample(
    fc.record({
      plannedTo: dayOrNone,
      startedOn: dayOrNone,
      endedOn: dayOrNone,
      withdrawnOn: dayOrNone,
      withdrawalKind: fc.option(fc.constantFrom(...withdrawalKinds)),
      day: fc.nat(6).map((n) => addDays('2023-01-01', n)),
    }),
    { numRuns: 3000, seed: 3 },
  )
  const { rows } = await ownerPool.query<{ status: string }>(
    `select placement_status(jsonb_populate_record(null::placements, jsonb_build_object(
              'planned_to', c->'plannedTo', 'started_on', c->'startedOn', 'ended_on', c->'endedOn',
              'withdrawn_on', c->'withdrawnOn', 'withdrawal_kind', c->'withdrawalKind')), (c->>'day')::date) as status
       from jsonb_array_elements($1::jsonb) with ordinality as x (c, n) order by n`,
    [JSON.stringify(cases)],
  )
  t.same(
    rows.map(({ status }) => status),
    cases.map(({ day, ...dates }) => placementStatus(dates, day)),
  )
})
