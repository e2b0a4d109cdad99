import type { FeedType } from '../feeds/set.ts'

/** The type of a value in an expression: that of a column, or of the literal `null`, which fits every other. */
export type ValueType = FeedType | 'null'

/** The type of OData's entity data model as which the values of a column are given. */
export const edmTypes: Record<FeedType, string> = {
  text: 'Edm.String',
  id: 'Edm.Guid',
  date: 'Edm.Date',
  instant: 'Edm.DateTimeOffset',
  integer: 'Edm.Int32',
  decimal: 'Edm.Double',
  boolean: 'Edm.Boolean',
}

/** A literal of each type, to show in messages how one is written. */
const samples: Record<ValueType, string> = {
  text: "text ('it''s')",
  id: 'an id (5f0c1a2b-…, without quotes)',
  date: 'a day (2023-04-01)',
  instant: 'an instant (2023-04-01T00:00:00Z)',
  integer: 'a whole number (12)',
  decimal: 'a number (1.5)',
  boolean: 'true or false',
  null: 'null',
}

export const typeWords = (type: ValueType): string => samples[type]

export const isNumberType = (type: ValueType): boolean =>
  type === 'integer' || type === 'decimal' || type === 'null'

/** Whether values of two types can be compared. */
export const isComparable = (first: ValueType, second: ValueType): boolean =>
  first === second || first === 'null' || second === 'null' || (isNumberType(first) && isNumberType(second))
