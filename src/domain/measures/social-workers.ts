import { factSets } from './fact-sets.ts'
import { omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

/** Measures of how often children's social workers change, as returned in SWEpisodes since 2023/24. */
export const socialWorkerMeasures = {
  'social-worker-changes-2-plus': {
    title: 'Two or more changes of social worker in the year',
    definition:
      'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, whose social worker changed twice or more in those 12 months. A change is an episode of SWEpisodes that begins in them with another SW_ID than the one before it. Those without a row in the return are not known, and left out. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.',
    source:
      "Own definition, on the pattern of the Children's Commissioner's Stability Index. Rows: DfE, SSDA903 guide: SWEpisodes, collected from 2023/24.",
    unit: 'percent',
    polarity: 'low',
    version: 1,
    of: 'workerNights',
    denominator: {
      words: 'Children looked after for 12 months, with a social worker in the return',
      where: {},
    },
    numerator: {
      words: 'Those with two changes or more',
      where: { socialWorkerChanges: { in: ['2+'] } },
    },
    unknown: { words: 'Children without a row in the return', facts: ['socialWorkerChanges'] },
    dimensions: omit(factSets.workerNights.dimensions, 'socialWorkerChanges'),
  },
} as const satisfies Record<string, Measure>
