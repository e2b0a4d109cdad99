import * as states from './states.ts'

/**
 * What is supposed before an authority's own records say otherwise: rates a year as a base and a factor for each level, and where
 * children move and start. Orders of magnitude of the published statistics of England; evidence of a few children outweighs them.
 */
export interface RatePrior {
  perYear: number
  /** A factor for each level of each main effect, in the order of the cell's dimensions. */
  effects: readonly (readonly number[])[]
}

/** Age band, time in care, exit group, unaccompanied. */
export const exitPrior: RatePrior = {
  perYear: 0.33,
  effects: [
    [1.3, 1.25, 0.8, 0.75, 1],
    [2.6, 1.5, 1.2, 1.1, 0.9, 0.6],
    [0.8, 0.95, 0.85, 0.9, 1.4, 2.2],
    [1, 0.5],
  ],
}

/** Type, time in placement, class of age. */
export const movePrior: RatePrior = {
  perYear: 0.6,
  effects: [
    [0.85, 0.9, 0.6, 1, 1, 0.5, 0.15, 2],
    [3, 1.8, 1, 0.6, 0.35],
    [0.9, 0.8, 1.1, 1.3],
  ],
}

/**
 * Shares of the types to which children move, by class of age; of a type that has a share `stays`, so much of it goes to the type
 * itself.
 */
const sharesByClass = [
  [0.36, 0.3, 0.16, 0.01, 0, 0.06, 0.09, 0.02],
  [0.34, 0.36, 0.13, 0.08, 0, 0.06, 0.01, 0.02],
  [0.26, 0.36, 0.07, 0.22, 0.01, 0.04, 0, 0.04],
  [0.13, 0.18, 0.03, 0.16, 0.42, 0.03, 0, 0.05],
] as const
const sameType = 0.35

/** Shares by type, class of age and type moved to. */
export const destinationPrior: readonly number[] = Array.from({ length: states.typeCount }, (_, type) =>
  sharesByClass.flatMap((shares) =>
    shares.map((share, next) => (1 - sameType) * share + (next === type ? sameType : 0)),
  ),
).flat()

/** Shares of the first types of children who come into care, by group of entries. */
export const firstTypePrior: readonly (readonly number[])[] = [
  [0.42, 0.28, 0.16, 0.01, 0, 0.06, 0.04, 0.03],
  [0.38, 0.28, 0.22, 0.01, 0, 0.08, 0, 0.03],
  [0.34, 0.32, 0.2, 0.03, 0, 0.08, 0, 0.03],
  [0.28, 0.32, 0.12, 0.15, 0, 0.07, 0, 0.06],
  [0.14, 0.17, 0.05, 0.14, 0.4, 0.04, 0, 0.06],
  [0.12, 0.24, 0.02, 0.05, 0.54, 0, 0, 0.03],
]
