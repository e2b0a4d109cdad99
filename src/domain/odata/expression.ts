import type { FeedType } from '../feeds/set.ts'
import type { ODataFunctionName } from './functions.ts'
import type { Literal } from './lexer.ts'
import type { ValueType } from './types.ts'

export const odataComparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const
export type ODataComparison = (typeof odataComparisons)[number]
export const arithmetic = ['add', 'sub', 'mul', 'div', 'mod'] as const
export type Arithmetic = (typeof arithmetic)[number]

/** A column of the set, or of the row to which a navigation leads. */
export interface ColumnPath {
  navigation: string | null
  column: string
  type: FeedType
}

/** An expression of OData whose parts fit together by their types. */
export type Expression =
  | Literal
  | ({ kind: 'column' } & ColumnPath)
  | { kind: 'call'; name: ODataFunctionName; operands: readonly Expression[]; type: ValueType }
  | { kind: 'comparison'; operator: ODataComparison; first: Expression; second: Expression; type: 'boolean' }
  | { kind: 'junction'; operator: 'and' | 'or'; first: Expression; second: Expression; type: 'boolean' }
  | { kind: 'not'; operand: Expression; type: 'boolean' }
  | { kind: 'arithmetic'; operator: Arithmetic; first: Expression; second: Expression; type: ValueType }
  | { kind: 'negative'; operand: Expression; type: ValueType }
