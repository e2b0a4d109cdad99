import { Client } from 'pg'
import t from 'tap'
import { CHESHIRE_EAST as ours, STOCKPORT as theirs, testApp } from '../../support/app.ts'
import { aBed, aChildInCare, aHome, aPlacement, someNeeds } from '../../support/builders.ts'

/*
 * What SQL can do that is given to PostgreSQL as the application's login, whatever the service would say: it tries every table,
 * view and function of the catalogue.
 */

const service = await testApp(t)
const { ownerPool, urls } = service

/** A day that is in the records of one authority alone. */
const birth = '2011-11-17'

/** Where nothing else is: 123 m and 457 m from the lines of a 2 km square. */
const place = { postcode: 'SK991ZZ', easting: 390_123, northing: 390_457 }
await ownerPool.query(
  `insert into postcodes (postcode, authority_code, country, easting, northing) values ($1, $2, 'E', $3, $4)`,
  [place.postcode, theirs, place.easting, place.northing],
)

/** A shared home whose address is secret, in a place where no other record is. */
const secretAddress = (authority: string) => ({
  shared: true,
  confidential: true,
  ...(authority === theirs && { postcode: place.postcode }),
  address: `1 Hidden Lane, ${authority}`,
})

/** Makes what others see something of: a child in a shared home, who minds the company, and an order of restriction. */
async function populate(authority: string, dateOfBirth: string) {
  const admin = await service.as('admin', authority)
  const child = await aChildInCare(admin, { dateOfBirth })
  await someNeeds(admin, { childId: child.id, livingWith: 'only-older' })
  const home = await aHome(admin, { ...secretAddress(authority), name: `Shared ${authority}` })
  const beds = [await aBed(admin, { homeId: home.id }), await aBed(admin, { homeId: home.id })]
  const stay = await aPlacement(admin, { childId: child.id, bedId: beds[0]?.id })
  const own = await aHome(admin, { shared: false, name: `Own ${authority}` })
  return { child: child.id, home: home.id, bed: beds[0]?.id ?? '', stay: stay.id, own: own.id }
}
const there = await populate(theirs, birth)
await populate(ours, '2012-02-03')
/** What nobody else may find: who the child is, what else there is, and where the shared home exactly is. */
const hidden = [
  birth,
  there.child,
  there.stay,
  there.own,
  `1 Hidden Lane, ${theirs}`,
  place.postcode,
  String(place.easting),
  String(place.northing),
]

