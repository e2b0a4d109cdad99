import type { TestClient } from '../support/app.ts'
import type { ResourceCase } from './resources.ts'

/** The body of a create that would succeed. The records that it refers to are made; the record itself is not. */
export async function bodyOf(
  { path, make }: ResourceCase,
  client: TestClient,
): Promise<Record<string, unknown>> {
  let body: Record<string, unknown> = {}
  const post = ((to, payload, headers) => {
    if (to !== `/v1/${path}`) return client.post(to, payload, headers)
    body = payload as Record<string, unknown>
    return Promise.resolve({ status: 201, headers: {}, body: {} })
  }) as TestClient['post']
  await make({ ...client, post })
  return body
}
