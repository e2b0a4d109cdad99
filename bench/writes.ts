import { Client } from 'pg'
import { principal } from './probes.ts'
import { median, printTable, ratio } from './table.ts'

/** What notes changes of the facts in memory: of placements, and of the read models that follow them. */
const noting = ['placements', 'care_facts', 'bed_use', 'bed_free'].flatMap((table) =>
  ['insert', 'update', 'delete'].map((change): [string, string] => [table, `facts_after_${change}`]),
)

/** The parts of an insert's cost: each layer switches on its triggers, in addition to those of the layers before. */
const layers: { name: string; triggers: [table: string, trigger: string][] }[] = [
  { name: 'the row and its constraints', triggers: [] },
  { name: '+ home, distance, locks (prepare)', triggers: [['placements', 'prepare_placement']] },
  {
    name: '+ bed_use: one use a bed-night',
    triggers: [
      ['placements', 'use_bed_when_placed'],
      ['bed_use', 'keep_use_within_open_nights'],
    ],
  },
  { name: '+ bed_free', triggers: [['bed_use', 'bed_free_after_insert']] },
  { name: '+ care_facts', triggers: [['placements', 'care_facts_after_insert']] },
  { name: '+ history', triggers: [['placements', 'keep_version_after_insert']] },
  { name: '+ events', triggers: [['placements', 'emit_events_after_insert']] },
  { name: '+ changes noted, for facts in memory', triggers: noting },
]

/** SQL that makes 300 free nights: 50 beds that are free from now on, each with a child without a placement, × 6 nights. */
const nights = `
  create temporary table night on commit drop as
  select c.id as child_id, b.bed_id, date '2040-01-01' + 2 * later as from_on
    from (select bed_id, row_number() over (order by bed_id) as n from bed_free
           where authority_code = $1 and free_to = 'infinity' and awaiting_departure is null
           order by bed_id limit 50) b
    join (select c.id, row_number() over (order by c.id) as n from children c
           where c.authority_code = $1 and not exists (
             select from placements p where p.child_id = c.id and upper_inf(p.nights))
           order by c.id limit 50) c using (n)
   cross join generate_series(0, 5) later`

/** SQL that inserts one placement per statement, as the service does: planned (agreed), or started and ended. */
const insert = (dates: string) => `do $$
  declare night record;
  begin
    for night in select * from night loop
      insert into placements (authority_code, child_id, bed_id, placement_type, ${dates})
      values (current_authority(), night.child_id, night.bed_id, 'internal-foster', night.from_on, night.from_on + 1);
    end loop;
  end $$`
const kinds = ['planned_from, planned_to', 'started_on, ended_on']

/** Benchmarks what triggers (read models, history, events) add to an insert, as multiples of the insert without them. */
export async function writes(url: string, repeats: number): Promise<void> {
  const owner = new Client({ connectionString: url })
  await owner.connect()
  const times = kinds.map(() => layers.map((): number[] => []))
  for (let repeat = -1; repeat < repeats; repeat++) {
    for (const [kind, index] of kinds.flatMap((_, kind) =>
      layers.map((_, index) => [kind, index] as const),
    )) {
      await owner.query('begin')
      await owner.query(
        'alter table placements disable trigger user; alter table bed_use disable trigger user',
      )
      for (const [table, trigger] of noting)
        await owner.query(`alter table ${table} disable trigger ${trigger}`)
      for (const [table, trigger] of layers.slice(0, index + 1).flatMap(({ triggers }) => triggers)) {
        await owner.query(`alter table ${table} enable trigger ${trigger}`)
      }
      await owner.query(`select set_config('app.authority', $1, true)`, [principal.authorityCode])
      await owner.query(nights, [principal.authorityCode])
      const began = performance.now()
      await owner.query(insert(kinds[kind] ?? ''))
      if (repeat >= 0) times[kind]?.[index]?.push(performance.now() - began)
      await owner.query('rollback')
    }
  }
  await owner.end()
  const [plannedTimes = [], startedTimes = []] = times.map((layer) => layer.map(median))
  const cells = (medians: number[], index: number) => [
    ratio(medians[index] ?? 0, medians[0] ?? 1),
    ratio((medians[index] ?? 0) - (medians[index - 1] ?? 0), medians[0] ?? 1),
  ]
  printTable(
    `What a write pays for: a placement in a bed, as a multiple of the bare insert, median of ${repeats} × 300`,
    ['with', 'planned × bare', 'of this, here', 'started × bare', 'of this, here'],
    layers.map(({ name }, index) => [name, ...cells(plannedTimes, index), ...cells(startedTimes, index)]),
  )
}
