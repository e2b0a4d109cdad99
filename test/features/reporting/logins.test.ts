import { Client, DatabaseError } from 'pg'
import t, { type Test } from 'tap'
import { feedNames, feedSets, type FeedName } from '../../../src/domain/feeds/sets.ts'
import { setColumn, setViewName } from '../../../src/domain/feeds/names.ts'
import { runReportingCommand } from '../../../src/features/reporting/index.ts'
import { createPool } from '../../../src/platform/db/pool.ts'
import { columnTypes } from '../../../src/platform/db/types.ts'
import { CHESHIRE_EAST as ours, STOCKPORT as theirs, testApp } from '../../support/app.ts'
import { databaseUrl } from '../../support/template.ts'
import { openTestServer } from '../../support/server.ts'
import { addPlacement, counts, inCare } from '../measures/support.ts'
import { rowsOf } from '../feeds/support.ts'

/** Logins of the schema `reporting`, as real logins of the server. The clock of the service says 1 December 2023. */

const service = await testApp(t, { contents: 'demonstration' })
const { ownerPool } = service
const { rows: names } = await ownerPool.query<{ name: string }>('select current_database() as name')
const database = databaseUrl((await openTestServer()).url, names[0]?.name ?? '')

const other = await service.as('admin', theirs)
const theirChild = await inCare(other, '2023-09-01')
await addPlacement(other, theirChild, '2023-09-01', null)
await runReportingCommand(ownerPool, theirs, { action: 'make', name: 'theirs', purpose: 'Test', scopes: [] })

interface Credentials {
  user: string
  password: string
}

async function make(name: string, scopes: string[] = []): Promise<Credentials> {
  const lines = await runReportingCommand(ownerPool, ours, { action: 'make', name, purpose: 'Test', scopes })
  return read(lines)
}

const read = ([login = '', password = '']: string[]): Credentials => ({
  user: login.replace('login ', ''),
  password: password.replace('password ', ''),
})

async function connect(t: Test, credentials: Credentials): Promise<Client> {
  const url = new URL(database)
  url.username = credentials.user
  url.password = credentials.password
  const client = new Client({ connectionString: url.href, types: columnTypes })
  client.on('error', () => {})
  t.teardown(() => client.end().catch(() => {}))
  await client.connect()
  return client
}

/** The rows of a statement, or the SQLSTATE of its error. */
async function outcome(client: Client, sql: string): Promise<unknown[] | string> {
  try {
    const answers = await client.query<Record<string, unknown>>(sql)
    return [answers].flat().at(-1)?.rows ?? []
  } catch (error) {
    if (error instanceof DatabaseError) return error.code ?? ''
    throw error
  }
}

t.teardown(async () => {
  for (const authority of [ours, theirs]) {
    for (const line of await runReportingCommand(ownerPool, authority, { action: 'list' })) {
      const [name = ''] = line.split(':')
      await runReportingCommand(ownerPool, authority, { action: 'drop', name })
    }
  }
})

const power = await make('power-bi')
const FORBIDDEN = '42501'

t.test('a login reads every set, and what it counts is the measure’s own number', async (t) => {
  const client = await connect(t, power)
  for (const set of feedNames) {
    const { fields } = await client.query(`select * from ${setViewName(set)} limit 1`)
    t.same(
      fields.map(({ name }) => name),
      Object.keys(feedSets[set].columns).map(setColumn),
      set,
    )
  }
  const analyst = await service.as('bi')
  const months: [month: string, lastDay: string][] = [
    ['2023-04-01', '2023-04-30'],
    ['2023-10-01', '2023-10-31'],
  ]
  for (const [month, day] of months) {
    const rows = await outcome(
      client,
      `select placement_type as code, count(*)::int as children from child_months
        where month = '${month}' and looked_after_at_end group by 1`,
    )
    const expected = await counts(analyst, `children-looked-after?asAt=${day}&by=placementType`)
    t.same(
      Object.fromEntries(
        (rows as { code: string; children: number }[]).map(({ code, children }) => [code, children]),
      ),
      Object.fromEntries(Object.entries(expected).filter(([, count]) => count > 0)),
      day,
    )
  }
  const fromHttp = await rowsOf(analyst, 'child-months', '?from=2023-04-01&to=2023-06-01')
  const fromSql = await outcome(
    client,
    `select month, child_key as "childKey", nights, home_id as "homeId" from child_months
      where month >= '2023-04-01' and month < '2023-06-01' order by month, child_key collate "C"`,
  )
  t.ok(fromHttp.length > 500)
  t.same(
    fromSql,
    fromHttp.map(({ month, childKey, nights, homeId }) => ({ month, childKey, nights, homeId })),
    'the rows and keys of the CSV',
  )
})

