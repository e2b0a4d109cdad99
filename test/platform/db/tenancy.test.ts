import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import t, { type Test } from 'tap'
import { resources } from '../../contract/resources.ts'
import { CHESHIRE_EAST as ours, STOCKPORT as theirs, testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aChildInCare,
  aHome,
  aPanel,
  aPanelCase,
  aPanelMeeting,
  aPlacement,
  aPlacingConsent,
  aProvider,
  aRagRule,
  aScorecard,
  anAction,
  aSiblingGroup,
} from '../../support/builders.ts'

const service = await testApp(t)
const { ownerPool, appPool } = service
const admin = await service.as('admin', ours)
const other = await service.as('admin', theirs)
const any = { 'if-match': '*' }

/** Reference tables, which are the same for every authority and can't be written by any. */
const reference = ['adjoining_authorities', 'lower_tier_authorities', 'postcodes']

interface Table {
  name: string
  /** The columns to which a statement may give a value. */
  columns: string[]
}

async function tenantTables(): Promise<Table[]> {
  const { rows } = await ownerPool.query<Table>(
    `select c.table_name as name,
            (select array_agg(quote_ident(w.column_name)) from information_schema.columns w
              where w.table_schema = 'public' and w.table_name = c.table_name
                and w.is_generated = 'NEVER' and w.is_identity = 'NO')::text[] as columns
       from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'authority_code' and t.table_type = 'BASE TABLE'
        and c.table_name <> all($1)
      order by 1`,
    [reference],
  )
  return rows
}

