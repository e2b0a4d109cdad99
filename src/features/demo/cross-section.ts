import type { PlacementType } from '../../domain/placement-types.ts'
import type { Reach } from './model.ts'

/** The day of the cross-section, which is the last day of the synthetic history (YYYY-MM-DD). */
export const referenceDay = '2023-12-01'

export const ageBands = [
  { label: '0-4', from: 0, to: 4 },
  { label: '5-10', from: 5, to: 10 },
  { label: '11-15', from: 11, to: 15 },
  { label: '16+', from: 16, to: 17 },
] as const
export const statuses = ['C1', 'C2', 'V2', 'E1'] as const
export type Status = (typeof statuses)[number]

export interface CrossSectionRow {
  type: PlacementType
  /** Numbers of children: a row for each of `ageBands`, a column for each of `statuses`. */
  children: readonly (readonly number[])[]
  /** Their numbers inside the authority, outside and within 20 miles of home, outside and over 20 miles from home. */
  reach: Readonly<Record<Reach, number>>
  /** How many of those aged 11–15 are under 13; not fixed when absent. */
  elevenOrTwelve?: number | undefined
  disabled?: number | undefined
  uasc?: number | undefined
}

/**
 * Children looked after on the reference day, by placement type, age, legal status and reach. The cells are invented so
 * that their sums equal the published figures (docs/demonstration.md compares them): summed over types they are the table
 * of legal status by age in appendix 2 of the Cheshire East Sufficiency Strategy 2024–27, summed over ages its placement
 * counts.
 */
// prettier-ignore
export const crossSection: readonly CrossSectionRow[] = [
  { type: 'internal-foster', reach: { in: 118, near: 7, far: 0 }, disabled: 5,
    children: [[16, 10, 3, 2], [5, 20, 3, 2], [4, 34, 4, 0], [0, 19, 3, 0]] },
  { type: 'connected-carer', reach: { in: 70, near: 12, far: 10 }, disabled: 3,
    children: [[15, 11, 2, 0], [5, 17, 1, 0], [3, 23, 1, 0], [0, 13, 1, 0]] },
  { type: 'ifa', reach: { in: 27, near: 49, far: 42 }, disabled: 5, uasc: 13,
    children: [[7, 6, 1, 1], [4, 18, 1, 1], [4, 40, 7, 0], [0, 15, 13, 0]] },
  { type: 'other-authority-foster', reach: { in: 0, near: 7, far: 1 },
    children: [[3, 2, 0, 0], [0, 0, 0, 0], [0, 2, 0, 0], [0, 1, 0, 0]] },
  { type: 'residential', reach: { in: 10, near: 13, far: 19 }, elevenOrTwelve: 8, disabled: 9,
    children: [[0, 0, 0, 0], [0, 5, 2, 0], [1, 18, 4, 0], [0, 8, 4, 0]] },
  { type: 'secure', reach: { in: 0, near: 0, far: 1 },
    children: [[0, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]] },
  { type: 'residential-school', reach: { in: 0, near: 2, far: 2 }, disabled: 4,
    children: [[0, 0, 0, 0], [0, 0, 0, 0], [0, 2, 1, 0], [0, 0, 1, 0]] },
  { type: 'family-centre', reach: { in: 0, near: 5, far: 4 },
    children: [[8, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]] },
  { type: 'nhs', reach: { in: 1, near: 1, far: 0 }, disabled: 1,
    children: [[1, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]] },
  { type: 'young-offender-institution', reach: { in: 0, near: 1, far: 1 },
    children: [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 2, 0, 0]] },
  { type: 'supported-accommodation', reach: { in: 45, near: 17, far: 8 }, disabled: 2, uasc: 34,
    children: [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 16, 54, 0]] },
  { type: 'supported-lodgings', reach: { in: 8, near: 0, far: 0 }, uasc: 4,
    children: [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 2, 6, 0]] },
  { type: 'with-parents', reach: { in: 24, near: 1, far: 1 },
    children: [[3, 5, 0, 0], [1, 3, 0, 0], [1, 8, 0, 0], [0, 5, 0, 0]] },
  { type: 'placed-for-adoption', reach: { in: 5, near: 11, far: 10 },
    children: [[0, 0, 0, 22], [0, 0, 0, 4], [0, 0, 0, 0], [0, 0, 0, 0]] },
]
