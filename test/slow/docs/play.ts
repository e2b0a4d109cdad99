import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'

const checkout = resolve(import.meta.dirname, '../../..')
const minutes = 60_000

/** Why a tour can't be run, if the machine lacks a command; else false. */
const lacks = (command: string) => (spawnSync(command, ['--version']).error ? `needs ${command}` : false)

interface Step {
  /** The heading of the section that it is in. */
  section: string
  commands: string
  /** Lines that the commands must print. */
  promised: string[]
}

/** A step that was played, with the number of calls of the service that it made. */
export interface PlayedStep extends Step {
  calls: number
}

/** Options of a test that runs a tour; it is skipped if the machine lacks a command. */
export const whereItCan = { timeout: 10 * minutes, skip: lacks('bash') || lacks('curl') }

/** The shell blocks of a text, each with the lines of the text block that follows it. */
function stepsOf(text: string): Step[] {
  const parts = [...text.matchAll(/^## ([^\n]*)$|^```(sh|text)\n(.*?)^```$/gms)]
  let section = ''
  return parts.flatMap(([, heading, kind, commands = ''], index) => {
    section = heading ?? section
    if (kind !== 'sh') return []
    const [, , next, lines = ''] = parts[index + 1] ?? []
    return [{ section, commands, promised: next === 'text' ? lines.trimEnd().split('\n') : [] }]
  })
}

/** A port that nothing listens on. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Notes each call in a file. A call that is made again and again, to wait for something, counts once. */
const countingCalls = `: > calls
curl() { printf '%s\\n' "\${*//[$'\\n']/ }" >> calls; command curl "$@"; }`

/**
 * Starts the service as the README says and runs the shell blocks of some pages, or of a section of them, in one shell, line
 * by line. Every command must succeed and print the lines of the text block that follows it. Returns the answer to the command
 * that `npm start` printed, and the steps.
 */
export async function play(
  t: Test,
  pages: readonly string[],
  section = /.*/s,
): Promise<{ first: string; steps: PlayedStep[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'tour-'))
  for (const name of ['package.json', 'src', 'migrations', 'schema', 'node_modules', 'tsconfig.json']) {
    await symlink(join(checkout, name), join(folder, name))
  }
  // Its own, as a test that ran before in the same process may still be letting go of its.
  const port = await unusedPort()
  // In a folder that the embedded server's user can reach, whoever runs the tests.
  const data = join(tmpdir(), `tour-data-${port}`)
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: data,
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
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
    const end = once(service, 'exit')
    if (service.exitCode === null) {
      process.kill(-(service.pid as number), 'SIGTERM')
      await end
    }
    // npm exits before the embedded server has written its last file.
    const away = { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }
    await Promise.all([folder, data].map((path) => rm(path, away)))
  })
  let startOutput = ''
  await new Promise<void>((ready, reject) => {
    service.stdout.on('data', (chunk: Buffer) => {
      startOutput += chunk.toString()
      if (startOutput.includes('Sufficiency is ready')) ready()
    })
    service.once('exit', () => reject(new Error(`npm start ended: ${startOutput}`)))
  })

  const question = /^curl .*$/m.exec(startOutput)?.[0] ?? 'false'
  const texts = await Promise.all(pages.map((page) => readFile(join(checkout, page), 'utf8')))
  const [text = ''] = section.exec(texts.join('\n')) ?? []
  const steps = stepsOf(text)
  const mark = '=== end of step, calls:'
  const blocks = [`${question}\n${countingCalls}`, ...steps.map(({ commands }) => commands)]
  const script = blocks.map((commands) => `${commands}\necho "${mark} $(uniq calls | wc -l)"\n`).join('')
  const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', script.replaceAll(':3000', `:${port}`)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(shell, 'close')) as [number]
  t.equal(code, 0, 'every command succeeds', { output: output.slice(-2000) })

  const [first = '', ...outputs] = output.split(mark)
  // Each output begins with the number of calls made before it.
  const callsBefore = outputs.map((text) => parseInt(text, 10))
  const playedSteps = steps.map((step, index) => {
    for (const line of step.promised)
      t.ok(outputs[index]?.includes(line), `${step.section}, step ${index + 1} prints: ${line}`)
    return { ...step, calls: (callsBefore[index + 1] ?? 0) - (callsBefore[index] ?? 0) }
  })
  t.notMatch(output, /"status":(5|401|403|400)/, 'no request is refused that should not be')
  return { first, steps: playedSteps }
}
