import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { stopEmbedded } from '../../../src/platform/db/embedded.ts'
import { clientAt } from '../../support/app.ts'
import { identityProvider, startedService, waitUntil } from '../../support/service.ts'

/* The data of the embedded server are on a small disk of their own (a tmpfs), which is filled up and emptied again. */

t.setTimeout(900_000)

const SIZE_MB = 400
const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

async function smallDisk() {
  const folder = await mkdtemp(join(tmpdir(), 'sufficiency-disk-'))
  const isMounted =
    process.getuid?.() === 0 &&
    runs('mount', '-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=755`, 'tmpfs', folder)
  if (!isMounted) {
    await rm(folder, { recursive: true })
    return undefined
  }
  await chmod(folder, 0o755)
  return {
    folder,
    fill: () => void spawnSync('dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=64k']),
    empty: () => rm(join(folder, 'filler')),
    async remove() {
      runs('umount', '-l', folder)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const disk = await smallDisk()

t.test(
  'a full disk is told, and recovered from',
  { skip: !disk && 'no disk can be mounted here' },
  async (t) => {
    if (!disk) return
    const DATA_DIR = join(disk.folder, 'data')
    t.teardown(async () => {
      await stopEmbedded(DATA_DIR)
      await disk.remove()
    })
    const provider = await identityProvider(t)
    const service = startedService(t, { DATA_DIR, ...provider.variables })
    const client = clientAt(await service.ready, await provider.token('admin'))
    const ids: string[] = []
    const record = async () => {
      const reference = `FULL-${ids.length}`
      const answer = await client.post('/v1/children', { reference, dateOfBirth: '2014-05-02', sex: 'male' })
      if (answer.status === 201) ids.push(answer.body.id)
      return answer
    }
    const isReady = async () => (await client.get('/health/ready').catch(() => undefined))?.status === 200
    t.equal((await record()).status, 201)
    t.ok(await isReady())

    disk.fill()
    let refusal = await record()
    for (let tries = 0; refusal.status === 201 && tries < 2000; tries++) refusal = await record()
    t.match(refusal, { status: 503, body: { type: '/problems/unavailable' } })
    t.match(await client.get('/health/ready'), { status: 503, body: { type: '/problems/unavailable' } })
    t.equal((await client.get('/health/live')).status, 200)
    t.comment(`refused after ${ids.length} records: ${refusal.body.detail}`)

    await disk.empty()
    await waitUntil(isReady, 'it is ready again')
    await waitUntil(async () => (await record()).status === 201, 'it records again')
    for (const id of ids) t.equal((await client.get(`/v1/children/${id}`)).status, 200)
  },
)
