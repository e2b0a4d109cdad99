import type { Tx } from '../../../platform/db/tenant.ts'

/** The tables that figures are computed from. */
const recordTypes = [
  'beds', 'care_periods', 'carer_journeys', 'category_variations', 'children', 'contracts', 'fees', 'homes', 'judgements', 'legal_statuses', 'liberty_orders', 'notices', 'placements',
  'populations', 'providers', 'separations', 'sibling_groups', 'voids',
] // prettier-ignore

/** Instants in ISO 8601: when the figures were read, and when records were last changed and last imported (null if never). */
export interface Freshness {
  readAt: string
  lastChangeAt: string | null
  lastImportAt: string | null
}

const freshnessQuery = {
  name: 'freshness-of-figures',
  text: `
    select to_json(now()) #>> '{}' as "readAt",
           (select to_json(max(latest)) #>> '{}'
              from unnest($1::text[]) kind,
              lateral (select max(recorded_at) as latest from record_versions
                        where authority_code = current_authority() and record_type = kind) changed) as "lastChangeAt",
           (select to_json(max(finished_at)) #>> '{}' from imports where status = 'succeeded') as "lastImportAt"`,
  values: [recordTypes],
}

/** How fresh figures are that are read in this transaction. */
export async function freshness(tx: Tx): Promise<Freshness> {
  const { rows } = await tx.client.query<Freshness>(freshnessQuery)
  return rows[0] ?? { readAt: '', lastChangeAt: null, lastImportAt: null }
}
