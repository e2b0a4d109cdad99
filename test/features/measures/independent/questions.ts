import type { TestClient } from '../../../support/app.ts'
import type { Figure } from '../support.ts'
import type { Count } from './by-hand.ts'
import { definitions } from './computed.ts'

/** Brings the service's answers and the computation by hand into one form, to be compared. */

interface Catalogue {
  items: { id: string; dimensions: string[]; over: 'day' | 'period'; groupsAddUp: boolean }[]
}

/** Every measure that is computed by hand, with its query and the dimensions that the catalogue gives it. */
export async function questionsFrom(client: TestClient) {
  const { body } = await client.get<Catalogue>('/v1/measures')
  const catalogue = new Map(body.items.map((item) => [item.id, item]))
  const questions = Object.keys(definitions).map((definition) => {
    const [id = '', setting] = definition.split('?')
    const { dimensions = [], over: span = 'day', groupsAddUp = true } = catalogue.get(id) ?? {}
    return { definition, id, setting: setting ? `&${setting}` : '', dimensions, over: span, groupsAddUp }
  })
  return { questions, ids: [...catalogue.keys()] }
}

/** Figures in the form of the computation by hand, where the denominator of a count is the count itself. */
export function countsOf(items: Figure[], dimensions: string[]): Map<string, Count> {
  return new Map(
    items.map(({ group, numerator, denominator, value, lowerQuartile, upperQuartile = null, unknown }) => [
      dimensions.map((name) => group[name]).join(' '),
      {
        numerator: numerator === null ? null : Number(numerator.toFixed(1)),
        denominator: denominator ?? Number(Number(numerator).toFixed(1)),
        unknown,
        ...(denominator === null && lowerQuartile === undefined && value !== numerator && { extreme: value }),
        ...(lowerQuartile !== undefined && { quartiles: [lowerQuartile, value, upperQuartile] }),
      },
    ]),
  )
}

/** Whether a figure is compared: a series has every group on every day, also groups that count nothing on that day. */
export const isThere = ([key, { numerator, denominator, unknown }]: [string, Count]) =>
  key === '' || numerator !== 0 || denominator !== 0 || unknown !== 0
export const inOrder = (groups: Iterable<[string, Count]>) => [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
export const query = (dimensions: string[]) => (dimensions.length === 0 ? '' : `&by=${dimensions.join(',')}`)
