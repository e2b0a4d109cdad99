import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Test } from 'tap'
import type { Role } from '../../src/domain/access.ts'
import { CHESHIRE_EAST } from './app.ts'
import { command } from './command.ts'

const checkout = join(import.meta.dirname, '../..')

/** The service as `npm start` runs it, in a process of its own. */
export interface StartedService {
  child: ChildProcess
  /** Resolves to its base URL when it answers; rejects with its words when it ends before. */
  ready: Promise<string>
  /** Resolves when the process has end, to its exit code or signal. */
  end: Promise<number | string>
}

/** Where a process is started, and what Node.js is to run there. */
interface Origin {
  folder: string
  start: string[]
}

/** An identity provider with one key, whose tokens services on this machine accept. */
export interface Provider {
  /** What a service accepts its tokens by. */
  variables: Record<string, string>
  token(role: Role, authorityCode?: string): Promise<string>
}

export async function identityProvider(t: Test): Promise<Provider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig' }] })
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(keys)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    variables: { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'sufficiency', OIDC_JWKS_URI: `${issuer}/keys` },
    token: (role, authority = CHESHIRE_EAST) =>
      new SignJWT({ role, authority })
        .setProtectedHeader({ alg: 'ES256' })
        .setSubject(`${role}@example.test`)
        .setIssuer(issuer)
        .setAudience('sufficiency')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
  }
}

/** Starts a process of the service with some environment variables; it is killed when the test ends. */
export function startedService(
  t: Test,
  variables: Record<string, string>,
  { folder, start }: Origin = { folder: checkout, start: command('start') },
): StartedService {
  const child = spawn(process.execPath, start, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      LOG_LEVEL: 'error',
      WEBHOOK_LOOPBACK: 'allow',
      RATE_LIMIT_PER_MINUTE: '1000000',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const end = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      const [, url] = /ready at (http:\S+)\n/.exec(output) ?? []
      if (url) resolve(url)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void end.then((how) => {
      if (how !== 0 && how !== 'SIGKILL' && how !== 'SIGTERM')
        t.comment(`the service end (${how}): ${output}`)
      reject(new Error(output))
    })
  })
  ready.catch(() => {})
  t.teardown(async () => {
    child.kill('SIGKILL')
    await end
  })
  return { child, ready, end }
}

/** The ids of what a stream of events tells of, as they come, until the test ends. */
export async function idsOfStream(t: Test, url: string, token: string): Promise<string[]> {
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const answer = await fetch(`${url}/v1/events/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: stop.signal,
  })
  const ids: string[] = []
  const read = async () => {
    for await (const chunk of answer.body ?? [])
      for (const [, id] of Buffer.from(chunk as Uint8Array)
        .toString()
        .matchAll(/"data":\{"id":"([^"]+)"/g))
        ids.push(id ?? '')
  }
  read().catch(() => {})
  return ids
}

/** Waits until something is so, for half a minute at most. */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries === 600) throw new Error(`not within half a minute: ${what}`)
    await sleep(50)
  }
}
