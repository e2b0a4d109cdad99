import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { stopEmbedded } from '../../../../src/platform/db/embedded.ts'
import { aReceiver } from '../../../features/events/receiver.ts'
import { clientAt, testApp } from '../../../support/app.ts'
import { aBed, aChildInCare, aPlacement, aWebhook } from '../../../support/builders.ts'
import { command } from '../../../support/command.ts'
import { databaseVariables } from '../../../support/database.ts'
import { freePort } from '../../../support/pgbouncer.ts'
import { identityProvider, startedService } from '../../../support/service.ts'

/* A backup by command, restored by command on a server that has never heard of the service. */

t.setTimeout(900_000)

const checkout = resolve(import.meta.dirname, '../../../..')
const isWithout =
  spawnSync('pg_dump', ['--version']).status !== 0 &&
  'no pg_dump is installed (apt-get install postgresql-client)'

function runCommand(name: string, args: string[], variables: Record<string, string>) {
  return new Promise<{ code: number; output: string }>((settle) => {
    const env = { PATH: process.env.PATH, ...variables }
    const child = execFile(
      process.execPath,
      [...command(name), ...args],
      { cwd: checkout, env },
      (_, stdout, stderr) => settle({ code: child.exitCode ?? -1, output: stdout + stderr }),
    )
  })
}

t.test(
  'a restored copy answers as the database did, and sends nothing until told to',
  { skip: isWithout },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'sufficiency-backup-'))
    await chmod(folder, 0o755)
    const DATA_DIR = join(folder, 'data')
    t.teardown(async () => {
      await stopEmbedded(DATA_DIR)
      await rm(folder, { recursive: true, force: true })
    })
    const source = await testApp(t)
    const admin = await source.as('admin')
    const receiver = await aReceiver(t)
    const child = await aChildInCare(admin)
    const stay = await aPlacement(admin, { childId: child.id, bedId: (await aBed(admin)).id })
    const webhook = await aWebhook(admin)
    await source.ownerPool.query('update webhooks set url = $1', [receiver.url])
    await admin.post(`/v1/webhooks/${webhook.id}/secrets`)

    const file = join(folder, 'backup')
    const there = databaseVariables(source.urls)
    t.match(await runCommand('backup', [file], there), { code: 0, output: /^the backup is in / })
    t.ok((await stat(file)).size > 100_000)
    t.match(await runCommand('sending', ['status'], there), { code: 0, output: /^on: / })
    t.match(
      await runCommand('restore', [file], there),
      { code: 1, output: /into an empty one/ },
      'nothing is restored over a database that is in use',
    )

    const restore = await runCommand('restore', [file], { DATA_DIR })
    t.match(restore, { code: 0, output: /The backup is restored\. Nothing is sent/ })
    t.match(await runCommand('sending', ['status'], { DATA_DIR }), {
      code: 0,
      output: /^off: this is a restored copy/,
    })

    const provider = await identityProvider(t)
    const port = await freePort()
    const service = startedService(t, { DATA_DIR, METRICS_PORT: String(port), ...provider.variables })
    const url = await service.ready
    const copy = clientAt(url, await provider.token('admin'))
    t.equal((await copy.get('/health/ready')).status, 200)
    t.same(
      (await copy.get(`/v1/children/${child.id}`)).body,
      (await admin.get(`/v1/children/${child.id}`)).body,
    )
    t.same(
      (await copy.get(`/v1/placements/${stay.id}`)).body,
      (await admin.get(`/v1/placements/${stay.id}`)).body,
    )
    const newChild = await aChildInCare(copy)
    t.ok((await copy.get('/v1/events?limit=1000')).body.items.length > 0, 'it has a feed')

    const metric = async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      return /^sufficiency_sending_paused (\d)$/m.exec(text)?.[1]
    }
    t.equal(await metric(), '1')
    // Several polls of the sender, which delivers at once what is due.
    await sleep(3_000)
    t.equal(receiver.deliveries.length, 0, 'nothing is delivered')

    t.match(await runCommand('sending', ['resume'], { DATA_DIR }), { code: 0, output: /^on: / })
    await receiver.until(({ deliveries }) => deliveries.some(({ event }) => event.data.id === newChild.id))
    t.equal(await metric(), '0')
    t.match(await runCommand('sending', ['pause'], { DATA_DIR }), { code: 0, output: /^paused since \d{4}-/ })
    t.equal(await metric(), '1')
    t.match(await runCommand('read-models', ['check'], { DATA_DIR }), {
      code: 0,
      output: /0 missing, 0 untrue/,
    })
  },
)
