import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'

const checkout = resolve(import.meta.dirname, '../../..')
const port = 20_000 + Math.floor(Math.random() * 20_000)
const minutes = 60_000

/** Why a tour can't be played, where the machine has no such command. */
const lacks = (command: string) => (spawnSync(command, ['--version']).error ? `needs ${command}` : false)

interface Step {
  commands: string
  /** Lines that the commands must print. */
  promised: string[]
}

/** How a test of a tour is run: not at all, where the machine lacks what it needs. */
export const whereItCan = { timeout: 5 * minutes, skip: lacks('bash') || lacks('curl') }

/** The shell blocks of a text, each with the lines of the text block after it. */
function stepsOf(text: string): Step[] {
  const blocks = [...text.matchAll(/^```(sh|text)\n(.*?)^```$/gms)]
  return blocks.flatMap(([, kind, commands = ''], index) => {
    if (kind !== 'sh') return []
    const [, next, text = ''] = blocks[index + 1] ?? []
    return [{ commands, promised: next === 'text' ? text.trimEnd().split('\n') : [] }]
  })
}

/**
 * Starts the service as the README says and plays the shell blocks of a section of a page in one shell, line by line: every
 * command must succeed, and print the lines that the text block after it promises. Gives what `npm start` printed to paste
 * and its answer, and the steps.
 */
export async function play(
  t: Test,
  page: string,
  section = /.*/s,
): Promise<{ first: string; steps: Step[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'tour-'))
  for (const name of ['package.json', 'src', 'migrations', 'schema', 'node_modules', 'tsconfig.json']) {
    await symlink(join(checkout, name), join(folder, name))
  }
  // The data is where the embedded server's user can reach it, whoever runs the tests.
  const data = join(tmpdir(), `tour-data-${port}`)
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: data,
    DATABASE_URL: '',
    OIDC_ISSUER: '',
    NODE_OPTIONS: '',
  }
  const service = spawn('npm', ['start'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  t.teardown(async () => {
    const ended = once(service, 'exit')
    process.kill(-(service.pid as number), 'SIGTERM')
    await ended
    // npm is gone before the embedded server has written its last file.
    const away = { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }
    await Promise.all([folder, data].map((path) => rm(path, away)))
  })
  let said = ''
  await new Promise<void>((ready, failed) => {
    service.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Sufficiency is ready')) ready()
    })
    service.once('exit', () => failed(new Error(`npm start ended: ${said}`)))
  })

  const pasted = /^curl .*$/m.exec(said)?.[0] ?? 'false'
  const [text = ''] = section.exec(await readFile(join(checkout, page), 'utf8')) ?? []
  const steps = stepsOf(text)
  const mark = '=== end of step ==='
  const script = [pasted, ...steps.map(({ commands }) => commands)].join(`\necho '${mark}'\n`)
  const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', script.replaceAll(':3000', `:${port}`)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(shell, 'close')) as [number]
  t.equal(code, 0, 'every command succeeds')

  const [first, ...printed] = output.split(mark)
  for (const [index, { promised }] of steps.entries()) {
    for (const line of promised) {
      t.ok(printed[index]?.includes(line), `step ${index + 1} prints: ${line}`)
    }
  }
  t.notMatch(output, /"status":(5|401|403|400)/, 'no request is refused that should not be')
  return { first: first ?? '', steps }
}
