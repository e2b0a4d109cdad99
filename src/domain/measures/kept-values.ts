import type { DimensionName } from './dimensions.ts'
import type { Period } from './periods.ts'

/** By which dimensions, one at a time, the values of measures are kept: those that reports ask for, with few codes each. */
export const keptDimensions = [
  'ageBand', 'sex', 'ethnicity', 'legalStatus', 'need', 'uasc', 'disability', 'placementType', 'careFamily',
  'providerSector', 'location', 'homeKind', 'ofstedGrade', 'bedState', 'voidReason',
] as const satisfies DimensionName[] // prettier-ignore

/** Over which periods, that end with each month, the values of measures over a period are kept. */
export const keptPeriods = ['month', 'year-to-date', 'rolling-year'] as const satisfies Period[]

/** How many whole financial years before the present one values are kept of. */
export const keptYears = 5

/** What stands for the dimension and the code of an wholeValue value. */
export const wholeValue = { dimension: 'none', code: 'all' } as const
