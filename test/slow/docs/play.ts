import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'

const checkout = resolve(import.meta.dirname, '../../..')
const port = 20_000 + Math.floor(Math.random() * 20_000)
const minutes = 60_000

/** Why a tour can't be run, if the machine lacks a command; else false. */
const lacks = (command: string) => (spawnSync(command, ['--version']).error ? `needs ${command}` : false)

interface Step {
  commands: string
  /** Lines that the commands must print. */
  promised: string[]
}

/** Options of a test that runs a tour; it is skipped if the machine lacks a command. */
export const whereItCan = { timeout: 5 * minutes, skip: lacks('bash') || lacks('curl') }

/** The shell blocks of a page, each with the lines of the text block that follows it. */
function stepsOf(text: string): Step[] {
  const blocks = [...text.matchAll(/^```(sh|text)\n(.*?)^```$/gms)]
  return blocks.flatMap(([, kind, commands = ''], index) => {
    if (kind !== 'sh') return []
    const [, next, text = ''] = blocks[index + 1] ?? []
    return [{ commands, promised: next === 'text' ? text.trimEnd().split('\n') : [] }]
  })
}

/**
 * Starts the service as the README says and runs the shell blocks of a section of a page in one shell, line by line. Every
 * command must succeed and print the lines of the text block that follows it. Returns the command that `npm start` printed,
 * its answer, and the steps.
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
  // In a folder that the embedded server's user can reach, whoever runs the tests.
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
    const end = once(service, 'exit')
    process.kill(-(service.pid as number), 'SIGTERM')
    await end
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
  const [text = ''] = section.exec(await readFile(join(checkout, page), 'utf8')) ?? []
  const steps = stepsOf(text)
  const mark = '=== end of step ==='
  const script = [question, ...steps.map(({ commands }) => commands)].join(`\necho '${mark}'\n`)
  const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', script.replaceAll(':3000', `:${port}`)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(shell, 'close')) as [number]
  t.equal(code, 0, 'every command succeeds')

  const [first, ...outputs] = output.split(mark)
  for (const [index, { promised: promises }] of steps.entries()) {
    for (const line of promises) {
      t.ok(outputs[index]?.includes(line), `step ${index + 1} prints: ${line}`)
    }
  }
  t.notMatch(output, /"status":(5|401|403|400)/, 'no request is refused that should not be')
  return { first: first ?? '', steps }
}
