import { unwrap, type Connection } from '@sufficiency/client'

/** What share of children is placed in the authority, at the end of each month, by age band. */
export async function monthlyShares(service: Connection, from: string, to: string) {
  const { items } = await unwrap(
    service.GET('/v1/measures/{id}/series', {
      params: {
        path: { id: 'placed-in-authority' },
        query: { from, to, every: 'month', by: 'ageBand' },
      },
    }),
  )
  return items.map(({ asAt, group, numerator, denominator, value }) => ({
    asAt,
    ageBand: group.ageBand,
    numerator,
    denominator,
    value,
  }))
}