t.test('a condition on the month is met before rows are made', async (t) => {
  const client = await connect(t, power)
  const tables: [view: string, table: string][] = [
    ['child_months', 'care_facts'],
    ['bed_months', 'bed_use'],
  ]
  for (const [view, table] of tables) {
    const [plan] = (await outcome(
      client,
      `explain (analyze, format json) select * from ${view} where month = '2023-04-01'`,
    )) as { 'QUERY PLAN': unknown }[]
    const scans = [...JSON.stringify(plan).matchAll(/"Relation Name":"(\w+)"[^{}]*?"Actual Loops":(\d+)/g)]
    const loops = scans.filter(([, name]) => name === table).map(([, , count]) => count)
    t.ok(loops.length > 0, view)
    t.ok(
      loops.every((count) => count === '1'),
      `${view}: ${table} is read for one month alone`,
    )
  }
})

t.test('whatever it sets, it sees the rows of its own authority', async (t) => {
  const client = await connect(t, power)
  const { rows: homes } = await ownerPool.query<{ id: string }>(
    'select id from homes where authority_code = $1',
    [ours],
  )
  const { rows: stays } = await ownerPool.query<{ id: string }>(
    'select id from placements where authority_code = $1',
    [theirs],
  )
  t.ok(stays.length > 0)
  const look = async () => {
    const own = (await outcome(client, 'select home_id from homes')) as { home_id: string }[]
    t.same(own.map(({ home_id }) => home_id).sort(), homes.map(({ id }) => id).sort())
    t.same(await outcome(client, `select * from placements where placement_id = '${stays[0]?.id}'`), [])
  }
  const tricks = [
    `set app.authority = '${theirs}'`,
    `select set_config('app.authority', '${theirs}', false)`,
    `set app.today = '2030-01-01'`,
    'set role sufficiency_reporting',
    'set search_path = public, reporting',
    'set search_path = reporting, pg_temp',
    `set session_replication_role = replica`,
    'set row_security = off',
    'set transaction read write',
    'set default_transaction_read_only = off',
  ]
  for (const trick of tricks) {
    await outcome(client, trick)
    await look()
  }
})

t.test('it can become no one else', async (t) => {
  const client = await connect(t, power)
  const { rows } = await ownerPool.query<{ login: string; owner: string }>(
    'select login, current_user as owner from reporting_logins where authority_code = $1',
    [theirs],
  )
  const { login = '', owner = '' } = rows[0] ?? {}
  for (const role of [owner, login, 'sufficiency_app', 'sufficiency_sender', 'pg_read_all_data']) {
    t.equal(await outcome(client, `set role ${role}`), FORBIDDEN, role)
    t.equal(await outcome(client, `set session authorization ${role}`), FORBIDDEN, role)
  }
})

t.test('tables and functions of ours are out of its reach', async (t) => {
  const client = await connect(t, power)
  const { rows: tables } = await ownerPool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')`,
  )
  t.ok(tables.length > 80)
  for (const { name } of tables) {
    t.equal(await outcome(client, `select * from public.${name} limit 1`), FORBIDDEN, name)
    t.equal(await outcome(client, `table public.${name}`), FORBIDDEN, name)
  }
  for (const call of [
    'current_authority()',
    'reader_authority()',
    `noted_reader('homes')`,
    `is_registered(gen_random_uuid(), '2023-12-01')`,
    'give_feed_secret()',
    `child_key('', '', gen_random_uuid())`,
  ])
    t.equal(await outcome(client, `select public.${call}`), FORBIDDEN, call)
})

