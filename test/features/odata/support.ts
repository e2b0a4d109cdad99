import type { Answer, Headers, TestClient } from '../../support/app.ts'

export type Entity = Record<string, unknown>

export interface EntityPage {
  '@odata.context'?: string
  '@odata.count'?: number
  '@odata.nextLink'?: string
  value: Entity[]
}

export interface ODataError {
  error: { code: string; message: string; target?: string }
}

/** What Power Query sends with every request. */
export const powerQuery: Headers = {
  'odata-maxversion': '4.0',
  maxdataserviceversion: '3.0',
  accept:
    'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7',
  'accept-encoding': 'gzip, deflate',
}

/** An address below `/odata` with options, encoded as Power Query does. */
export function odataPath(resource: string, options: Record<string, string> = {}): string {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `/odata/${resource}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

/** Reads all pages of a set by following the links. */
export async function pull(
  client: TestClient,
  start: string,
  headers: Headers = {},
): Promise<{ rows: Entity[]; pages: Answer<EntityPage>[] }> {
  const [rows, pages]: [Entity[], Answer<EntityPage>[]] = [[], []]
  for (let path: string | undefined = start; path !== undefined;) {
    const page: Answer<EntityPage> = await client.get<EntityPage>(path, headers)
    if (page.status !== 200) throw new Error(`${path}: ${page.status} ${JSON.stringify(page.body)}`)
    pages.push(page)
    rows.push(...page.body.value)
    const next = page.body['@odata.nextLink']
    path = next?.replace(/^https?:\/\/.*?(?=\/odata\/)/, '')
  }
  return { rows, pages }
}
