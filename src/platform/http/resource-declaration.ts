import { z } from 'zod'
import type { Principal, Scope } from '../../domain/access.ts'
import type { Store } from '../db/crud.ts'
import type { Tx } from '../db/tenant.ts'

export interface RecordRow {
  id: string
  version: number
}

/** The time that a read asks about: the day in question, and the instant as of which records are known. Absent: now. */
export interface ReadTime {
  asAt?: string | undefined
  knownAt?: string | undefined
}

/** Declares a kind of record. `registerResource` makes its routes from this, so that all kinds behave alike. */
export interface Resource<Row extends RecordRow, Fields extends z.ZodObject, Filters extends z.ZodObject> {
  /** Plural, hyphenated: `care-periods` answers at `/v1/care-periods`. */
  path: string
  /** What one record is called, in descriptions and problems: `period of care`. */
  name: string
  /** What the record is, for the OpenAPI document. */
  description: string
  tag: string
  scopes: { read: Scope; write: Scope }
  /** The body of a create. A change takes any of these fields but the `fixed` ones; null empties one. */
  fields: Fields
  /** A record in an answer. */
  view: z.ZodObject
  /** Query parameters that filter a list; each is the name of a column, compared for equality. */
  filters: Filters
  store: Store<Row, never>
  /** Turns a row into what `principal` may see of it at `time`. Without it the row is shown as it is. */
  present?: (row: Row, principal: Principal, asked: ReadTime) => Record<string, unknown>
  /** More fields for the answer about a single record, such as its open actions, as known at the instant `knownAt`. */
  detail?: {
    view: z.ZodObject
    read: (row: Row, tx: Tx, knownAt: string | undefined) => Promise<Record<string, unknown>>
  }
  /** Date fields that say when the recorded event happened, in the order of a record's life, such as start and end. */
  happens?: readonly (keyof z.output<Fields> & string)[]
  /** Fields that cannot be changed after creation, such as what the record belongs to. */
  fixed?: readonly (keyof z.output<Fields> & string)[]
  /** Ids of the child or children that a row is about. When given, every read of the row is written to the access log. */
  childOf?: (row: Row) => string | readonly string[]
}

/** A kind of record whose fields are not known to the compiler. */
export type AnyResource = Omit<
  Resource<RecordRow & Record<string, unknown>, z.ZodObject, z.ZodObject>,
  'happens' | 'fixed' | 'store'
> & {
  happens?: readonly string[]
  fixed?: readonly string[]
  store: Store<RecordRow & Record<string, unknown>, Record<string, unknown>>
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The kinds of records that the service has, by their paths: for what takes records of many kinds at once. */
    resources: Map<string, AnyResource>
  }
}

/** The body of a change: any of the fields of a record but the fixed ones. */
export function changesOf({
  fields,
  fixed: fixedFields = [],
}: {
  fields: z.ZodObject
  fixed?: readonly string[]
}) {
  const changeable = Object.entries(fields.shape).filter(([field]) => !fixedFields.includes(field))
  return z.object(Object.fromEntries(changeable)).partial().strict()
}
