import { followEvents, unwrap, type Connection } from '@sufficiency/client'

export interface Ledger {
  /** The cursor that was stored last; undefined at first. */
  cursor: string | undefined
  /** Stores a placement and the cursor together, so that none is missed. */
  store: (placement: { id: string; status: string }, cursor: string) => void
}

const types = ['uk.sufficiency.placement.started.v1', 'uk.sufficiency.placement.ended.v1']

/** Copies each placement that starts or ends into a ledger, as it happens, until the signal aborts. */
export async function followPlacements(service: Connection, ledger: Ledger, signal: AbortSignal) {
  const start = ledger.cursor === undefined ? {} : { cursor: ledger.cursor }
  for await (const { event, cursor } of followEvents(service, { ...start, types, signal })) {
    const path = { id: String(event.data.id) }
    const { id, status } = await unwrap(service.GET('/v1/placements/{id}', { params: { path } }))
    ledger.store({ id, status }, cursor)
  }
}
