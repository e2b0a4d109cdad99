import { homeSources } from './homes.ts'
import { placingSources } from './placing.ts'
import type { AttentionSource } from './source.ts'

/** Every source of rows but the gates, whose rules are not SQL. */
export const attentionSources: readonly AttentionSource[] = [...homeSources, ...placingSources]
