import t from 'tap'
import { CHESHIRE_EAST as ours, STOCKPORT as theirs, testApp } from '../../support/app.ts'

const { ownerPool } = await testApp(t)

const noticeboards = `
  create table noticeboards (
    id             uuid primary key default gen_random_uuid(),
    authority_code text not null references authorities,
    name           text not null,
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now()
  );
  grant select, insert, update, delete on noticeboards to sufficiency_app`

t.test(
  'a table that is kept shows an authority its own rows, and has versions, history and events',
  async (t) => {
    const client = await ownerPool.connect()
    t.teardown(async () => {
      await client.query('rollback')
      client.release()
    })
    await client.query(`begin; ${noticeboards}`)
    await client.query('savepoint declared')
    await t.rejects(client.query(`select keep('noticeboards')`), {
      message: 'no events are declared for noticeboards',
    })
    await client.query('rollback to declared')
    await client.query(`
    insert into event_records (record_type) values ('noticeboards');
    insert into event_types (type, record_type, happens)
      values ('uk.sufficiency.noticeboard.recorded.v1', 'noticeboards', 'created'),
             ('uk.sufficiency.noticeboard.changed.v1', 'noticeboards', 'otherwise'),
             ('uk.sufficiency.noticeboard.removed.v1', 'noticeboards', 'removed');
    select keep('noticeboards')`)

    const actAs = (authority: string) =>
      client.query(`select set_config('app.authority', $1, true)`, [authority])
    await client.query('set local role sufficiency_app')
    await actAs(ours)
    await client.query(`insert into noticeboards (authority_code, name) values ($1, 'Monday')`, [ours])
    const { rows } = await client.query(`update noticeboards set name = 'Tuesday' returning version`)
    t.strictSame(rows, [{ version: 2 }])
    const { rows: versions } = await client.query(
      `select change, before ->> 'name' as name from record_versions where record_type = 'noticeboards' order by id`,
    )
    t.strictSame(versions, [
      { change: 'created', name: null },
      { change: 'changed', name: 'Monday' },
    ])
    const { rows: events } = await client.query(
      `select type from events where record_type = 'noticeboards' order by id`,
    )
    t.strictSame(
      events.map(({ type }) => type as string),
      ['uk.sufficiency.noticeboard.recorded.v1', 'uk.sufficiency.noticeboard.changed.v1'],
    )

    // A statement tells of each of its rows that has changed, and of no other.
    await client.query(
      `insert into noticeboards (authority_code, name) values ($1, 'Wednesday'), ($1, 'Thursday')`,
      [ours],
    )
    await client.query(`update noticeboards set name = 'Thursday' where name <> 'Tuesday'`)
    await client.query(`delete from noticeboards where name = 'Thursday'`)
    const wordsIn = async (table: string, columns: string) =>
      (
        await client.query<{ said: string }>(
          `select ${columns} as said from ${table} where record_type = 'noticeboards' order by id offset 2`,
        )
      ).rows.map((row) => row.said)
    t.strictSame((await wordsIn('record_versions', `concat_ws(' ', change, before ->> 'name')`)).sort(), [
      'changed Wednesday',
      'created',
      'created',
      'removed Thursday',
      'removed Thursday',
    ])
    t.strictSame((await wordsIn('events', `regexp_replace(type, '.*noticeboard.(.*).v1', '\\1')`)).sort(), [
      'changed',
      'recorded',
      'recorded',
      'removed',
      'removed',
    ])

    await client.query('savepoint mine')
    await t.rejects(
      client.query(`insert into noticeboards (authority_code, name) values ($1, 'Friday')`, [theirs]),
      {
        message: /row-level security/,
      },
    )
    await client.query('rollback to mine')
    await actAs(theirs)
    t.strictSame((await client.query('select from noticeboards')).rowCount, 0)
  },
)

t.test('the application cannot keep a table', async (t) => {
  const { rows } = await ownerPool.query(
    `select has_function_privilege('sufficiency_app', 'keep(regclass, boolean)', 'execute') as may`,
  )
  t.strictSame(rows, [{ may: false }])
})
