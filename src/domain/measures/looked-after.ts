import { shortBreakStatuses } from '../codes.ts'
import type { DimensionName } from './dimensions.ts'
import type { Choice, Condition } from './measure.ts'

/** Excludes children looked after for short breaks only, as DfE statistics do. */
export const lookedAfter = { legalStatus: { notIn: shortBreakStatuses } } as const satisfies Condition

/** What version 2 of every measure of children in care changed. */
export const untilEighteen = 'Care ends on the 18th birthday, whatever is still recorded.'

/** Whether the children of whom the distance or the area is not known are in the denominator of a share. */
export const notKnown = {
  included: { label: 'In the denominator, as in the shares that DfE publishes', unknownInDenominator: true },
  excluded: { label: 'Left out: the share of those of whom it is known', unknownInDenominator: false },
} as const satisfies Record<string, Choice>
export const notKnownIncluded =
  'Children of whom it is not known are in the denominator, as DfE publishes; `notKnown=excluded` gives the share as it was.'

export function omit<T extends DimensionName>(all: readonly T[], ...exclusions: T[]): T[] {
  return all.filter((name) => !exclusions.includes(name))
}
