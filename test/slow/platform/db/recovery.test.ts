import { spawnSync } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import t from 'tap'
import { openDatabase, type Database } from '../../../../src/platform/db/embedded.ts'
import { prepareDatabase } from '../../../../src/platform/db/migrate.ts'
import { createPool } from '../../../../src/platform/db/pool.ts'
import { pauseSending, readSending } from '../../../../src/platform/db/sending.ts'
import { waitUntil } from '../../../support/service.ts'

/* What docs/operating.md says of recovery up to any moment, rehearsed: a base backup, an archive of the log, and a moment. */

t.setTimeout(900_000)

const program = ['/usr/lib/postgresql/15/bin/pg_basebackup', 'pg_basebackup'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
)

async function query(database: Database, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

t.test(
  'a database is recovered as it was at a moment after its backup',
  { skip: program === undefined && 'no pg_basebackup is installed' },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'sufficiency-recovery-'))
    await chmod(folder, 0o777)
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    const archive = join(folder, 'archive')
    await mkdir(archive)
    await chmod(archive, 0o777)
    const source = await openDatabase({
      dataDir: join(folder, 'source'),
      settings: { archive_mode: 'on', archive_command: `cp %p ${archive}/%f` },
    })
    t.teardown(() => source.stop())
    await prepareDatabase(source.urls)
    await query(source, 'create table noted (what text)')
    await query(source, `insert into noted values ('before the backup')`)

    const { port, password } = new URL(source.url)
    const copy = join(folder, 'copy')
    const data = join(copy, 'postgres/data')
    await mkdir(join(copy, 'postgres'), { recursive: true })
    const backup = spawnSync(
      program ?? '',
      [
        '-h',
        '127.0.0.1',
        '-p',
        port,
        '-U',
        'sufficiency',
        '-D',
        data,
        '--checkpoint=fast',
        '--wal-method=none',
      ],
      { env: { PGPASSWORD: password }, encoding: 'utf8' },
    )
    t.equal(backup.status, 0, backup.stderr)

    await query(source, `insert into noted values ('after it')`)
    await sleep(1_100)
    const [moment] = await query(source, 'select now()::text')
    await sleep(1_100)
    await query(source, `insert into noted values ('too late')`)
    const [segment] = await query(source, 'select pg_walfile_name(pg_switch_wal())')
    await waitUntil(async () => (await readdir(archive)).includes(String(segment)), 'the log is archived')

    // What the embedded server has beside its data, and whose the files are.
    await cp(join(folder, 'source/postgres/password'), join(copy, 'postgres/password'))
    await writeFile(join(data, 'recovery.signal'), '')
    const { uid, gid } = await stat(join(folder, 'source/postgres/data'))
    const own = spawnSync('chown', ['-R', `${uid}:${gid}`, join(copy, 'postgres')])
    t.equal(own.status, 0)
    await chown(copy, uid, gid)
    const recovery = await openDatabase({
      dataDir: copy,
      settings: {
        restore_command: `cp ${archive}/%f %p`,
        recovery_target_time: String(moment),
        recovery_target_action: 'promote',
      },
    })
    t.teardown(() => recovery.stop())
    await waitUntil(
      async () => (await query(recovery, 'select not pg_is_in_recovery()'))[0] === true,
      'it is recovered',
    )
    t.same(await query(recovery, 'select what from noted order by 1'), ['after it', 'before the backup'])
    await prepareDatabase(recovery.urls)

    const owner = createPool({ url: recovery.url, max: 1 })
    t.teardown(() => owner.end())
    t.match(
      await readSending(owner),
      { isSending: true, isCopy: false },
      'it has the numbers of the original',
    )
    await pauseSending(owner)
    t.match(await readSending(owner), { isSending: false }, 'so it is paused by command')
  },
)
