import { Client } from 'pg'
import { principal, searchesFrom, type Probe } from './probes.ts'
import { median, printTable, ratio } from './table.ts'
import { plain, readsOf, timesOf, type Work } from './work.ts'

const day = '2023-12-08'
const radii = [5, 10, 20, 40, null]

/** More and more asked of the homes, each with all that stands before it. */
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

/** The same bed asked for by an anti-join over the records: free, of age and sex, within the miles, nearest first. */
const antiJoin = (miles: number | null): string => `
  select b.id, distance_miles(h.easting, h.northing, x.easting, x.northing) as miles
    from beds b join homes h on h.id = b.home_id, (select easting, northing from postcodes where postcode = 'CW10CC') x
   where b.open_nights @> daterange('${day}', null)
     and h.age_from <= 9 and h.age_to >= 9 and h.accepts in ('any', 'male')
     and (h.shared or h.authority_code = '${principal.authorityCode}')
     and distance_miles(h.easting, h.northing, x.easting, x.northing) <= ${miles ?? 1000}
     and not exists (select from bed_use u where u.bed_id = b.id and u.nights && daterange('${day}', null))
   order by miles limit 20`

/** What a search with every rule costs as radius, beds and rules grow, against the plain anti-join. */
export async function search(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  for (const [authorities, url] of databases) {
    let first: number | undefined
    for (const miles of radii) {
      const probes = searchesFrom(day, miles === null ? {} : { maxMiles: miles })
      const whole: Work[] = []
      for (const probe of probes) whole.push(await readsOf(url, probe))
      const options = whole.map(({ statements }) => ({ statements: statements.filter(isSearch).slice(0, 1) }))
      const times = await timesOf(url, [plain(antiJoin(miles)), ...options, ...whole], repeats)
      const [theirs = 0, best, all] = [
        times[0],
        median(times.slice(1, 1 + probes.length)),
        median(times.slice(1 + probes.length)),
      ]
      first ??= best
      rows.push([
        authorities,
        miles ?? 'any',
        await freeWithin(url, miles),
        ratio(theirs, best),
        ratio(best, first),
        ratio(all, best),
      ])
    }
  }
  printTable(
    `A search as the radius grows: the plain anti-join ÷ the statement that finds, scores and ranks the options under every rule; and what counts and near misses come to beside it. Prepared as the service has them, median of ${repeats} rounds over 5 probes`,
    ['authorities', 'miles', 'beds free', 'anti-join ÷ options', 'options ÷ at 5 miles', 'all ÷ options'],
    rows,
  )
  await asRulesGrow(databases, repeats)
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

/** Beds free on the day within so many miles of the first probe's home. */
async function freeWithin(url: string, miles: number | null): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from bed_free f, (select easting, northing from postcodes where postcode = 'CW10CC') x
      where f.free_from <= $1 and f.free_to > $1
        and ($2::float8 is null or distance_miles(f.easting, f.northing, x.easting, x.northing) <= $2)`,
    [day, miles],
  )
  await client.end()
  return rows[0]?.n ?? 0
}
