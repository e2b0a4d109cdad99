import { newKey, unwrap, type Connection, type paths } from '@sufficiency/client'

type Call = paths['/v1/upserts']['post']['requestBody']['content']['application/json']
export type SystemRecord = Call['records'][number]

/** How many records one call takes at most. */
const MOST = 5000

/**
 * Sends records of a system by its identifiers, in as many calls as it takes: what others refer to in the same call as they,
 * or before. Returns what was refused, each with its faults.
 */
export async function sendRecords(service: Connection, system: string, records: readonly SystemRecord[]) {
  const refusals = []
  for (let start = 0; start < records.length; start += MOST) {
    const report = await unwrap(
      service.POST('/v1/upserts', {
        params: { header: newKey() },
        body: { system, records: records.slice(start, start + MOST) },
      }),
    )
    refusals.push(...report.records.filter(({ outcome }) => outcome === 'refused'))
  }
  return refusals
}
