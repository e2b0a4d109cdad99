import { Agent, request } from 'node:http'
import { Client } from 'pg'
import { pgbench, startService, type Run } from './load.ts'
import { principal, type Probe } from './probes.ts'
import { statementsOf } from './statements.ts'
import { median, printTable, ratio } from './table.ts'

/** A child with two beds that only one client uses, so that concurrent writes do not conflict. */
interface Slot {
  child: string
  bed: string
  other: string
}

const SLOTS = 50
const clients = [1, 10, 50]
const placedOn = '2024-01-01'

/** The day of a slot's nth write, counted from 0. Moves are on days in the past, holds on nights in the future. */
const dayOf = (turn: number, year = 2024): string =>
  new Date(Date.UTC(year, 0, 2 + turn)).toISOString().slice(0, 10)
const nightOf = (turn: number): string => dayOf(turn, 2040)

const clear = `
  delete from bed_use where hold_id is not null;
  delete from hold_beds;
  delete from holds;
  delete from placements where child_id in (select id from children where reference ~ '^bench-');
  delete from care_periods where child_id in (select id from children where reference ~ '^bench-');
  delete from legal_statuses where child_id in (select id from children where reference ~ '^bench-');
  delete from children where reference ~ '^bench-';
  delete from beds where home_id in (select id from homes where name ~ '^bench-');
  delete from homes where name ~ '^bench-';
  delete from providers where name = 'bench';
  drop table if exists bench_slots`

/** SQL that makes the slots: for each a child in care, and a home with two beds. */
const prepare = `
  ${clear};
  insert into providers (authority_code, name, sector) values ('${principal.authorityCode}', 'bench', 'own');
  insert into homes (authority_code, provider_id, name, kind, placement_type, age_to, confidential, opens_on)
  select authority_code, id, 'bench-' || n, 'fostering-household', 'internal-foster', 25, true, '2020-01-01'
    from providers, generate_series(0, ${SLOTS - 1}) n where name = 'bench';
  insert into beds (authority_code, home_id, label, kind, opens_on)
  select authority_code, id, 'bench ' || side, 'standard', '2020-01-01'
    from homes, generate_series(1, 2) side where name ~ '^bench-';
  insert into children (authority_code, reference, date_of_birth, sex)
  select '${principal.authorityCode}', 'bench-' || n, '2012-06-15', 'female' from generate_series(0, ${SLOTS - 1}) n;
  insert into care_periods (authority_code, child_id, started_on, need)
  select authority_code, id, '2022-01-10', 'N1' from children where reference ~ '^bench-';
  insert into legal_statuses (authority_code, child_id, started_on, status)
  select authority_code, id, '2022-01-10', 'C2' from children where reference ~ '^bench-';
  create table bench_slots as
  select split_part(c.reference, '-', 2)::integer as slot, c.id as child, b.ids[1] as bed, b.ids[2] as other
    from children c join homes h on h.name = c.reference,
    lateral (select array_agg(id) as ids from beds where home_id = h.id) b;
  alter table bench_slots add primary key (slot);
  grant select on bench_slots to sufficiency_app`

/** A kind of write: the request to the service, and how its statements become a script for pgbench. */
interface Write {
  name: string
  /** SQL before each run, so that every run begins with the same records. */
  reset: string
  /** @param placement that the child is in */
  probe: (slot: Slot, turn: number, placement: string) => Probe
  /** A query for the values that differ between requests, read into pgbench variables; the service does not send it. */
  lookup: string
  /** Literals in the recorded statements, and the names of the variables that replace them. */
  variables: (slot: Slot, statements: string[]) => Record<string, string>
}

const writes: Write[] = [
  {
    name: 'hold a bed',
    reset: 'delete from bed_use where hold_id is not null; delete from hold_beds; delete from holds',
    probe: ({ bed, child }, turn) => ({
      method: 'POST',
      path: '/v1/holds',
      body: {
        beds: [{ bedId: bed, childId: child }],
        from: nightOf(turn),
        to: nightOf(turn + 1),
        expiresAt: '2100-01-01T00:00:00Z',
      },
    }),
    lookup: `select child, bed, date '${nightOf(0)}' + :turn as day, date '${nightOf(1)}' + :turn as next_day
      from bench_slots where slot = :slot`,
    variables: ({ bed, child }, statements) => ({
      [bed]: 'bed',
      [child]: 'child',
      [nightOf(0)]: 'day',
      [nightOf(1)]: 'next_day',
      [idAfter('insert into hold_beds', statements)]: 'id',
    }),
  },
  {
    name: 'move a child',
    reset: `
      delete from bed_use where hold_id is not null;
      delete from placements using bench_slots where child_id = child;
      insert into placements (authority_code, child_id, bed_id, placement_type, started_on)
      select '${principal.authorityCode}', child, bed, 'internal-foster', '${placedOn}' from bench_slots`,
    probe: ({ bed, other }, turn, placement) => ({
      method: 'POST',
      path: `/v1/placements/${placement}/move`,
      headers: { 'if-match': '*' },
      body: { bedId: turn % 2 ? bed : other, on: dayOf(turn), reason: 'CARPL', planned: true },
    }),
    lookup: `select child, bed_id as bed, case when bed_id = bed then other else bed end as other,
             date '${dayOf(0)}' + :turn as day, id as placement, gen_random_uuid() as moved
        from bench_slots join placements on child_id = child and ended_on is null where slot = :slot`,
    variables: ({ bed, child, other }, statements) => ({
      [bed]: 'bed',
      [child]: 'child',
      [other]: 'other',
      [dayOf(0)]: 'day',
      [idAfter('update "placements" set', statements)]: 'moved',
    }),
  },
]

