import { matchVersion, newKey, unwrap, type Connection } from '@sufficiency/client'

/** Asks for a home for a child from a day, holds the best bed that is found, agrees it, and starts the placement. */
export async function placeChild(service: Connection, childId: string, day: string) {
  const request = await unwrap(
    service.POST('/v1/placement-requests', {
      params: { header: newKey() },
      body: { childIds: [childId], urgency: 'planned', receivedOn: day, neededFrom: day },
    }),
  )
  const { items: options } = await unwrap(
    service.POST('/v1/vacancy-searches', { body: { requestId: request.id, limit: 1 } }),
  )
  const [option] = options
  if (!option) throw new Error('No bed was found.')

  const hold = await unwrap(
    service.POST('/v1/holds', {
      params: { header: newKey() },
      body: {
        beds: [{ bedId: option.bed.id, childId }],
        from: day,
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        requestId: request.id,
      },
    }),
  )
  const { placements } = await unwrap(
    service.POST('/v1/holds/{id}/agreement', {
      params: { path: { id: hold.id }, header: { ...matchVersion(hold), ...newKey() } },
      body: {},
    }),
  )
  const [member] = placements
  if (!member) throw new Error('The agreement made no placement.')
  const placement = await unwrap(service.GET('/v1/placements/{id}', { params: { path: { id: member.id } } }))
  return unwrap(
    service.POST('/v1/placements/{id}/start', {
      params: { path: { id: placement.id }, header: { ...matchVersion(placement), ...newKey() } },
      body: { on: day },
    }),
  )
}