t.test('what a login reads is told to the server’s log, whatever it does', async (t) => {
  const client = await connect(t, power)
  const lines: string[] = []
  client.on('notice', ({ severity, message = '' }) => {
    if (severity === 'LOG') lines.push(message)
  })
  // The login sees the line too, if it asks for it; the server's log has it either way.
  await client.query('set client_min_messages = log')
  const line = (view: string) => `reporting: login ${power.user} (power-bi) reads ${view}`
  const open: FeedName[] = ['authorities', 'codes', 'dates', 'districts', 'measures']
  for (const set of feedNames) {
    lines.length = 0
    const view = setViewName(set)
    await outcome(client, `select count(*) from ${view}`)
    t.same(lines, open.includes(set) ? [] : [line(view)], set)
  }
  const ways = [
    'begin; select * from homes; rollback',
    'begin; declare rows cursor for select * from homes; fetch 1 from rows; rollback',
    'copy (select home_id from homes limit 1) to stdout',
    'select (select count(*) from homes where kind = $$none$$)',
    'prepare p as select * from homes; execute p',
    'explain (analyze) select * from homes',
    `do $$ begin perform from homes; end $$`,
  ]
  for (const way of ways) {
    lines.length = 0
    await outcome(client, way)
    t.ok(lines.includes(line('homes')), way)
  }
  for (const setting of ['log_min_messages', 'log_min_error_statement', 'log_statement'])
    t.equal(await outcome(client, `set ${setting} = 'panic'`), FORBIDDEN, setting)
  const { rows } = await ownerPool.query<{ settings: string[] }>(
    `select setconfig as settings from pg_db_role_setting join pg_roles r on r.oid = setrole where rolname = $1`,
    [power.user],
  )
  t.ok(rows[0]?.settings.includes('log_min_error_statement=panic'), 'its statements are not in that log')
})

t.test('it writes nothing, and makes nothing', async (t) => {
  const client = await connect(t, power)
  const statements = [
    `insert into homes (home_id) values (gen_random_uuid())`,
    `update placements set end_reason = 'X1'`,
    'delete from child_months',
    'create table reporting.mine (a int)',
    'create table mine (a int)',
    'create temp table mine (a int)',
    'create schema mine',
    'create function pg_temp.tell(text) returns boolean language plpgsql as $$ begin return true; end $$',
    'create view reporting.mine as select 1',
    'create extension dblink',
    'alter view homes owner to current_user',
    'comment on view homes is null',
  ]
  // Read-only transaction, not granted, not a view that takes rows, no such schema.
  const refusals = ['25006', FORBIDDEN, '55000', '3F000']
  for (const setting of ['on', 'off']) {
    await client.query(`set default_transaction_read_only = ${setting}`)
    for (const statement of statements) {
      const code = String(await outcome(client, statement))
      t.ok(refusals.includes(code) && (setting === 'on' || code !== '25006'), `${statement}: ${code}`)
    }
  }
})

t.test('a function that tells what it is asked of is asked of own rows alone', async (t) => {
  await ownerPool.query(`
    create function reporting.leak(value text) returns boolean language plpgsql cost 0.0000001 as
      $$ begin raise notice '%', value; return true; end $$;
    grant execute on function reporting.leak to public`)
  t.teardown(() => ownerPool.query('drop function reporting.leak'))
  const client = await connect(t, power)
  const heard = new Set<string>()
  client.on('notice', ({ message }) => void heard.add(message ?? ''))
  const { rows } = await ownerPool.query<{ id: string }>(
    'select id from placements where authority_code = $1 union all select id from homes where authority_code = $1',
    [theirs],
  )
  t.ok(rows.length > 0)
  await client.query('select from placements where leak(placement_id::text)')
  await client.query('select from homes where leak(home_id::text)')
  t.ok(heard.size > 100)
  for (const { id } of rows) t.notOk(heard.has(id))
})

t.test('no request makes or changes a login', async (t) => {
  for (const statement of [
    `insert into reporting_logins (authority_code, name, purpose) values ('${ours}', 'mine', 'x')`,
    `update reporting_logins set scopes = '{homes:read}'`,
    'delete from reporting_logins',
  ])
    await t.rejects(service.appPool.query(statement), { code: FORBIDDEN })
})

t.test('of other logins it learns nothing but that they are', async (t) => {
  const client = await connect(t, power)
  const watcher = await connect(t, power)
  await client.query(`select 'a question' from homes limit 1`)
  for (const relation of ['pg_authid', 'public.reporting_logins', 'pg_user_mapping', 'pg_statistic'])
    t.equal(await outcome(client, `select * from ${relation}`), FORBIDDEN, relation)
  const roles = (await outcome(watcher, `select rolname from pg_roles where rolname like 'reporting%'`)) as {
    rolname: string
  }[]
  t.ok(roles.length >= 2)
  for (const { rolname } of roles) t.match(rolname, /^reporting_[0-9a-f]{12}$/, 'a name that says nothing')
  const seen = (await outcome(
    watcher,
    `select query from pg_stat_activity where usename <> current_user and query <> '<insufficient privilege>'`,
  )) as unknown[]
  t.same(seen, [])
  t.same(await outcome(watcher, `select * from pg_stats where schemaname = 'public'`), [])
})

