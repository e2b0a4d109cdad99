import { median, printTable, ratio } from './table.ts'

/*
 * The pages for people, against the API calls that each is made of, sent by one client over HTTP, those that the page
 * sends at once at once: median of elapsed times, in turn. With `npm start` running in the demonstration:
 *   node --import tsx bench/people.ts http://127.0.0.1:3000 "$(npm run -s token -- --role placements)"
 */

const [base = 'http://127.0.0.1:3000', token = ''] = process.argv.slice(2)
const rounds = 7

const api = async <T>(path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(`${base}/v1/${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${base}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ subject: 'demonstration' }),
  })
  const [cookie = ''] = answer.headers.getSetCookie()
  return cookie.split(';')[0] ?? ''
}

const cookie = await signIn()
const page = async (path: string): Promise<void> => {
  const answer = await fetch(base + path, { headers: { cookie } })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  await answer.text()
}

interface List {
  items: { id: string; childIds: string[]; home: { id: string } | null }[]
}
const request = (await api<List>('placement-requests?status=open&limit=1')).items[0]!
const { items } = await api<List>('attention?limit=100')
const homeId = items.find(({ home }) => home)!.home!.id
const children = (ids: readonly string[]) => ids.map((id) => api(`children/${id}`))

const cases: [name: string, path: string, calls: () => Promise<unknown>][] = [
  [
    'Today',
    '/today',
    () =>
      Promise.all([
        api('attention?limit=100'),
        api('holds?status=held&limit=50'),
        api('placement-requests?status=held&limit=100'),
        api(`recent-changes?since=${new Date(Date.now() - 86_400_000).toISOString()}&limit=40`),
      ]),
  ],
  ['Vacancies', '/vacancies', () => api('vacancy-board?free=tonight&limit=200')],
  [
    'Requests',
    '/requests',
    () =>
      Promise.all(
        ['open', 'held', 'agreed'].map((status) => api(`placement-requests?status=${status}&limit=100`)),
      ),
  ],
  [
    'A request',
    `/requests/${request.id}`,
    async () => {
      await api(`placement-requests/${request.id}`)
      await Promise.all(children(request.childIds))
    },
  ],
  [
    'Beds',
    `/requests/${request.id}/options`,
    async () => {
      await api(`placement-requests/${request.id}`)
      const search = await api<{
        id: string
        items: { bed: { id: string }; home: { postcode: string | null } }[]
      }>('vacancy-searches', {
        requestId: request.id,
        limit: 8,
      })
      const beds = search.items.slice(0, 5).map(({ bed }) => bed.id)
      if (beds.length > 1) await api(`vacancy-searches/${search.id}/compare?beds=${beds.join()}`)
      await api(`children/${request.childIds[0]}`)
      const postcodes = search.items.flatMap(({ home }) => home.postcode ?? [])
      await Promise.all(postcodes.map((postcode) => api(`postcodes/${encodeURIComponent(postcode)}`)))
    },
  ],
  ['A child', `/children/${request.childIds[0]}`, () => api(`children/${request.childIds[0]}/record`)],
  ['A home', `/homes/${homeId}`, () => api(`homes/${homeId}/record`)],
]

const elapsed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const rows: (string | number)[][] = []
for (const [name, path, calls] of cases) {
  const times: { page: number[]; calls: number[] } = { page: [], calls: [] }
  for (let round = 0; round <= rounds; round++) {
    const [ofPage, ofCalls] = [await elapsed(() => page(path)), await elapsed(calls)]
    if (round === 0) continue // which loads what is kept in memory afterwards
    times.page.push(ofPage)
    times.calls.push(ofCalls)
  }
  rows.push([name, ratio(median(times.page), median(times.calls)), median(times.page).toFixed(0)])
}
printTable('Pages for people', ['page', 'page ÷ its API calls', 'page, ms here'], rows)
