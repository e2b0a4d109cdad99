import { Client } from 'pg'
import { http, startService } from './load.ts'
import { principal, type Probe } from './probes.ts'
import { median, printTable, ratio } from './table.ts'

/** Changes of records a day, and the numbers of days of history that the benchmark compares. */
const changesADay = 20
const histories = [
  { name: 'one day', days: 1 },
  { name: 'ten years', days: 3652 },
]

const forget = `
  delete from record_versions where actor = 'bench';
  delete from care_facts where known_to = known_from + interval '1 second'`

/**
 * SQL that adds this number of days of history, up to yesterday: versions of children, placements and homes with their
 * current content, so that answers stay the same, and closed rows of care_facts.
 */
const remember = (days: number) => `
  with record as materialized (
    select *, row_number() over (order by kind, id) as place from (
      select 'children' as kind, id, to_jsonb(c) as before from children c where authority_code = '${principal.authorityCode}'
      union all
      select 'placements', id, to_jsonb(p) from placements p where authority_code = '${principal.authorityCode}'
      union all
      select 'homes', id, to_jsonb(h) from homes h where authority_code = '${principal.authorityCode}') kept)
  insert into record_versions (authority_code, record_type, record_id, change, before, actor, recorded_at)
  select '${principal.authorityCode}', kind, id, 'changed', before, 'bench',
         now() - interval '1 day' * (n / ${changesADay} + 1)
    from generate_series(0, ${days * changesADay - 1}) n
    join record on place = 1 + n % (select count(*) from record);
  with fact as materialized (
    select f, row_number() over (order by child_id, from_on) as place
      from care_facts f where authority_code = '${principal.authorityCode}' and known_to = 'infinity')
  insert into care_facts
  select (jsonb_populate_record(f, jsonb_build_object(
            'known_from', now() - interval '1 day' * (n / ${changesADay} + 1),
            'known_to', now() - interval '1 day' * (n / ${changesADay} + 1) + interval '1 second'))).*
    from generate_series(0, ${days * changesADay - 1}) n
    join fact on place = 1 + n % (select count(*) from fact);
  analyze record_versions, care_facts`

interface Question {
  name: string
  path: string
  /** Query parameters by which the same question is asked of the past. */
  then: string
}

async function questions(owner: Client): Promise<Question[]> {
  const { rows } = await owner.query<{ child: string; placement: string; at: string }>(
    `select child_id as child, id as placement,
            (select to_json(max(created_at) + interval '1 second') #>> '{}' from placements where authority_code = $1) as at
       from placements where authority_code = $1 and home_id is not null order by id limit 1`,
    [principal.authorityCode],
  )
  const first = rows[0] as { child: string; placement: string; at: string }
  const knownAt = `knownAt=${encodeURIComponent(first.at)}`
  const measure = '/v1/measures/placed-in-authority?by=placementType'
  return [
    { name: 'a measure as at a day', path: measure, then: 'asAt=2023-03-31' },
    { name: 'a measure as known once loaded', path: measure, then: knownAt },
    { name: 'a child as known once loaded', path: `/v1/children/${first.child}?`, then: knownAt },
    { name: 'a placement as known once loaded', path: `/v1/placements/${first.placement}?`, then: knownAt },
    { name: 'fifty homes as known once loaded', path: '/v1/homes?limit=50', then: knownAt },
  ]
}

/** Benchmarks questions about the past, with little and with much history, against the same questions about now. */
export async function past(url: string, seconds: number, repeats: number): Promise<void> {
  const owner = new Client({ connectionString: url })
  await owner.connect()
  const service = await startService(url)
  const list = await questions(owner)
  const latency = async (path: string) => {
    const probe: Probe = { method: 'GET', path }
    const runs: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++)
      runs.push(1 / (await http(service.url, service.token, [probe], 1, seconds)).perSecond)
    return median(runs)
  }
  const columns: number[][] = []
  try {
    for (const { days } of histories) {
      await owner.query(forget)
      await owner.query(remember(days))
      const column: number[] = []
      for (const { path, then } of list) {
        const now = await latency(path)
        column.push((await latency(`${path}${path.endsWith('?') ? '' : '&'}${then}`)) / now)
      }
      columns.push(column)
    }
  } finally {
    await service.stop()
    await owner.query(forget)
    await owner.end()
  }
  const [day = [], years = []] = columns
  printTable(
    `Looking back: latency as a multiple of the same question of now, with ${changesADay} changes a day behind it, median of ${repeats} × ${seconds} s`,
    ['question', ...histories.map(({ name }) => name), 'ten years ÷ one day'],
    list.map(({ name }, row) => [
      name,
      (day[row] ?? 0).toFixed(2),
      (years[row] ?? 0).toFixed(2),
      ratio(years[row] ?? 0, day[row] ?? 1),
    ]),
  )
}
