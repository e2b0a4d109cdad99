import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../../support/app.ts'
import { needs, sharedData } from '../../../support/shared-data.ts'
import { filesIn, importOf, partial } from '../../../features/returns/in/support.ts'
import { figures } from '../../../features/measures/support.ts'
import {
  questionsFrom,
  inOrder,
  isThere,
  query,
  countsOf,
} from '../../../features/measures/independent/questions.ts'
import { readRaw, type Raw } from '../../../features/measures/independent/by-hand.ts'
import { computeByHand } from '../../../features/measures/independent/computed.ts'

t.setTimeout(900_000)

/**
 * Compares every measure with the computation by hand, over five years of fake returns as imported. The returns are
 * random, break rules, and have no siblings, homes or fees, and nobody leaves care on the 18th birthday; the test adds
 * these for some children. Measures of beds are compared in independent.test.ts only.
 */

const folder = sharedData('903')
const service = await testApp(t)
const owner = service.ownerPool
const today = '2023-12-01'

/** Coordinates for every second postcode in the files; the others are in no directory. */
async function placePostcodes(contents: string[]): Promise<Raw['places']> {
  const postcodes = contents.flatMap((text) => text.match(/\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/g) ?? [])
  const compact = [...new Set(postcodes)].sort().map((code) => code.replace(' ', ''))
  const kinds = [
    { authority_code: CHESHIRE_EAST, country: 'E', easting: 370_000, northing: 355_000 },
    { authority_code: CHESHIRE_EAST, country: 'E', easting: 402_347, northing: 355_000 },
    { authority_code: STOCKPORT, country: 'E', easting: 389_000, northing: 389_500 },
    { authority_code: null, country: 'W', easting: 318_000, northing: 276_000 },
    { authority_code: null, country: 'E', easting: 372_000, northing: 351_000 },
    { authority_code: STOCKPORT, country: 'E', easting: null, northing: null },
  ] as const
  const places = compact
    .filter((_, n) => n % 2 === 0)
    .map((postcode, n) => ({ postcode, ...(kinds[n % kinds.length] ?? kinds[0]) }))
  await owner.query(
    `insert into postcodes (postcode, authority_code, country, easting, northing)
     select * from jsonb_to_recordset($1) as place
       (postcode text, authority_code text, country text, easting integer, northing integer)`,
    [JSON.stringify(places)],
  )
  return places
}

/** Adds what returns lack: siblings, homes with judgements and fees, costs, population estimates. */
async function giveTheRest(): Promise<void> {
  await owner.query(
    `with grouped as (
       select id, (row_number() over (order by reference) - 1) / 3 as n from children where authority_code = $1
     ), made as (
       insert into sibling_groups (authority_code, reference)
       select distinct $1, 'SG-' || n from grouped where n % 4 = 0 returning id, reference
     )
     update children set sibling_group_id = made.id
       from grouped join made on made.reference = 'SG-' || grouped.n where children.id = grouped.id`,
    [CHESHIRE_EAST],
  )
  await owner.query(
    `with provider as (
       insert into providers (authority_code, name, sector) values ($1, 'Agency', 'private') returning id
     ), judged as (
       insert into judgements (authority_code, provider_id, judged_on, grade)
       select $1, id, '2019-05-01', 'requires-improvement' from provider
     ), home as (
       insert into homes (authority_code, provider_id, name, kind, opens_on)
       select $1, provider.id, 'Home ' || n, 'childrens-home', '2010-01-01' from provider, generate_series(1, 6) n
       returning id, name
     ), own as (
       insert into judgements (authority_code, home_id, judged_on, grade)
       select $1, id, '2017-09-01', 'good' from home where name < 'Home 4'
     )
     insert into fees (authority_code, home_id, weekly_fee, starts_on, ends_on)
     select $1, id, 3500, '2017-07-01', '2020-01-01' from home where name > 'Home 2'`,
    [CHESHIRE_EAST],
  )
  await owner.query(
    `with numbered as (
       select id, row_number() over (order by child_id, started_on, id) as n from placements
     ), home as (
       select id, row_number() over (order by name) as n from homes
     )
     update placements set home_id = home.id, weekly_cost = case when numbered.n % 5 = 0 then 700 end
       from numbered join home on home.n = numbered.n % 9 where placements.id = numbered.id`,
  )
  await owner.query(`create table leaver as
    select child_id, max(ended_on) as on_day, row_number() over (order by child_id) as n
      from care_periods group by child_id
    having bool_and(ended_on is not null and end_reason is distinct from 'E2') and max(ended_on) between '2016-04-01' and '2019-12-31'`)
  await owner.query(
    `update children set date_of_birth = (on_day - interval '18 years')::date
       from leaver where id = child_id and n % 3 = 0`,
  )
  await owner.query(
    `insert into placements (authority_code, child_id, placement_type, started_on, ended_on)
     select $1, child_id, case when n % 2 = 0 then 'staying-put' else 'staying-close' end, on_day,
            on_day + 60 * (n % 17)::int
       from leaver
      where n % 3 = 0 and not exists (
        select from placements stay
         where stay.child_id = leaver.child_id and coalesce(stay.ended_on, 'infinity') > on_day)`,
    [CHESHIRE_EAST],
  )
  await owner.query(
    `insert into populations (authority_code, as_at, people) values ($1, '2017-06-30', 75000), ($1, '2019-06-30', 76000)`,
    [CHESHIRE_EAST],
  )
}

