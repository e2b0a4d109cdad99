import type { Labels } from '../codes.ts'

/** The kinds of records that a sheet can be of, by their paths in the API. */
export type SupplyRecords =
  | 'providers'
  | 'homes'
  | 'carer-journeys'
  | 'beds'
  | 'contracts'
  | 'fees'
  | 'voids'
  | 'judgements'
  | 'home-restrictions'

/** What the cells of a column hold. */
export type CellContent =
  | { kind: 'text' | 'day' | 'whole' | 'money' | 'yes-no' | 'postcode' | 'urn' | 'identifier' }
  /** One of a list, as its code or its label. */
  | { kind: 'code'; codes: Labels }
  /** Several, separated by semicolons: of a list of codes or, without one, words of the authority's own. */
  | { kind: 'several'; codes?: Labels; isNullable: boolean }
  /** Another record, by its name (a bed: by its label in the home of the row) or its Ofsted number. */
  | { kind: 'record'; records: 'providers' | 'homes' | 'beds' }

/** A column of a sheet. */
export interface SheetColumn {
  heading: string
  /** Other headings by which it is known, in lower case. */
  aliases?: readonly string[]
  /** The field of the record that it gives; of a look-up, that of the record that another column means. */
  field: string
  holds: CellContent
  /** What it takes, for whoever fills it in. */
  words: string
  /** A new record needs it. */
  isRequired?: boolean
  /** Only says which record another column means: the home of a bed. */
  isLookup?: boolean
}

const text = { kind: 'text' } as const
const day = { kind: 'day' } as const
const whole = { kind: 'whole' } as const
const yesNo = { kind: 'yes-no' } as const

export const contents = {
  text,
  day,
  whole,
  yesNo,
  money: { kind: 'money' },
  postcode: { kind: 'postcode' },
  urn: { kind: 'urn' },
  identifier: { kind: 'identifier' },
  provider: { kind: 'record', records: 'providers' },
  home: { kind: 'record', records: 'homes' },
  bed: { kind: 'record', records: 'beds' },
} as const satisfies Record<string, CellContent>

export const code = (codes: Labels): CellContent => ({ kind: 'code', codes })
