import type { DimensionName } from './dimensions.ts'

/** What measures count, each a fact that holds over a run of nights. */
export const factSets = {
  careNights: {
    title: 'A child in the care of the authority, night by night',
    dimensions: [
      'placementType',
      'careFamily',
      'providerSector',
      'ageBand',
      'ageBandDfe',
      'sex',
      'ethnicity',
      'legalStatus',
      'need',
      'uasc',
      'disability',
      'location',
      'distanceBand',
      'homeKind',
      'placementsInYear',
      'timeInCare',
      'timeInPlacement',
    ],
  },
  bedNights: {
    title: 'A bed that the authority keeps the record of, on a night when it is open',
    dimensions: [
      'placementType',
      'careFamily',
      'providerSector',
      'homeKind',
      'bedKind',
      'bedState',
      'voidReason',
      'voidGroup',
    ],
  },
} as const satisfies Record<string, { title: string; dimensions: readonly DimensionName[] }>

export type FactSet = keyof typeof factSets