/** The id, in a recorded statement that begins with `start`, of the record that the request made. */
function idAfter(start: string, statements: string[]): string {
  const statement = statements.find((text) => text.startsWith(start)) ?? ''
  const column = start.startsWith('update') ? /"moved_to_id" = '([0-9a-f-]{36})'/ : /'([0-9a-f-]{36})'/
  return column.exec(statement)?.[1] ?? ''
}

/** Benchmarks writes through HTTP against the same statements through pgbench, in turns; each client has its own slots. */
export async function placing(url: string, seconds: number, repeats: number): Promise<void> {
  const owner = new Client({ connectionString: url })
  await owner.connect()
  await owner.query(prepare)
  const { rows: slots } = await owner.query<Slot>('select child, bed, other from bench_slots order by slot')
  const placements = async () => {
    const { rows } = await owner.query<{ id: string }>(
      'select id from bench_slots left join placements on child_id = child order by slot',
    )
    return rows.map(({ id }) => id)
  }
  const service = await startService(url)
  const rows: (string | number)[][] = []
  try {
    for (const write of writes) {
      await owner.query(write.reset)
      const [slot, [placement]] = [slots[0] as Slot, await placements()]
      const statements = await statementsOf(url, write.probe(slot, 0, placement ?? ''))
      for (const count of clients) {
        const runs: { bare: Run; service: Run }[] = []
        for (let repeat = -1; repeat < repeats; repeat++) {
          await owner.query(write.reset)
          const bare = await pgbench(
            url,
            [script(write, slot, statements, placement ?? '', count)],
            count,
            seconds,
            {
              n: -1,
            },
          )
          await owner.query(write.reset)
          const result = await http(service, write, slots, await placements(), count, seconds)
          if (repeat >= 0) runs.push({ bare, service: result }) // the first run is a warm-up
        }
        const ratioOf = (figure: keyof Run) =>
          ratio(median(runs.map((run) => run.service[figure])), median(runs.map(({ bare }) => bare[figure])))
        rows.push([write.name, count, ratioOf('perSecond'), ratioOf('p99')])
      }
    }
  } finally {
    await service.stop()
    await owner.query(clear)
    await owner.end()
  }
  printTable(
    `Writes through HTTP ÷ the same statements through pgbench, median of ${repeats} × ${seconds} s, each with a child, beds and nights of its own`,
    ['write', 'clients', 'requests/s', 'p99'],
    rows,
  )
}

/** A pgbench script: the recorded statements, with variables for what differs between requests. */
function script(write: Write, slot: Slot, statements: string[], placement: string, count: number): string[] {
  const slotsPerClient = SLOTS / count
  const variables = Object.entries({ ...write.variables(slot, statements), [placement]: 'placement' })
  const [begin = '', ...rest] = statements.map((statement) =>
    variables.reduce(
      (text, [literal, name]) => (literal ? text.replaceAll(literal, `:${name}`) : text),
      statement,
    ),
  )
  return [
    '\\set n :n + 1',
    `\\set slot :client_id + ${count} * (:n % ${slotsPerClient})`,
    `\\set turn :n / ${slotsPerClient}`,
    ...[begin, ...rest].flatMap((text, index) => [
      text.startsWith('insert into holds') ? `${text} \\gset` : text,
      ...(index === 0 ? [`${write.lookup.replace(/\s+/g, ' ')} \\gset`] : []), // after the first statement, which sets the authority
    ]),
  ]
}

/** Sends requests from this number of clients, each of which waits for an answer before it sends the next. */
async function http(
  { url, token }: { url: string; token: string },
  write: Write,
  slots: Slot[],
  placements: string[],
  count: number,
  seconds: number,
): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  const took: number[] = []
  const end = performance.now() + seconds * 1000
  const slotsPerClient = SLOTS / count
  const client = async (number: number) => {
    for (let n = 0; performance.now() < end; n++) {
      const index = number + count * (n % slotsPerClient)
      const probe = write.probe(slots[index] as Slot, Math.floor(n / slotsPerClient), placements[index] ?? '')
      const began = performance.now()
      const { id } = await send(agent, url, token, probe)
      took.push(performance.now() - began)
      placements[index] = id
    }
  }
  await Promise.all(Array.from({ length: count }, (_, number) => client(number)))
  agent.destroy()
  took.sort((a, b) => a - b)
  return { perSecond: took.length / seconds, p99: took[Math.floor(took.length * 0.99)] ?? 0 }
}

function send(agent: Agent, base: string, token: string, probe: Probe): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...probe.headers }
    const call = request(new URL(probe.path, base), { agent, method: probe.method, headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (part: string) => (body += part))
      answer.on('end', () => {
        if (answer.statusCode === 201) resolve(JSON.parse(body) as { id: string })
        else reject(new Error(`${probe.path}: ${answer.statusCode} ${body}`))
      })
    })
    call.on('error', reject)
    call.end(JSON.stringify(probe.body))
  })
}
