import { randomUUID } from 'node:crypto'
import { get } from 'node:http'
import { Client } from 'pg'
import { setViewName } from '../src/domain/feeds/names.ts'
import type { FeedName } from '../src/domain/feeds/sets.ts'
import { runReportingCommand } from '../src/features/reporting/index.ts'
import { demonstrationKey } from '../src/platform/db/demonstration-key.ts'
import { createPool } from '../src/platform/db/pool.ts'
import { signDemonstrationToken } from '../src/platform/http/tokens.ts'
import { startService } from './load.ts'
import { principal } from './probes.ts'

/** What pulls need: the service, a token that may read feeds, and connections to the database as the service and as a login. */
export interface Source {
  base: string
  token: string
  app: Client
  login: Client
}

/** So many of the last bytes of an answer are kept: a link to the next page, or an error. */
const END = 4000

/** Takes an answer to its end, and resolves to its last characters. */
function take({ base, token }: Source, path: string, prefer?: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, ...(prefer && { prefer }) }
  return new Promise((resolve, reject) => {
    get(new URL(path, base), { headers }, (answer) => {
      let end = Buffer.alloc(0)
      answer.on('data', (piece: Buffer) => {
        end = Buffer.concat([end, piece.subarray(-END)]).subarray(-END)
      })
      answer.on('error', reject)
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(end.toString())
        else reject(new Error(`${answer.statusCode} of ${path}: ${end.toString()}`))
      })
    }).on('error', reject)
  })
}

const entitySet = { placements: 'Placements', 'child-months': 'ChildMonths' } as const
export type PulledSet = keyof typeof entitySet

/** The addresses of the pages of a set, in their order. */
export async function pagesOf(
  source: Source,
  set: PulledSet,
  { query = '', pageSize = 5000 }: { query?: string; pageSize?: number } = {},
): Promise<string[]> {
  const paths: string[] = []
  for (let path: string | undefined = `/odata/${entitySet[set]}${query}`; path !== undefined;) {
    paths.push(path)
    path = await nextPage(source, path, pageSize)
  }
  return paths
}

async function nextPage(source: Source, path: string, pageSize: number): Promise<string | undefined> {
  const end = await take(source, path, `odata.maxpagesize=${pageSize}`)
  return /"@odata\.nextLink":"([^"]+)"\}$/.exec(end)?.[1]
}

/** Takes one page. */
export const takePage = (source: Source, path: string, pageSize: number): Promise<unknown> =>
  nextPage(source, path, pageSize)

const takeFile = (source: Source, path: string) => take(source, `/v1/feeds/${path}`)

/** The ways in which a set is pulled; the part is a month, as its first day and that of the next. */
export const ways: Record<
  string,
  (source: Source, set: PulledSet, part?: readonly [string, string]) => Promise<unknown>
> = {
  CSV: (source, set, part) => takeFile(source, `${set}?format=csv${fileQuery(part)}`),
  'lines of JSON': (source, set, part) => takeFile(source, `${set}?format=ndjson${fileQuery(part)}`),
  Parquet: (source, set, part) => takeFile(source, `${set}?format=parquet${fileQuery(part)}`),
  'OData, page by page': (source, set, part) =>
    pagesOf(source, set, part ? { query: `?$filter=month eq ${part[0]}`.replaceAll(' ', '%20') } : {}),
  'SQL, as a login': (source, set, part) =>
    source.login.query({
      text: `select * from reporting.${setViewName(set)}${part ? ` where month = '${part[0]}'` : ''}`,
      rowMode: 'array',
      types: { getTypeParser: () => String },
    }),
}

const fileQuery = (part?: readonly [string, string]) => (part ? `&from=${part[0]}&to=${part[1]}` : '')

/** The baseline: the same view, as the database itself writes it. `pg` takes the rows and drops them. */
export const copyOut = ({ app }: Source, set: FeedName): Promise<unknown> =>
  app.query(`copy (select * from reporting.${setViewName(set)}) to stdout`)

/** Connects as the service does, for one authority. */
async function connectAsService(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, options: '-c role=sufficiency_app -c jit=off' })
  await client.connect()
  await client.query(`select set_config('app.authority', $1, false)`, [principal.authorityCode])
  return client
}

/** Starts the service on a database, does work with it and what pulls need, and stops it again. */
export async function withSource(
  url: string,
  work: (source: Source, service: Awaited<ReturnType<typeof startService>>) => Promise<void>,
): Promise<void> {
  const owner = createPool({ url, name: 'bench', max: 1 })
  const name = `bench-${randomUUID().slice(0, 8)}`
  const make = { action: 'make' as const, name, purpose: 'Benchmark', scopes: [] }
  const [user = '', password = ''] = await runReportingCommand(owner, principal.authorityCode, make)
  const address = new URL(url)
  address.username = user.replace('login ', '')
  address.password = password.replace('password ', '')
  const login = new Client({ connectionString: address.href })
  const app = await connectAsService(url)
  const service = await startService(url)
  try {
    await login.connect()
    const admin = { ...principal, role: 'admin' as const }
    const token = await signDemonstrationToken(await demonstrationKey(owner), admin)
    await work({ base: service.url, token, app, login }, service)
  } finally {
    await app.end()
    await login.end()
    await service.stop()
    await runReportingCommand(owner, principal.authorityCode, { action: 'drop', name })
    await owner.end()
  }
}
