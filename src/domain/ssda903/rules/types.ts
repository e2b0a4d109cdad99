import type { GridPoint } from '../../distance.ts'
import type { CivilDate } from '../../dates.ts'
import type { ModuleName } from '../modules.ts'

/**
 * The cells of a row by column: undefined where blank, empty where what is there cannot be read (a date that does not exist, a
 * code on no list), else the value in normal form (ISO dates, capitals, compact postcodes).
 */
export type Cells = Readonly<Record<string, string | undefined>>

/** A module of the return that is validated or, as `last …`, of the return of the year before. */
export type ReturnModule = ModuleName | `last ${ModuleName}`

/** What a rule reads: columns of each module, separated by spaces. */
export type Reads = Readonly<Partial<Record<ReturnModule, string>>>

/** What the service knows besides returns, that some rules need. */
export type Lookup = 'postcodes' | 'homes'

/** Where a postcode is. */
export interface PostcodePlace extends Partial<GridPoint> {
  /** Upper-tier authority; null outside England. */
  authorityCode: string | null
  /** By the first letter of its codes in the ONS directory. */
  country: string
}

/** A home that the authority has recorded with its Ofsted number. */
export interface RecordedHome {
  kind: string
  sector: string
  postcode: string | null
  authorityCode: string | null
  closedOn: CivilDate | null
}

/** What the service knows of the postcodes and Ofsted numbers of a return. */
export interface Lookups {
  authorityCode: string
  /** Null where no directory of postcodes is loaded. */
  places: ReadonlyMap<string, PostcodePlace> | null
  /** By Ofsted number, in capitals. */
  homes: ReadonlyMap<string, readonly RecordedHome[]>
}