/** Runs statements as the application's login, of nobody or of an authority; what they change is taken back. */
async function asLogin<T>(authority: string | null, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: urls.app })
  await client.connect()
  try {
    await client.query('begin')
    if (authority !== null) await client.query("select set_config('app.authority', $1, true)", [authority])
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The rows of a statement as one text; of one that is refused, the SQLSTATE. */
async function outcome(client: Client, sql: string, values: unknown[] = []): Promise<string> {
  await client.query('savepoint attempt')
  try {
    return JSON.stringify((await client.query(sql, values)).rows)
  } catch (error) {
    await client.query('rollback to attempt')
    return (error as { code: string }).code
  }
}

const list = async (sql: string) =>
  (await ownerPool.query<{ name: string }>(sql)).rows.map(({ name }) => name)

/** Every postcode is public, with its place. */
const isPlace = (secret: string) => Object.values(place).some((value) => String(value) === secret)

const relations = await list(
  `select case nspname when 'public' then '' else nspname || '.' end || quote_ident(relname) as name
     from pg_class join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'p', 'v', 'm', 'f') and nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    order by 1`,
)

/** The same for everyone, and public. */
const reference = new Set([
  'adjoining_authorities',
  'authorities',
  'comparators',
  'event_log',
  'event_records',
  'event_types',
  'facts_changed_log',
  'lower_tier_authorities',
  'populations',
  'postcodes',
  'reporting.authorities',
  'reporting.codes',
  'reporting.dates',
  'reporting.districts',
  'reporting.measures',
])

t.test('before it is said in whose name it reads, a session finds no row', async (t) => {
  await asLogin(null, async (client) => {
    for (const name of relations.filter((relation) => !reference.has(relation)))
      t.match(await outcome(client, `select * from ${name} limit 3`), /^(\[\]|42501)$/, name)
  })
})

t.test('no session finds anything of another authority’s child in any table or view', async (t) => {
  t.ok(relations.length > 100)
  for (const authority of [null, ours]) {
    await asLogin(authority, async (client) => {
      for (const name of relations) {
        const rows = await outcome(client, `select * from ${name}`)
        for (const secret of hidden.filter((one) => name !== 'postcodes' || !isPlace(one)))
          t.notOk(rows.includes(secret), `${name} of ${authority ?? 'nobody'}: ${secret}`)
      }
    })
  }
  await asLogin(theirs, async (client) => {
    const rows = await outcome(client, 'select * from living_there')
    t.ok(rows.includes(birth), 'which its own session does find')
    for (const name of ['visible_homes', 'visible_bed_free'])
      t.match(await outcome(client, `select * from ${name}`), String(place.easting), name)
  })
  await asLogin(ours, async (client) => {
    const { rows } = await client.query(
      `select h.name, h.postcode, h.address, h.easting, h.northing, f.easting as "ofBed"
         from visible_homes h join visible_bed_free f on f.home_id = h.id where h.id = $1`,
      [there.home],
    )
    t.same(
      rows[0],
      {
        name: `Shared ${theirs}`,
        postcode: null,
        address: null,
        easting: 391_000,
        northing: 391_000,
        ofBed: 391_000,
      },
      'another sees the middle of the square from 390,000 to 392,000',
    )
  })
})

/** Values to call a function with, by the type of its argument; each call gives one to all arguments of a type. */
const candidates: Record<string, unknown[]> = {
  uuid: Object.values(there),
  'uuid[]': [Object.values(there)],
  date: ['2023-12-01'],
  daterange: ['[2023-01-01,2024-01-01)'],
  text: [theirs, 'children', 'homes'],
  'text[]': [[theirs, 'children', 'homes']],
  'timestamp with time zone': ['2099-01-01T00:00:00Z'],
  integer: [1],
  bigint: [1],
  boolean: [true],
  jsonb: ['[]'],
  json: ['[]'],
  bytea: [Buffer.from('x')],
  regclass: ['children'],
  interval: ['1 day'],
}

interface Callable {
  name: string
  types: string[]
}

t.test('no function tells one authority, or nobody, of another’s child', async (t) => {
  const { rows: functions } = await ownerPool.query<Callable>(
    `select p.oid::regproc::text as name,
            array(select format_type(type, null) from unnest(p.proargtypes) with ordinality a (type, n) order by n) as types
       from pg_proc p
      where pronamespace = any('{public,reporting}'::regnamespace[])
        and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype) and prokind = 'f'
        and has_function_privilege('sufficiency_app', p.oid, 'execute')
        and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
      order by 1`,
  )
  t.ok(functions.length > 60, `${functions.length} functions`)
  const calls = functions.flatMap(({ name, types }) => {
    const rounds = Math.max(1, ...types.map((type) => candidates[type]?.length ?? 1))
    return Array.from({ length: rounds }, (_, round) => ({
      sql: `select * from ${name}(${types.map((type, n) => `$${n + 1}::${type}`).join(', ')})`,
      values: types.map((type) => {
        const list = candidates[type] ?? [null]
        return list[round % list.length]
      }),
      name,
    }))
  })
  const answers = new Set<string>()
  for (const authority of [null, ours]) {
    await asLogin(authority, async (client) => {
      for (const { sql, values, name } of calls) {
        const rows = await outcome(client, sql, values)
        if (rows.startsWith('[')) answers.add(name)
        const question = JSON.stringify(values)
        for (const secret of hidden.filter((one) => !question.includes(one)))
          t.notOk(rows.includes(secret), `${name} of ${authority ?? 'nobody'}: ${secret}`)
      }
    })
  }
  t.ok(answers.size > functions.length / 2, `${answers.size} of them answer`)
})

t.test(
  'whoever asks from day to day how old another’s child is finds four years of birth alone',
  async (t) => {
    const birthdays = await asLogin(ours, async (client) => {
      const { rows } = await client.query<{ day: string }>(
        `select day::date::text as day
         from generate_series(date '2022-01-02', '2024-01-01', '1 day') day
        where (select (age, oldest_age) from living_in(array[$1::uuid], day::date))
           <> (select (age, oldest_age) from living_in(array[$1::uuid], day::date - 1))`,
        [there.home],
      )
      return rows.map(({ day }) => day)
    })
    // Born in 2008 to 2011, as all told of are whose year is one of these: first and last day.
    t.same(
      birthdays,
      ['2022-12-31', '2023-01-01', '2023-12-31', '2024-01-01'],
      'when everybody of another authority is older',
    )
    const ages = await asLogin(ours, async (client) => {
      const { rows } = await client.query(
        `select age, oldest_age as "ageTo" from living_in(array[$1::uuid], '2023-12-01')`,
        [there.home],
      )
      return rows as unknown[]
    })
    t.same(ages, [{ age: 11, ageTo: 15 }], 'who is 12')
  },
)

t.test('functions with their owner’s rights look names up where nobody else can put one', async (t) => {
  const others = await list(
    `select oid::regprocedure::text as name from pg_proc p
      where prosecdef and pronamespace <> 'pg_catalog'::regnamespace
        and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
        and not coalesce(proconfig @> array['search_path=pg_catalog, public, pg_temp'], false)`,
  )
  t.same(others, [])
})

t.test('the logins make nothing, own nothing and become nobody', async (t) => {
  for (const url of [urls.app, urls.sender]) {
    const client = new Client({ connectionString: url })
    await client.connect()
    for (const sql of [
      'create table mine (a int)',
      'create temp table mine (a int)',
      'create schema mine',
      'create table reporting.mine (a int)',
      'create function mine() returns int language sql return 1',
      `do $$ begin execute 'create temp view mine as select 1'; end $$`,
      'alter table children disable row level security',
      'alter role current_user bypassrls',
      'drop policy own_rows on children',
      'truncate children',
      'set session_replication_role = replica',
      `copy children to '/tmp/x'`,
      `select pg_read_file('/etc/passwd')`,
    ])
      await t.rejects(client.query(sql), { code: '42501' }, sql)
    const { rows } = await client.query(
      `select count(*)::int as roles from pg_auth_members where member = current_user::regrole`,
    )
    t.same(rows, [{ roles: 0 }])
    await client.end()
  }
})
