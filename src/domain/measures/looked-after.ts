import { shortBreakStatuses } from '../codes.ts'
import type { DimensionName } from './dimensions.ts'
import type { Condition } from './measure.ts'

/** Excludes children looked after for short breaks only, as DfE statistics do. */
export const lookedAfter = { legalStatus: { notIn: shortBreakStatuses } } as const satisfies Condition

export function omit<T extends DimensionName>(all: readonly T[], ...exclusions: T[]): T[] {
  return all.filter((name) => !exclusions.includes(name))
}