/** Runs `work` in a transaction with the application's role for an authority; always rolled back. */
async function asApp<T>(authority: string | null, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await appPool.connect()
  try {
    await client.query('begin')
    if (authority) await client.query("select set_config('app.authority', $1, true)", [authority])
    return await work(client)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** The number of rows that a statement affected, or the SQLSTATE of its error. */
async function outcome(client: PoolClient, sql: string, values: unknown[]): Promise<number | string> {
  await client.query('savepoint attempt')
  try {
    return (await client.query(sql, values)).rowCount ?? 0
  } catch (error) {
    await client.query('rollback to attempt')
    return (error as { code: string }).code
  }
}

const FORBIDDEN = '42501'
const nothing = (came: number | string) => came === 0 || came === FORBIDDEN

/** Makes rows of every table for an authority: over HTTP or, where HTTP can't, directly. */
async function populate(authority: string): Promise<void> {
  const client = await service.as('admin', authority)
  for (const { make } of resources) await make(client)
  const child = await aChildInCare(client)
  const stay = await aPlacement(client, { childId: child.id, bedId: (await aBed(client)).id })
  const heard = await aPanelCase(client, { childId: child.id })
  const decision = { outcome: 'agreed', reasons: 'Settled', chairRole: 'Head of service', on: '2023-12-01' }
  for (const [action, body] of Object.entries({
    options: { direction: 'stability', from: '2023-12-04' },
    decision,
    links: { placementId: stay.id },
  })) {
    const result = await client.post(`/v1/panel-cases/${heard.id}/${action}`, body, any)
    if (result.status >= 300) throw new Error(JSON.stringify(result.body))
  }
  const search = { children: [{ childId: child.id }], from: '2023-12-01' }
  const searchResult = await client.post('/v1/vacancy-searches', search)
  if (searchResult.status !== 200) throw new Error(JSON.stringify(searchResult.body))
  const plan = { needs: [search], lastStart: '2023-12-31' }
  const planResult = await client.post('/v1/plans', plan)
  if (planResult.status !== 202) throw new Error(JSON.stringify(planResult.body))
  await client.post('/v1/providers', { name: 'Keyed', sector: 'own' }, { 'idempotency-key': randomUUID() })
  const request = await client.post('/v1/placement-requests', {
    childIds: [child.id],
    urgency: 'planned',
    receivedOn: '2023-12-01',
    neededFrom: '2023-12-01',
  })
  const bed = await aBed(client)
  const hold = await client.post('/v1/holds', {
    beds: [{ bedId: bed.id, childId: child.id }],
    from: '2023-12-01',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    requestId: request.body.id,
  })
  if (hold.status !== 201) throw new Error(JSON.stringify(hold.body))
  const { rows } = await ownerPool.query<{ id: string }>(
    `insert into imports (authority_code, kind, status, requested_by, files)
     values ($1, 'ssda903', 'succeeded', 'x', '[]') returning id`,
    [authority],
  )
  await ownerPool.query(
    `insert into import_findings (authority_code, import_id, kind, file, module, reason)
     values ($1, $2, 'noted', 'f', 'Header', 'x')`,
    [authority, rows[0]?.id],
  )
  await ownerPool.query(`insert into daily_receivers (authority_code, kind) values ($1, 'test')`, [authority])
  for (const table of await tenantTables()) await fill(table.name, authority)
}

/** Inserts a row with any valid values into a table that has none. */
async function fill(table: string, authority: string): Promise<void> {
  const { rows } = await ownerPool.query(`select 1 from ${table} where authority_code = $1 limit 1`, [
    authority,
  ])
  if (rows.length > 0) return
  const make = byHand[table]
  if (make) await ownerPool.query(make, [authority])
}

/** Tables in which neither HTTP nor the code above makes rows. */
const byHand: Record<string, string> = {
  approvals: `insert into approvals
      (authority_code, placement_id, gate, decision, office, decided_by, decided_on)
    select $1, id, 'at-a-distance', 'approved', 'dcs', 'x', '2023-12-01'
      from placements where authority_code = $1 limit 1`,
  attention_rows: `insert into attention_rows (id, authority_code, kind, about_id)
    select gen_random_uuid(), $1, 'no-placement-tonight', id from children where authority_code = $1 limit 1`,
  authority_settings: `insert into authority_settings
      (authority_code, distant_over_miles, emergency_approval_working_days, warning_days) values ($1, 20, 5, 14)`,
  bulk_reads: `insert into bulk_reads (authority_code, actor, role, feed_set, asked, column_names, request_id)
    values ($1, 'x', 'bi', 'homes', '{}', '{homeId}', gen_random_uuid())`,
  carer_approvals: `insert into carer_approvals
      (authority_code, home_id, kind, from_on, assessed, office, decided_by)
    select $1, id, 'full', '2023-12-01', true, 'fostering-service', 'x' from homes where authority_code = $1 limit 1`,
  checklist_items: `insert into checklist_items (authority_code, placement_id, item, done_on)
    select $1, id, 'visit', '2023-12-01' from placements where authority_code = $1 limit 1`,
  child_merges: `insert into child_merges (authority_code, child_id, merged_id, moved)
    select $1, a.id, b.id, '{}' from children a join children b on b.id > a.id and b.authority_code = $1
     where a.authority_code = $1 limit 1`,
  daily_pushes: `insert into daily_pushes (authority_code, receiver_id, requested_by)
    select $1, id, 'x' from daily_receivers where authority_code = $1`,
  daily_children: `insert into daily_children (authority_code, receiver_id, la_child_id)
    select $1, id, 'C1' from daily_receivers where authority_code = $1`,
  daily_sendings: `insert into daily_sendings (authority_code, push_id, la_child_id, request, reason, record, sent_at)
    select $1, id, 'C1', 1, 'new', '{}', now() from daily_pushes where authority_code = $1`,
  import_changes: `insert into import_changes (authority_code, import_id, child_reference, module, collection_year, key, after)
    select $1, id, 'C1', 'header', 2023, 'k', '{}' from imports where authority_code = $1`,
  import_children: `insert into import_children (authority_code, import_id, child_reference, change, records)
    select $1, id, 'C1', 'new', '{}' from imports where authority_code = $1`,
  import_files: `insert into import_files (authority_code, import_id, file, piece, content)
    select $1, id, 0, 0, 'x' from imports where authority_code = $1`,
  external_ids: `insert into external_ids (authority_code, system, external_id, child_id)
    select $1, s.name, 'C-1', c.id from case_systems s, children c
     where s.authority_code = $1 and c.authority_code = $1 limit 1`,
  legal_holds: `insert into legal_holds (authority_code, child_id, reason)
    select $1, id, 'x' from children where authority_code = $1 limit 1`,
  break_glass: `insert into break_glass (authority_code, subject, role, reason, expires_at)
    values ($1, 'x', 'placements', 'x', now() + interval '1 hour')`,
  access_reviews: `insert into access_reviews (authority_code, id, rule, finding, note)
    values ($1, gen_random_uuid(), 'at-night', 'explained', 'x')`,
  erasures: `insert into erasures (authority_code, rule, tally) values ($1, 'access-log', '{}')`,
  forecasts: `insert into forecasts (authority_code, requested_by, as_at, asked) values ($1, 'x', '2023-11-30', '{}')`,
  measure_computations: `insert into measure_computations (authority_code, computed_at, today, snapshot, changed_at)
    values ($1, now(), '2023-12-01', pg_current_snapshot(), now())`,
  measure_values: `insert into measure_values
      (authority_code, month, measure, period, dimension, code, from_on, as_at, unknown, unit, definition_version)
    values ($1, '2023-11-01', 'fostered', 'day', 'none', 'all', '2023-11-30', '2023-11-30', 0, 'percent', 1)`,
  feed_secrets: 'insert into feed_secrets (authority_code) values ($1)',
  import_rows: `insert into import_rows (authority_code, import_id, file, module, row_number, received, outcome)
    select $1, id, 'f', 'Header', 1, '{}', 'new' from imports where authority_code = $1`,
  import_questions: `insert into import_questions
      (authority_code, import_id, child_id, recorded, returned, statements)
    select $1, i.id, c.id, '[]', '[]', '[]' from imports i, children c
     where i.authority_code = $1 and c.authority_code = $1 limit 1`,
  return_readings: `insert into return_readings (authority_code, child_reference, digest, findings, records)
    values ($1, 'C9', 'd', '[]', '{}')`,
  liberty_orders: `insert into liberty_orders (authority_code, child_id, kind, from_on, until_on)
    select $1, id, 'secure', '2023-12-01', '2024-01-01' from children where authority_code = $1 limit 1`,
  matching_profiles: `insert into matching_profiles
      (authority_code, name, version, weights, in_force_from, by_default, published_by)
    values ($1, 'ours', 1, '{}', '2023-12-01', false, 'x')`,
  notices: `insert into notices (authority_code, placement_id, given_by, given_on, ends_on)
    select $1, id, 'carer', '2023-12-01', '2024-01-01' from placements where authority_code = $1 limit 1`,
  officers: `insert into officers (authority_code, subject, office, from_on) values ($1, 'x', 'dcs', '2023-12-01')`,
  page_sessions: `insert into page_sessions (authority_code, subject, role, hash, expires_at, last_until)
    values ($1, 'x', 'placements', sha256(convert_to($1, 'UTF8')), now() + interval '1 hour', now() + interval '1 hour')`,
  page_drafts: `insert into page_drafts (authority_code, subject, page, fields) values ($1, 'x', '/requests/new', '{}')`,
  overrides: `insert into overrides
      (authority_code, child_id, home_id, must, office, decided_by, decided_on, until_on, reason)
    select $1, c.id, h.id, 'company-suits', 'head-of-service', 'x', '2023-12-01', '2024-01-01', 'x'
      from children c, homes h where c.authority_code = $1 and h.authority_code = $1 limit 1`,
  placing_consents: `insert into placing_consents (authority_code, home_id, for_authority_code, starts_on, given_by)
    select $1, id, 'E08000003', '2023-12-01', 'x' from homes where authority_code = $1 limit 1`,
  public_answers: `insert into public_answers (authority_code, question, tables) values ($1, '{}', '[]')`,
  releases: `insert into releases (authority_code, year_ends, tables, tally) values ($1, '2023-03-31', '[]', '{}')`,
  reporting_logins: `insert into reporting_logins (authority_code, name, purpose) values ($1, 'power-bi', 'x')`,
  return_rows: `insert into return_rows
      (authority_code, child_reference, module, collection_year, key, cells, import_id)
    select $1, 'C1', 'header', 2023, 'k', '{}', id from imports where authority_code = $1`,
  service_key_secrets: `insert into service_key_secrets (authority_code, key_id, prefix, hash, expires_at)
    select $1, id, substr(md5($1), 1, 12), sha256('x'), now() + interval '1 day'
      from service_keys where authority_code = $1 limit 1`,
  terms_exemptions: `insert into terms_exemptions
      (authority_code, home_id, child_id, from_on, to_on, reason, decided_by)
    select $1, h.id, c.id, '2023-12-01', '2024-01-01', 'x', 'x'
      from children c, homes h where c.authority_code = $1 and h.authority_code = $1 limit 1`,
  webhook_deliveries: `insert into webhook_deliveries (authority_code, webhook_id, event_id, position, record_id)
    select $1, w.id, e.id, 1, w.id from webhooks w, events e
     where w.authority_code = $1 and e.authority_code = $1 limit 1`,
  webhook_secrets: `insert into webhook_secrets (authority_code, webhook_id, secret)
    select $1, id, sha256('x') from webhooks where authority_code = $1 limit 1`,
}

await populate(ours)
await populate(theirs)

t.test('every table of an authority’s rows is kept apart by the database', async (t) => {
  const tables = await tenantTables()
  t.ok(tables.length > 18)
  for (const { name, columns } of tables) await keptApart(t, name, columns)
})

async function keptApart(t: Test, table: string, columns: string[]): Promise<void> {
  const { rows } = await ownerPool.query<{ secured: boolean; row: Record<string, unknown> }>(
    `select (select relrowsecurity from pg_class where oid = $2::regclass) as secured, to_jsonb(x) as row
       from ${table} x where authority_code = $1 limit 1`,
    [ours, table],
  )
  const [first] = rows
  t.ok(first, `${table}: there is a row to be kept apart; else add one to populate()`)
  t.ok(first?.secured, `${table}: row-level security is on`)
  await asApp(null, async (client) => {
    t.ok(
      nothing(await outcome(client, `select authority_code from ${table}`, [])),
      `${table}: nobody sees nothing`,
    )
  })
  await asApp(theirs, async (client) => {
    const mine = [ours]
    const where = 'where authority_code = $1'
    const can = async (sql: string, values: unknown[]) => !nothing(await outcome(client, sql, values))
    t.notOk(await can(`select authority_code from ${table} ${where}`, mine), `${table}: not seen`)
    t.notOk(
      await can(`update ${table} set authority_code = $2 ${where}`, [ours, theirs]),
      `${table}: not taken`,
    )
    t.notOk(
      await can(`update ${table} set authority_code = $1 where authority_code = $2`, [ours, theirs]),
      `${table}: nothing pushed onto another`,
    )
    t.notOk(await can(`delete from ${table} ${where}`, mine), `${table}: not removed`)
    const names = columns.join(', ')
    const came = await outcome(
      client,
      `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1)`,
      [{ ...first?.row, ...(typeof first?.row.id === 'string' ? { id: randomUUID() } : {}) }],
    )
    t.equal(came, FORBIDDEN, `${table}: nothing written in another's name`)
  })
}

t.test(
  'the application’s role owns nothing, passes by nothing, and is not told who uses a bed',
  async (t) => {
    const one = async (sql: string) =>
      Object.values((await ownerPool.query<Record<string, unknown>>(sql)).rows[0] ?? {})
    t.same(
      await one(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles
    where rolname = 'sufficiency_app'`),
      [false, false, false, false],
    )
    t.same(await one("select count(*) from pg_class where relowner = 'sufficiency_app'::regrole"), [0])
    t.same(await one("select count(*) from pg_proc where proowner = 'sufficiency_app'::regrole"), [0])
    t.same(await one("select has_schema_privilege('sufficiency_app', 'public', 'create')"), [false])
    for (const column of ['used_by', 'placement_id', 'void_id']) {
      const sql = `select has_column_privilege('sufficiency_app', 'bed_use', '${column}', 'select')`
      t.same(await one(sql), [false], `bed_use.${column}`)
    }
    for (const table of ['demonstration_key', 'schema_migrations', 'schema_definitions']) {
      const sql = `select has_table_privilege('sufficiency_app', '${table}', 'select, insert, update, delete')`
      t.same(await one(sql), [false], table)
    }
    for (const table of [...reference, 'authorities', 'bed_use', 'bed_free', 'care_facts']) {
      const sql = `select has_table_privilege('sufficiency_app', '${table}', 'insert, update, delete, truncate')`
      t.same(await one(sql), [false], table)
    }
  },
)

/**
 * Functions that run as their owner, to whom row-level security does not apply, and so check current_authority()
 * themselves. publish_events() assigns positions and lapse_holds() adds events; neither returns anything of them.
 * authorities_with_children() returns the codes of authorities alone, which are public. key_holder() and session_holder() are
 * asked before the authority is known, and answer to a whole secret alone. sandbox_authority() tells whether current_authority() is a sandbox.
 * are_values_current() tells of the values kept of reader_authority() alone. is_sending() tells of the database.
 */
const confinedFunctions = [
  'are_values_current',
  'bed_nights_as_known',
  'lock_placing',
  'merge_children',
  'unmerge_children',
  'beds_refused',
  'others_living_there',
  'bed_free_but_for_voids',
  'bed_free_supposed',
  'homes_of_concern',
  'living_in',
  'is_registered',
  'is_sending',
  'registration_ends_on',
  'registered_places_of',
  'most_living_there',
  'lock_homes_and_children',
  'publish_events',
  'lapse_holds',
  'authorities_with_children',
  'key_holder',
  'session_holder',
  'give_feed_secret',
  'noted_reader',
  'reader_authority',
  'sandbox_authority',
  'reader_may',
  'reader_today',
  'erase_child',
  'erase_entries',
  'holds_of_others',
  'release_hold_of_other',
  'pooled_spreads',
]

t.test('the application’s role can call nothing that acts with its owner’s rights', async (t) => {
  const { rows } = await ownerPool.query<{ name: string }>(
    `select p.proname as name from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
        and has_function_privilege('sufficiency_app', p.oid, 'execute')`,
  )
  t.same(
    rows.map(({ name }) => name).filter((name) => !confinedFunctions.includes(name)),
    [],
  )
})

/** Unique across authorities: beds, which they may share, and ids that the service gives and no request names. */
const acrossAuthorities = [
  'bed_use',
  'import_rows',
  'import_questions',
  'service_key_secrets',
  'page_sessions',
  'webhook_secrets',
]

t.test(
  'what must be there once is so within an authority, so that no refusal tells of another’s',
  async (t) => {
    const { rows } = await ownerPool.query<{ name: string }>(
      `select x.indexrelid::regclass::text as name from pg_index x join pg_class c on c.oid = x.indrelid
      where c.relnamespace = 'public'::regnamespace and (x.indisunique or x.indisexclusion) and not x.indisprimary
        and c.relname <> all($1)
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'authority_code')
        and pg_get_indexdef(x.indexrelid) !~ 'authority_code'`,
      [[...acrossAuthorities, ...reference]],
    )
    t.same(
      rows.map(({ name }) => name),
      ['one_undo_of_an_import', 'one_authority_of_a_login'],
      'an import to undo is looked up under row-level security first; nobody chooses the name of a login',
    )
  },
)

const makerOf: Record<string, (client: typeof admin) => Promise<Body>> = {
  homeId: aHome,
  mockingbirdHubId: aHome,
  bedId: aBed,
  childId: aChild,
  otherChildId: aChild,
  providerId: aProvider,
  siblingGroupId: aSiblingGroup,
  panelId: aPanel,
  meetingId: aPanelMeeting,
  caseId: aPanelCase,
  actionId: anAction,
  ragRuleId: aRagRule,
  scorecard: aScorecard,
  placementId: (client) =>
    aPlacement(client, { endedOn: '2023-05-01', endReason: 'CREQB', endPlanned: false }),
}

/** An answer without the parts that differ between requests. */
const comparable = ({ status, body }: { status: number; body: Body }) => ({
  status,
  ...body,
  instance: undefined,
})

for (const { path, make, change, names } of resources) {
  t.test(
    `${path}: another authority's record is answered in the very words of one that does not exist`,
    async (t) => {
      const { id } = await make(admin)
      for (const act of [
        (recordId: string) => other.get(`/v1/${path}/${recordId}`),
        (recordId: string) => other.get(`/v1/${path}/${recordId}/versions`),
        (recordId: string) => other.patch(`/v1/${path}/${recordId}`, change, any),
        (recordId: string) => other.patch(`/v1/${path}/${recordId}`, {}, any),
        (recordId: string) => other.patch(`/v1/${path}/${recordId}`, change, { 'if-match': '"v1"' }),
        (recordId: string) => other.del(`/v1/${path}/${recordId}`, any),
      ]) {
        const absent = comparable(await act(randomUUID()))
        t.equal(absent.status, 404)
        t.same(comparable(await act(id)), absent)
      }
      const list = await other.get(`/v1/${path}?limit=500`)
      t.notOk(list.body.items.some((item) => item.id === id))
      t.equal((await admin.get(`/v1/${path}/${id}`)).body.version, 1, 'and is left as it was')
    },
  )

  for (const field of names) {
    t.test(`${path}: ${field} of another authority is refused like one that does not exist`, async (t) => {
      const theirsId = (await makerOf[field]?.(admin))?.id
      const attempt = async (value: string | undefined) => {
        const refusal = await make(other, { [field]: value }).then(
          () => ({ status: 201 }),
          (error: Error) => JSON.parse(/\{.*/.exec(error.message)?.[0] ?? '{}') as Body,
        )
        return { ...refusal, instance: undefined }
      }
      const unknown = await attempt(randomUUID())
      t.match(unknown, {
        status: 422,
        type: '/problems/unknown-reference',
        errors: [{ pointer: `#/${field}` }],
      })
      t.same(await attempt(theirsId), unknown)
    })
  }
}

t.test(
  'a shared home: others see that a bed is taken, never by whom, and place in it with consent',
  async (t) => {
    const home = await aHome(admin, { shared: true, confidential: true, postcode: 'CW1 2BJ' })
    const [bed, second] = [await aBed(admin, { homeId: home.id }), await aBed(admin, { homeId: home.id })]
    const child = await aChild(admin)
    const stay = await aPlacement(admin, { childId: child.id, bedId: bed.id })

    const data = await service.as('data', theirs)
    t.match(await data.get(`/v1/homes/${home.id}`), { status: 200, body: { shared: true, postcode: null } })
    t.equal((await (await service.as('data', ours)).get(`/v1/homes/${home.id}`)).body.postcode, 'CW1 2BJ')
    t.equal((await other.get(`/v1/beds?homeId=${home.id}`)).body.items.length, 2)
    t.match(await other.patch(`/v1/homes/${home.id}`, { name: 'Ours now' }, any), { status: 404 })
    t.match(await other.patch(`/v1/homes/${home.id}`, {}, { 'if-match': '"v1"' }), { status: 404 })
    t.match(await other.del(`/v1/beds/${second.id}`, any), { status: 404 })

    const guest = await aChild(other)
    const attempt = {
      childId: guest.id,
      placementType: 'residential',
      startedOn: '2023-05-01',
      recordedAsHappened: 'As it was.',
    }
    t.match(await other.post('/v1/placements', { ...attempt, bedId: second.id }), {
      status: 409,
      body: { type: '/problems/consent-needed' },
    })
    await aPlacingConsent(admin, { homeId: home.id, forAuthorityCode: theirs })
    const refusal = await other.post('/v1/placements', { ...attempt, bedId: bed.id })
    t.match(refusal, { status: 409, body: { type: '/problems/bed-in-use' } })
    for (const secret of [child.id, stay.id, ours]) t.notMatch(JSON.stringify(refusal.body), secret)
    t.same((await other.get(`/v1/placements?bedId=${bed.id}`)).body.items, [])

    const occupiedBeds = async () =>
      (await admin.get<{ items: { numerator: number }[] }>('/v1/measures/occupancy?asAt=2023-12-01')).body
        .items[0]?.numerator
    const bedsBefore = (await occupiedBeds()) ?? NaN
    const placement = await other.post('/v1/placements', { ...attempt, bedId: second.id })
    t.equal(placement.status, 201)
    t.equal(await occupiedBeds(), bedsBefore + 1, 'the authority that keeps the home sees the bed occupied')
    t.match(await admin.get(`/v1/placements/${placement.body.id}`), { status: 404 })
    t.same((await admin.get(`/v1/placements?bedId=${second.id}`)).body.items, [])

    await admin.patch(`/v1/homes/${home.id}`, { shared: false }, any)
    t.match(await other.get(`/v1/homes/${home.id}`), { status: 404 })
    const leaving = await other.patch(`/v1/placements/${placement.body.id}`, { endedOn: '2023-12-01' }, any)
    t.equal(leaving.status, 200, 'what was placed before it stopped being shared can be ended')
  },
)