t.test('it has as long, and as many connections, as it was given', async (t) => {
  const reader = await make('limited')
  const client = await connect(t, reader)
  t.same(
    await outcome(
      client,
      `select current_setting('statement_timeout') as time, current_setting('default_transaction_read_only') as reads,
              current_setting('search_path') as path`,
    ),
    [{ time: '5min', reads: 'on', path: 'reporting' }],
  )
  for (let n = 2; n <= 10; n++) await connect(t, reader)
  await t.rejects(connect(t, reader), { code: '53300' })
})

t.test('a column that needs another scope is empty without it', async (t) => {
  const narrow = await connect(t, power)
  const wide = await connect(t, await make('homes-reader', ['homes:read']))
  t.same(await outcome(narrow, 'select distinct name from homes'), [{ name: null }])
  t.same(await outcome(wide, 'select home_id from homes where name is null'), [])
  await t.rejects(make('too-much', ['children:read']), { message: /^scopes/ })
})

t.test('a password is replaced, and what it let in is ended', async (t) => {
  const first = await make('rotated')
  const client = await connect(t, first)
  const second = read(await runReportingCommand(ownerPool, ours, { action: 'rotate', name: 'rotated' }))
  t.equal(second.user, first.user)
  t.not(second.password, first.password)
  await t.rejects(client.query('select 1'))
  await t.rejects(connect(t, first), { code: '28P01' })
  t.ok(await outcome(await connect(t, second), 'select from homes limit 1'))
})

t.test('a login that is dropped is gone from the server, and stays in the books', async (t) => {
  const credentials = await make('dropped')
  const client = await connect(t, credentials)
  await runReportingCommand(ownerPool, ours, { action: 'drop', name: 'dropped' })
  await t.rejects(client.query('select 1'))
  await t.rejects(connect(t, credentials), { code: '28P01' })
  const { rowCount } = await ownerPool.query('select from pg_roles where rolname = $1', [credentials.user])
  t.equal(rowCount, 0)
  await runReportingCommand(ownerPool, ours, { action: 'drop', name: 'dropped' })
  await t.rejects(make('dropped'), { message: /not used again/ })
  await t.rejects(runReportingCommand(ownerPool, ours, { action: 'rotate', name: 'dropped' }), {
    message: /make another/,
  })
  await t.rejects(runReportingCommand(ownerPool, theirs, { action: 'rotate', name: 'power-bi' }), {
    message: /no login/,
  })
  const lines = await runReportingCommand(ownerPool, ours, { action: 'list' })
  t.match(
    lines.find((line) => line.startsWith('dropped:')),
    /; dropped \d{4}-/,
  )
  t.notOk(lines.join().includes(credentials.password))
  const { rows } = await ownerPool.query<{ change: string; actor: string }>(
    `select change, actor from record_versions
      where record_id = (select id from reporting_logins where name = 'dropped') order by id`,
  )
  t.same(rows, [
    { change: 'created', actor: 'command line' },
    { change: 'changed', actor: 'command line' },
  ])
})

t.test('while its rows are recorded as dropped, even a session that stays open reads nothing', async (t) => {
  const client = await connect(t, await make('lingering'))
  await ownerPool.query(`update reporting_logins set dropped_at = now() where name = 'lingering'`)
  t.same(await outcome(client, 'select * from homes'), [])
  await client.query(`set app.authority = '${ours}'`)
  t.same(await outcome(client, 'select * from homes'), [])
})

t.test('a login is made without any right too many, or not at all', async (t) => {
  await ownerPool.query('grant usage on schema public to public')
  await t.rejects(make('too-wide'), { message: /look into the schema public/ })
  await ownerPool.query('revoke usage on schema public from public')
  const { rowCount } = await ownerPool.query(`select from reporting_logins where name = 'too-wide'`)
  t.equal(rowCount, 0)
})

t.test('a server that lets us create no roles is lines of in words', async (t) => {
  const role = `plain_${process.pid}`
  await ownerPool.query(`
    create role ${role} login bypassrls password 'synthetic';
    grant usage on schema public to ${role};
    grant select, insert, update on reporting_logins, record_versions to ${role};
    grant execute on function give_feed_secret, current_authority to ${role}`)
  t.teardown(() => ownerPool.query(`drop owned by ${role}; drop role ${role}`))
  const url = new URL(database)
  url.username = role
  url.password = 'synthetic'
  const pool = createPool({ url: url.href, max: 1 })
  t.teardown(() => pool.end())
  await t.rejects(
    runReportingCommand(pool, ours, { action: 'make', name: 'nobody', purpose: 'Test', scopes: [] }),
    { message: /allowed to create roles/ },
  )
  const { rowCount } = await ownerPool.query(`select from reporting_logins where name = 'nobody'`)
  t.equal(rowCount, 0)
})
