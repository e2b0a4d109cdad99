import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import autocannon from 'autocannon'
import type { Probe } from './probes.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'

/** The result of a run: requests or transactions per second, and the 99th percentile of latency in ms. */
export interface Run {
  perSecond: number
  p99: number
}

/**
 * Runs scripts through pgbench with this number of clients, as the application's role. Each line is a statement, which gets
 * a semicolon; a line that begins with a backslash or ends in `\gset` is a command of pgbench and gets none.
 */
export async function pgbench(
  url: string,
  scripts: string[][],
  clients: number,
  seconds: number,
  variables: Record<string, number> = {},
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'pgbench-'))
  try {
    const files = scripts.map((_, index) => join(folder, `${index}.sql`))
    for (const [index, file] of files.entries()) {
      const lines = scripts[index]?.map((line) => `${line}${/^\\|\\gset$/.test(line) ? '' : ';'}\n`)
      await writeFile(file, lines?.join('') ?? '')
    }
    const args = [
      '-n',
      '-M',
      'simple',
      '-c',
      String(clients),
      '-T',
      String(seconds),
      '-l',
      '--log-prefix',
      join(folder, 'log'),
      ...Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]),
    ]
    const env = { ...process.env, PGOPTIONS: '-c role=sufficiency_app' }
    await promisify(execFile)('pgbench', [...args, ...files.flatMap((file) => ['-f', file]), url], { env })
    const logs = (await readdir(folder)).filter((name) => name.startsWith('log'))
    const lines = (await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8'))))
      .join('')
      .trim()
      .split('\n')
    const micros = lines.map((line) => Number(line.split(' ')[2])).sort((a, b) => a - b)
    return { perSecond: micros.length / seconds, p99: (micros[Math.floor(micros.length * 0.99)] ?? 0) / 1000 }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Sends the probes over HTTP on this number of connections (autocannon), and counts what was refused. */
export async function httpWithRefusals(
  base: string,
  token: string,
  probes: Probe[],
  connections: number,
  seconds: number,
): Promise<Run & { refusals: number }> {
  const result = await autocannon({
    url: base,
    connections,
    duration: seconds,
    idReplacement: true,
    requests: probes.map(({ method, path, body }) => ({
      method,
      path,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })),
  })
  if (result.errors > 0) throw new Error(`${result.errors} errors`)
  return { perSecond: result['2xx'] / result.duration, p99: result.latency.p99, refusals: result.non2xx }
}

/** Sends the probes, none of which may be refused. */
export async function http(...load: Parameters<typeof httpWithRefusals>): Promise<Run> {
  const { refusals, ...run } = await httpWithRefusals(...load)
  if (refusals > 0) throw new Error(`${refusals} refusals`)
  return run
}

/** Starts the built service on a database, in a process of its own and with the options of its container image. */
export async function startService(databaseUrl: string) {
  const child = spawn(process.execPath, ['--optimize-for-size', 'dist/cli/start.js'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      DATABASE_OWNER_URL: databaseUrl,
      DATABASE_URL: derivedUrls(databaseUrl).app,
      DEMONSTRATION: 'yes',
      PORT: '0',
      LOG_LEVEL: 'silent',
      RATE_LIMIT_PER_MINUTE: '1000000',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  await new Promise<void>((ready) => {
    child.once('exit', () => ready())
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Authorization: Bearer')) ready()
    })
  })
  const url = /ready at (\S+)/.exec(output)?.[1]
  const token = /Bearer ([\w.-]+)/.exec(output)?.[1]
  if (url === undefined || token === undefined) throw new Error(`the service did not start: ${output}`)
  return {
    url,
    token,
    /** Resident memory now and at its peak, in MB; NaN on systems other than Linux. */
    async memory(): Promise<{ now: number; peak: number }> {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      const megabytes = (field: string) =>
        Math.round(Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) / 1024)
      return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
    },
    /** Begins to look for the peak anew. */
    async forgetPeak(): Promise<void> {
      await writeFile(`/proc/${child.pid}/clear_refs`, '5').catch(() => {})
    },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
