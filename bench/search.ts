import { Client } from 'pg'
import { principal, searchesFrom, type Probe } from './probes.ts'
import type { Sent } from './statements.ts'
import { median, printTable, ratio } from './table.ts'
import { plain, readsOf, timesOf, type Work } from './work.ts'

const day = '2023-12-08'
/** A postcode of the synthetic directory with its position (OS grid, metres). */
const home = { postcode: 'CW10CC', easting: 370_869, northing: 358_036 }
const childHome = `(select easting, northing from postcodes where postcode = '${home.postcode}') x`
const radii = [5, 10, 20, 40, null]

/** Criteria that are added one after another; each search has all those before it. */
const demands: { name: string; child: object; search: object }[] = [
  { name: 'age and sex', child: {}, search: {} },
  { name: '+ how it suits', child: { fostering: 'preferred', residential: 'unsuitable' }, search: {} },
  {
    name: '+ capabilities',
    child: { capabilities: ['autism'], preferredCapabilities: ['therapeutic'] },
    search: {},
  },
  { name: '+ with whom', child: { livingWith: 'only-older' }, search: {} },
  {
    name: '+ places',
    child: { placesToAvoid: [{ place: 'CW1', miles: 2 }], placesThatMatter: ['CW2'] },
    search: { schoolPostcode: 'CW1 0CC' },
  },
  {
    name: '+ faith, languages, culture',
    child: { faith: 'muslim', languages: ['ur'], culture: 'APKN' },
    search: {},
  },
  { name: '+ to stay, in the area', child: { longTerm: true }, search: { inAuthority: true } },
]

/** The baseline: beds free for the age and sex within these miles, nearest first, by an anti-join over the records. */
const antiJoin = (miles: number | null): string => `
  select b.id, distance_miles(h.easting, h.northing, x.easting, x.northing) as miles
    from beds b join homes h on h.id = b.home_id, ${childHome}
   where b.open_nights @> daterange('${day}', null)
     and h.age_from <= 9 and h.age_to >= 9 and h.accepts in ('any', 'male')
     and (h.shared or h.authority_code = '${principal.authorityCode}')
     and distance_miles(h.easting, h.northing, x.easting, x.northing) <= ${miles ?? 1000}
     and not exists (select from bed_use u where u.bed_id = b.id and u.nights && daterange('${day}', null))
   order by miles limit 20`

/** The same question of the read model bed_free, by the 10 km squares around the home. */
const fromBedFree = (miles: number | null): string => `
  select f.bed_id, distance_miles(f.easting, f.northing, x.easting, x.northing) as miles
    from bed_free f, ${childHome}
   where f.free_from <= '${day}' and f.free_to = 'infinity'
     and f.age_from <= 9 and f.age_to >= 9 and f.accepts in ('any', 'male')
     and (f.shared or f.authority_code = '${principal.authorityCode}')
     ${miles === null ? '' : `and f.hectad = any('{${squares(miles).join()}}')`}
     and distance_miles(f.easting, f.northing, x.easting, x.northing) <= ${miles ?? 1000}
   order by miles limit 20`

/** The numbers of the 10 km squares of a box around the home postcode. */
function squares(miles: number): number[] {
  const axisSquares = (metres: number) => {
    const [first, last] = [-1, 1].map((side) => Math.floor((metres + side * miles * 1609.3) / 10_000))
    return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, n) => (first ?? 0) + n)
  }
  return axisSquares(home.easting).flatMap((column) =>
    axisSquares(home.northing).map((row) => column * 1000 + row),
  )
}

