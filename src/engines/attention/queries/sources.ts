import { absenceSources } from './absences.ts'
import { ageSources } from './ages.ts'
import { careSources } from './care.ts'
import { dailyCollectionSources } from './daily-collection.ts'
import { disruptionSources } from './disruption.ts'
import { homeSources } from './homes.ts'
import { legalSources } from './legal.ts'
import { overrideSources } from './overrides.ts'
import { peopleSources } from './people.ts'
import { placingSources } from './placing.ts'
import { recordSources } from './records.ts'
import type { AttentionSource } from './source.ts'

/** Every source of rows but the gates, whose rules are not SQL. */
export const attentionSources: readonly AttentionSource[] = [
  ...careSources,
  ...legalSources,
  ...ageSources,
  ...overrideSources,
  ...homeSources,
  ...placingSources,
  ...absenceSources,
  ...disruptionSources,
  ...recordSources,
  ...dailyCollectionSources,
  ...peopleSources,
]
