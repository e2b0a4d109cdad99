import { shortBreakStatuses } from '../codes.ts'
import type { DimensionName } from './dimensions.ts'
import type { Condition } from './measure.ts'

/** DfE: those looked after for short breaks alone are not counted. */
export const lookedAfter = { legalStatus: { notIn: shortBreakStatuses } } as const satisfies Condition

export function without<T extends DimensionName>(all: readonly T[], ...left: T[]): T[] {
  return all.filter((name) => !left.includes(name))
}