/** Adds what the files lack of the return: the modules of which no record is made. */
async function giveModules(): Promise<void> {
  await owner.query(
    `with entered as (
       select child.reference, min(period.started_on) as day, row_number() over (order by child.reference)::int as n
         from care_periods period join children child on child.id = period.child_id group by child.reference
     ), said as (
       select entered.reference, module, day + after as said_on, cells
         from entered,
         lateral (values
           ('missing', 20, jsonb_build_object('MISSING', case when n % 4 = 0 then 'A' else 'M' end,
              'MIS_START', day + 20, 'MIS_END', day + 20 + n % 40)),
           ('missing', 90 + n % 9, jsonb_build_object('MISSING', 'M', 'MIS_START', day + 90 + n % 9)),
           ('reviews', 18 + n % 14, jsonb_build_object('REVIEW', day + 18 + n % 14, 'REVIEW_CODE', 'PN' || n % 8)),
           ('reviews', 100 + n % 30, jsonb_build_object('REVIEW', day + 100 + n % 30, 'REVIEW_CODE', 'PN1')),
           ('reviews', 290, jsonb_build_object('REVIEW', day + 290, 'REVIEW_CODE', 'PN4')),
           ('dolo', 10 + n % 5, jsonb_build_object('DOLO_START', day + 10 + n % 5, 'DOLO_END', day + 60)),
           ('placedAdoption', 60 + n % 50, jsonb_build_object('DATE_PLACED', day + 60 + n % 50)),
           ('ad1', 30 + n % 70, jsonb_build_object('DATE_MATCH', day + 30 + n % 70))
         ) row (module, after, cells)
        where n % 3 > 0 or module = 'reviews'
       union all
       select entered.reference, 'oc2', make_date(year, 3, 31), jsonb_strip_nulls(jsonb_build_object(
                'HEALTH_ASSESSMENT', n % 2, 'TEETH_CHECK', case when n % 7 > 0 then n % 2 end, 'IMMUNISATIONS', 1,
                'HEALTH_CHECK', n % 2, 'SUBSTANCE_MISUSE', n % 2, 'INTERVENTION_RECEIVED', n % 2,
                'SDQ_SCORE', case when n % 5 > 0 then n % 41 end))
         from entered, generate_series(2018, 2020) year where n % 11 > 0
     )
     insert into return_rows (authority_code, child_reference, module, collection_year, key, cells, import_id)
     select $1, reference, module, extract(year from said_on + interval '9 months'), said_on::text,
            (select jsonb_object_agg(key, value #>> '{}') from jsonb_each(cells)), (select id from imports limit 1)
       from said`,
    [CHESHIRE_EAST],
  )
}

/**
 * What is known by walking back over two years of each child's nights: too long for every night of a period. Random
 * histories compare them night by night (independent.test.ts).
 */
const walkingBack = [
  'placementsInYear',
  'placementsInTwoYears',
  'movesInYear',
  'lookedAfterYearBefore',
  'careStart',
  'timeInCare',
  'timeInPlacement',
]

t.test('every measure of the imported fake years is what a plain count gives', needs(folder), async (t) => {
  const files = await filesIn(`${folder}/demand-fake`, /\.csv$/)
  const places = await placePostcodes(files.map(({ content }) => content.toString()))
  const result = await importOf(await service.as('data'), files, partial)
  t.equal(result.status, 'succeeded')
  await giveTheRest()
  await giveModules()
  const raw = { ...(await readRaw(owner)), places }
  t.ok(raw.children.length > 500 && raw.placements.length > 1000)

  const client = await service.as('bi')
  const { questions } = await questionsFrom(client)
  for (const [n, { definition, id, setting, dimensions, over: span }] of questions.entries()) {
    const differences: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    async function compare(
      path: string,
      days: string[],
      divisions: string[],
      from?: (day: string) => string,
    ) {
      const items = await figures(client, `${id}${path}${setting}${query(divisions)}`)
      for (const day of days) {
        const there = countsOf(
          items.filter(({ asAt }) => asAt === day),
          divisions,
        )
        const byHand = computeByHand(raw, definition, divisions, day, today, from?.(day))
        differences[`${path} ${divisions.join()} ${day}`] = inOrder([...there].filter(isThere))
        expected[`${path} ${divisions.join()} ${day}`] = inOrder([...byHand].filter(isThere))
      }
    }
    const divisible = span === 'day' ? dimensions : dimensions.filter((name) => !walkingBack.includes(name))
    const two = divisible.slice(n % 3, (n % 3) + 2)
    const last = divisible.slice(-1)
    await compare('?asAt=2018-03-31', ['2018-03-31'], [])
    await compare('?asAt=2018-03-31', ['2018-03-31'], two)
    if (id.startsWith('staying-')) await compare('?asAt=2020-03-31', ['2020-03-31'], [])
    if (span === 'day') {
      await compare('?asAt=2020-02-29', ['2020-02-29'], last)
    } else {
      const quarters = ['2017-06-30', '2017-09-30', '2017-12-31', '2018-03-31']
      const months = (day: string, back: number) =>
        `${day.slice(0, 5)}${String(Number(day.slice(5, 7)) - back).padStart(2, '0')}-01`
      await compare(
        '/series?from=2017-04-01&to=2018-03-31&every=quarter&period=quarter',
        quarters,
        two,
        (day) => months(day, 2),
      )
      await compare('?asAt=2018-02-28&period=month', ['2018-02-28'], [], (day) => months(day, 0))
      await compare('?asAt=2018-02-28&period=rolling-year', ['2018-02-28'], [], () => '2017-03-01')
      await compare('?asAt=2018-01-15&from=2017-05-06', ['2018-01-15'], last, () => '2017-05-06')
    }
    t.same(differences, expected, definition)
  }
})
