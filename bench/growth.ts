import { Client } from 'pg'
import { principal, scenarios } from './probes.ts'
import { statementsOf } from './statements.ts'
import { median, printTable, ratio } from './table.ts'

const day = '2023-12-08'

/** The same questions asked of the records themselves, as one would without read models. */
const plain: Record<string, string> = {
  'search within 20 miles, top 20': `
    select b.id, distance_miles(h.easting, h.northing, x.easting, x.northing) as miles
      from beds b join homes h on h.id = b.home_id, (select easting, northing from postcodes where postcode = 'CW10CC') x
     where b.open_nights @> daterange('${day}', null)
       and h.age_from <= 9 and h.age_to >= 9 and h.accepts in ('any', 'male')
       and (h.shared or h.authority_code = '${principal.authorityCode}')
       and distance_miles(h.easting, h.northing, x.easting, x.northing) <= 20
       and not exists (select from bed_use u where u.bed_id = b.id and u.nights && daterange('${day}', null))
     order by miles limit 20`,
  'placed-in-authority as at a day, by type': `
    select p.placement_type, count(*) filter (where pc.authority_code = c.authority_code), count(*)
      from care_periods cp
      join children c on c.id = cp.child_id
      join legal_statuses l on l.child_id = c.id and l.nights @> '${day}'::date and l.status not in ('V3', 'V4')
      join placements p on p.child_id = c.id and p.stay @> '${day}'::date and p.layer = 'usual'
      left join homes h on h.id = p.home_id
      left join postcodes pc on pc.postcode = coalesce(p.postcode, h.postcode)
     where cp.nights @> '${day}'::date and cp.authority_code = '${principal.authorityCode}'
     group by 1`,
}

/** How what a question costs in the database grows with the data: ours, and asked plainly of the records. */
export async function growth(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  for (const [name, baseline] of Object.entries(plain)) {
    const probes = scenarios.find((scenario) => scenario.name === name)?.probes ?? []
    let first: { ours: number; plain: number } | undefined
    for (const [authorities, url] of databases) {
      const main = await Promise.all(probes.map(async (probe) => longest(await statementsOf(url, probe))))
      const times = await interleaved(url, main, baseline, repeats)
      first ??= times
      rows.push([
        name,
        authorities,
        ratio(times.plain, times.ours),
        ratio(times.ours, first.ours),
        ratio(times.plain, first.plain),
      ])
    }
  }
  printTable(
    `Work in the database as the data grows: the plain joins ÷ ours, and each against itself at the smallest, median of ${repeats} rounds over the probes`,
    ['question', 'authorities', 'plain ÷ ours', 'ours grows', 'plain grows'],
    rows,
  )
}

/** Of the statements of a request the one that does the work. */
const longest = (statements: string[]): string =>
  statements
    .filter(
      (text) =>
        text.startsWith('select') ||
        text.startsWith(' select') ||
        text.startsWith(' with') ||
        text.startsWith('with'),
    )
    .sort((a, b) => b.length - a.length)[0] ?? ''

/** Medians of the execution times, ms. */
async function interleaved(url: string, ours: string[], baseline: string, repeats: number) {
  const owner = new Client({ connectionString: url })
  const app = new Client({ connectionString: url, options: '-c role=sufficiency_app' })
  await Promise.all([owner.connect(), app.connect()])
  await app.query(`select set_config('app.authority', $1, false)`, [principal.authorityCode])
  const time = async (client: Client, statement: string): Promise<number> => {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(
      `explain (analyze, timing off, format json) ${statement}`,
    )
    return rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? 0
  }
  const [a, b]: [number[], number[]] = [[], []]
  for (let repeat = -1; repeat < repeats; repeat++) {
    for (const statement of ours) {
      const [mine, theirs] = [await time(app, statement), await time(owner, baseline)]
      if (repeat < 0) continue // warms the cache
      a.push(mine)
      b.push(theirs)
    }
  }
  await Promise.all([owner.end(), app.end()])
  return { ours: median(a), plain: median(b) }
}
