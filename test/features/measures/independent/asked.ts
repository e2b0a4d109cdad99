import type { TestClient } from '../../../support/app.ts'
import type { Figure } from '../support.ts'
import type { Count } from './by-hand.ts'
import { definitions } from './computed.ts'

/** What the service answers, and what the computation by hand gives, in one form. */

interface Catalogue {
  items: { id: string; dimensions: string[]; over: 'day' | 'period' }[]
}

/** Every measure that is computed by hand, as it is asked for, with the dimensions that the catalogue gives it. */
export async function askedOf(client: TestClient) {
  const { body } = await client.get<Catalogue>('/v1/measures')
  const told = new Map(body.items.map((item) => [item.id, item]))
  const asked = Object.keys(definitions).map((definition) => {
    const [id = '', setting] = definition.split('?')
    const { dimensions = [], over = 'day' } = told.get(id) ?? {}
    return { definition, id, setting: setting ? `&${setting}` : '', dimensions, over }
  })
  return { asked, ids: [...told.keys()] }
}

/** Figures as the computation by hand gives them. A count, which has no denominator, is its own. */
export function shown(items: Figure[], by: string[]): Map<string, Count> {
  return new Map(
    items.map(({ group, numerator, denominator, unknown }) => [
      by.map((name) => group[name]).join(' '),
      {
        numerator: Number(numerator.toFixed(1)),
        denominator: denominator ?? Number(numerator.toFixed(1)),
        unknown,
      },
    ]),
  )
}

/** In a series every group is on every day: one that comes to nothing on a day may or may not have facts. */
export const isThere = ([key, { numerator, denominator, unknown }]: [string, Count]) =>
  key === '' || numerator !== 0 || denominator !== 0 || unknown !== 0
export const inOrder = (groups: Iterable<[string, Count]>) => [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
export const query = (by: string[]) => (by.length === 0 ? '' : `&by=${by.join(',')}`)
