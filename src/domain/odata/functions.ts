import type { FeedType } from '../feeds/set.ts'

export interface ODataFunction {
  /** The types that each parameter takes. */
  parameters: readonly (readonly FeedType[])[]
  result: FeedType
}

const text = ['text'] as const
const instant = ['instant'] as const
const dayOrInstant = ['date', 'instant'] as const

/** The functions that a filter may call. `$metadata` tells clients of them, so that they compute others themselves. */
export const odataFunctions = {
  contains: { parameters: [text, text], result: 'boolean' },
  startswith: { parameters: [text, text], result: 'boolean' },
  endswith: { parameters: [text, text], result: 'boolean' },
  tolower: { parameters: [text], result: 'text' },
  toupper: { parameters: [text], result: 'text' },
  trim: { parameters: [text], result: 'text' },
  length: { parameters: [text], result: 'integer' },
  year: { parameters: [dayOrInstant], result: 'integer' },
  month: { parameters: [dayOrInstant], result: 'integer' },
  day: { parameters: [dayOrInstant], result: 'integer' },
  hour: { parameters: [instant], result: 'integer' },
  minute: { parameters: [instant], result: 'integer' },
  second: { parameters: [instant], result: 'integer' },
  date: { parameters: [instant], result: 'date' },
} as const satisfies Record<string, ODataFunction>

export type ODataFunctionName = keyof typeof odataFunctions
export const odataFunctionNames = Object.keys(odataFunctions) as ODataFunctionName[]

/** Functions of OData 4.0 that are refused by name. */
export const otherFunctions: ReadonlySet<string> = new Set(
  'any all concat indexof substring substringof time totaloffsetminutes totalseconds fractionalseconds now mindatetime maxdatetime round floor ceiling cast isof geo.distance geo.length geo.intersects'.split(
    ' ',
  ),
)