/** Benchmarks a search with every rule, as its radius, the beds and the rules grow, against the anti-join. */
export async function search(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  for (const [authorities, url] of databases) {
    let first: number | undefined
    for (const miles of radii) {
      const probes = searchesFrom(day, miles === null ? {} : { maxMiles: miles })
      const whole: Work[] = []
      for (const probe of probes) whole.push(await readsOf(url, probe))
      const options = whole.map(({ statements }) => ({ statements: statements.filter(isSearch).slice(0, 1) }))
      const bare = [plain(antiJoin(miles)), plain(fromBedFree(miles))]
      const [theirs = 0, same = 0, ...ours] = await timesOf(url, [...bare, ...options, ...whole], repeats)
      const [best, all] = [median(ours.slice(0, probes.length)), median(ours.slice(probes.length))]
      first ??= best
      rows.push([
        authorities,
        miles ?? 'any',
        await freeWithin(url, miles),
        ratio(theirs, same),
        ratio(theirs, best),
        ratio(best, first),
        ratio(all, best),
      ])
    }
  }
  printTable(
    `A search as the radius grows: the plain anti-join ÷ the same question of the free intervals alone, and ÷ the statement that finds, scores and ranks the options under every rule; and what counts and near misses come to beside it. Prepared as the service has them, median of ${repeats} rounds over 5 probes`,
    [
      'authorities',
      'miles',
      'beds free',
      'anti-join ÷ the same',
      'anti-join ÷ options',
      'options ÷ at 5 miles',
      'all ÷ options',
    ],
    rows,
  )
  await asRulesGrow(databases, repeats)
  await behindViews(databases, repeats)
}

/** The views of what may be told of other authorities' homes, and the tables that they are of, with the same homes. */
const bareTables = (text: string): string =>
  text
    .replaceAll(
      'visible_bed_free f',
      `(select * from bed_free where authority_code = '${principal.authorityCode}' or shared) f`,
    )
    .replaceAll('visible_homes', 'homes')

/** Benchmarks what the views by which PostgreSQL keeps others' homes confidential, and row-level security, add to a search. */
async function behindViews(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  for (const [authorities, url] of databases)
    for (const miles of [20, null]) {
      const statements: Sent[] = []
      for (const probe of searchesFrom(day, miles === null ? {} : { maxMiles: miles }))
        statements.push(...(await readsOf(url, probe)).statements.filter(isSearch).slice(0, 1))
      const times = await timesOf(
        url,
        [
          ...statements.map(({ text, values }) => plain(bareTables(text), values)),
          ...statements.map(({ text, values }) => plain(text, values)),
          ...statements.map((statement) => ({ statements: [statement] })),
        ],
        repeats,
      )
      const count = statements.length
      const [bare = 0, views = 0, ours = 0] = [0, 1, 2].map((way) =>
        median(times.slice(way * count, (way + 1) * count)),
      )
      rows.push([authorities, miles ?? 'any', ratio(views, bare), ratio(ours, bare)])
    }
  printTable(
    `The statement that finds, scores and ranks, reading others' homes from views that tell of them what may be told, ÷ the same from the tables, median of ${repeats} rounds over 5 probes`,
    ['authorities', 'miles', 'views ÷ tables', 'views and row-level security ÷ tables'],
    rows,
  )
}

const isSearch = ({ text }: { text: string }) => text.trimStart().startsWith('with bed as')

async function asRulesGrow(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  for (const [authorities, url] of databases) {
    const works: Work[] = []
    let child = {}
    let more = {}
    for (const demand of demands) {
      child = { ...child, ...demand.child }
      more = { ...more, ...demand.search }
      const probe: Probe = {
        method: 'POST',
        path: '/v1/vacancy-searches',
        body: {
          children: [{ age: 9, sex: 'male', ...child }],
          from: day,
          homePostcode: 'CW1 0CC',
          maxMiles: 20,
          limit: 20,
          ...more,
        },
      }
      works.push(await readsOf(url, probe))
    }
    const times = await timesOf(url, works, repeats)
    rows.push([authorities, ...times.map((time) => ratio(time, times[0] ?? 0))])
  }
  printTable(
    `A search within 20 miles as more is asked of the home, ÷ that with age and sex alone, median of ${repeats} rounds`,
    ['authorities', ...demands.map(({ name }) => name)],
    rows,
  )
}

/** The number of beds free on the day within these miles of the home postcode. */
async function freeWithin(url: string, miles: number | null): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from bed_free f, ${childHome}
      where f.free_from <= $1 and f.free_to > $1
        and ($2::float8 is null or distance_miles(f.easting, f.northing, x.easting, x.northing) <= $2)`,
    [day, miles],
  )
  await client.end()
  return rows[0]?.n ?? 0
}
