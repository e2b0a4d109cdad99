import { figuresOf } from '../src/engines/figures/answer.ts'
import { parseQuestion } from '../src/engines/figures/parse.ts'
import { readAs } from '../src/platform/db/tenant.ts'
import { principal, type Probe } from './probes.ts'
import { sentBy, type Sent } from './statements.ts'
import { median, printTable, ratio } from './table.ts'
import { mainReadOf, plain, readsAmong, timesOf, type Work } from './work.ts'

const days = ['2021-03-31', '2022-03-31', '2022-12-01', '2023-03-31', '2023-12-01']
const mine = `cp.authority_code = '${principal.authorityCode}'`

const get = (path: string): Probe => ({ method: 'GET', path: `/v1/measures/${path}` })

/** Ids of measures that a committee reads for one day. */
const ofADay = [
  'children-looked-after',
  'placed-in-authority',
  'over-20-miles',
  'mean-distance-miles',
  'placements-3-plus',
]

/** The statements that read the measures of a day in one question, as a view does. */
const together = async (url: string, day: string): Promise<Work> =>
  readsAmong(
    await sentBy(url, (pool) =>
      readAs(pool, principal, (tx) =>
        figuresOf(
          tx,
          ofADay.map((id) => parseQuestion(id, [day], {}, day)),
        ),
      ),
    ),
  )

/** The statements that read the measures of a day one by one. */
const apart = async (url: string, day: string): Promise<Work> => {
  const statements: Sent[] = []
  for (const id of ofADay) statements.push(await mainReadOf(url, get(`${id}?asAt=${day}`)))
  return { statements }
}

/**
 * The baseline: one statement with the same measures by joins over the records, using their keys and indexes. Distance and
 * age are computed while it reads.
 */
const plainDay = (day: string): string => `
  select count(*),
         count(*) filter (where pc.authority_code = c.authority_code),
         count(*) filter (where distance_miles(home.easting, home.northing, pc.easting, pc.northing) > 20),
         avg(distance_miles(home.easting, home.northing, pc.easting, pc.northing)),
         count(*) filter (where (
           select count(*) from placements q
            where q.child_id = c.id and q.layer = 'usual'
              and q.stay && daterange('${day}'::date - 364, '${day}'::date, '[]')) >= 3)
    from care_periods cp
    join children c on c.id = cp.child_id
    join legal_statuses l on l.child_id = c.id and l.nights @> '${day}'::date and l.status not in ('V3', 'V4')
    join placements p on p.child_id = c.id and p.stay @> '${day}'::date and p.layer = 'usual'
    left join homes h on h.id = p.home_id
    left join postcodes pc on pc.postcode = coalesce(p.postcode, h.postcode)
    left join postcodes home on home.postcode = coalesce(p.home_postcode, c.home_postcode)
   where cp.nights @> '${day}'::date and ${mine}`

const series = (months: number, dimensions: string): Probe =>
  get(
    `children-looked-after/series?from=${months === 120 ? '2014-01-01' : months === 60 ? '2019-01-01' : '2023-01-01'}&to=2023-12-31&every=month${dimensions && `&by=${dimensions}`}`,
  )

/** The baseline of a series of 120 months by type and age band: the records joined with a grid of month ends. */
const plainGrid = (authority: string): string => `
  select month.day, p.placement_type,
         width_bucket(extract(year from age(month.day, c.date_of_birth)), array[1, 5, 10, 16, 18]) as band, count(*)
    from generate_series('2014-01-31'::date, '2023-12-31', interval '1 month') grid (first),
    lateral (select (date_trunc('month', grid.first) + interval '1 month - 1 day')::date as day) month
    join care_periods cp on cp.nights @> month.day
    join children c on c.id = cp.child_id
    join legal_statuses l on l.child_id = c.id and l.nights @> month.day and l.status not in ('V3', 'V4')
    join placements p on p.child_id = c.id and p.stay @> month.day and p.layer = 'usual'
   where ${authority} group by 1, 2, 3`

/** The statement for one authority, changed to read all of them; as the owner, to whom row-level security does not apply. */
const ofTheNation = ({ text, values }: Sent): Work => ({
  statements: [
    {
      name: 'nation',
      text: text.replaceAll(/(night\.)?authority_code = current_authority\(\)/g, 'true'),
      ...(values && { values }),
    },
  ],
  asOwner: true,
})

/** Benchmarks measures at a day and as series, of one authority and of all, against joins over the records. */
export async function figures(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  let smallest: number[] | undefined
  for (const [authorities, url] of databases) {
    const works: Work[] = []
    for (const day of days) works.push(await together(url, day))
    for (const day of days) works.push(await apart(url, day))
    const dayTimes = await timesOf(url, [...works, ...days.map((day) => plain(plainDay(day)))], repeats)
    const [inOne, oneByOne, plainly] = [0, 1, 2].map((part) =>
      median(dayTimes.slice(part * days.length, (part + 1) * days.length)),
    )
    const ten = await mainReadOf(url, series(120, 'placementType,ageBand'))
    const [own = 0, ownGrid = 0, all = 0, allGrid = 0] = await timesOf(
      url,
      [{ statements: [ten] }, plain(plainGrid(mine)), ofTheNation(ten), plain(plainGrid('true'))],
      authorities > 20 ? 1 : repeats,
    )
    const ours = [inOne, oneByOne, own, all].map((time) => time ?? 0)
    const theirs = [plainly, plainly, ownGrid, allGrid]
    smallest ??= ours
    for (const [index, question] of [
      `${ofADay.length} measures as at a day, one authority, as a view asks them`,
      'the same, each asked by itself',
      '120 months × type × age band, one authority',
      '120 months × type × age band, every authority',
    ].entries()) {
      const mineTime = ours[index] ?? 0
      rows.push([
        question,
        authorities,
        ratio(theirs[index] ?? 0, mineTime),
        ratio(mineTime, smallest[index] ?? 0),
      ])
    }
  }
  printTable(
    `Figures from the facts: plain joins over the records ÷ ours, median of ${repeats} rounds, 5 days in turn`,
    ['question', 'authorities', 'plain ÷ ours', 'ours grows'],
    rows,
  )
  await asItGrows(databases, repeats)
}

/** Benchmarks how the cost of a series grows with its years and dimensions. */
async function asItGrows(databases: Map<number, string>, repeats: number): Promise<void> {
  const questions: [string, Probe][] = [
    ['1 year', series(12, '')],
    ['5 years', series(60, '')],
    ['10 years', series(120, '')],
    ['10 years, by type', series(120, 'placementType')],
    ['10 years, by type and band', series(120, 'placementType,ageBand')],
    ['10 years, by type, band and sex', series(120, 'placementType,ageBand,sex')],
  ]
  const rows: (string | number)[][] = []
  for (const [authorities, url] of databases) {
    const works: Work[] = []
    for (const [, probe] of questions) works.push({ statements: [await mainReadOf(url, probe)] })
    const times = await timesOf(url, works, repeats)
    rows.push([authorities, ...times.map((time) => ratio(time, times[0] ?? 0))])
  }
  printTable(
    `Children in care by month, one authority, ÷ the series of one year, median of ${repeats} rounds`,
    ['authorities', ...questions.map(([name]) => name)],
    rows,
  )
}
