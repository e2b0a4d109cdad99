import type { homeKinds, sectors } from '../../../domain/codes.ts'
import type { Profile } from '../../../domain/matching/profile.ts'
import type { Need, Option } from '../../../domain/matching/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { conditionsOf } from './conditions.ts'
import { factNames, factsOf } from './facts-of-beds.ts'
import { freeBeds, whereAskedFor } from './free-beds.ts'
import { homeColumns, scoredOptions } from './page.ts'
import { parameters, statement, type Parameters } from './parameters.ts'
import type { Places } from './places.ts'

export type { Places } from './places.ts'

/** The sort key of options: highest score first, then nearest, then the id of the first bed. */
export interface Rank {
  score: number
  /** Distance from home in tenths of a mile; `unknownTenths` where it is not known. */
  tenths: number
  bedId: string
}

export interface FoundBed {
  id: string
  label: string
  kind: Option['beds'][number]['kind']
  freeFrom: string | null
  freeTo: string | null
  awaitingDeparture: string | null
}

export interface FoundOption extends Rank, Omit<Option, 'beds'> {
  beds: FoundBed[]
  home: {
    id: string
    name: string
    kind: keyof typeof homeKinds
    provider: { id: string; name: string; sector: keyof typeof sectors }
    area: { code: string; name: string } | null
    postcode: string | null
    confidential: boolean
  }
  /** Other beds of the home that are free on some of the nights, which a child who lives alone keeps empty; else null. */
  otherBeds?: number | null
}

/** A single bed, as when a cure is checked, is compared by `=`: for an array PostgreSQL expects ten rows and plans worse. */
const isAmong = (beds: readonly string[], p: Parameters) =>
  beds.length === 1 ? `f.bed_id = ${p(beds[0], 'uuid')}` : `f.bed_id = any(${p(beds, 'uuid[]')})`

/** SQL of `otherBeds` of an option of `page`. */
function otherBeds({ children, from, to }: Need, p: Parameters): string {
  if (children.every((child) => child.livingWith !== 'solo')) return 'null::integer'
  const end = to === null ? `'infinity'` : p(to, 'date')
  return `(select count(*) from beds other
            where other.home_id = page.home_id and other.id <> all(page.bed_ids)
              and exists (select from visible_bed_free f where f.bed_id = other.id
                             and f.free_from < ${end} and f.free_to > ${p(from, 'date')}))::integer`
}

/** A select of the beds that meet every must, with the facts that are scored; `bedIds` limits it to some beds. */
export function offeredBeds(
  need: Need,
  places: Places,
  bedIds: readonly string[] | null,
  p: Parameters,
): string {
  const where = [
    ...(bedIds === null ? whereAskedFor(need, places, p) : [isAmong(bedIds, p)]),
    ...conditionsOf(need, bedIds === null ? 'rest' : 'all', p).map(([, condition]) => condition),
  ]
  const facts = factsOf(need, places, p).map(([name, expression]) => `${expression} as ${name}`)
  return `
  select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure, ${facts.join(',\n         ')}
    from ${freeBeds(need, places, where, p)}`
}

/** The columns that an option has as arrays, with an element for each of its beds. */
const ofBeds = ['bed_id', 'free_from', 'free_to', 'awaiting_departure']
const columnList = (expression: (column: string) => string) => ofBeds.map(expression).join(', ')

/** A select of options for several children: `count` beds of each home that has enough, those free already first. */
function bedsTogether(count: number): string {
  const order = 'order by awaiting_departure nulls first, bed_id'
  return `
  select ${columnList((column) => `(array_agg(${column} ${order}))[1:${count}] as ${column}s`)}, home_id, ${factNames.join(', ')}
    from bed group by home_id, ${factNames.join(', ')}
  having count(*) >= ${count}`
}

/** A select of options for one child: each bed is an option. */
const bedsApart = `select ${columnList((column) => `array[${column}] as ${column}s`)}, bed.* from bed`

export interface OptionQuery {
  need: Need
  places: Places
  /** What options are ranked by. */
  profile: Profile
  /** The last option of the page before; undefined for the first page. */
  previous?: Rank | undefined
  limit: number
  /** Only options of these beds; null for all. */
  bedIds?: readonly string[] | null
}

/**
 * The options of a search, best first, in a single statement.
 * @param previous the rank to continue after; undefined to begin
 * @param bedIds limits the options to these beds
 */
export async function findOptions(
  tx: Tx,
  { need, places, profile, previous, limit, bedIds = null }: OptionQuery,
): Promise<FoundOption[]> {
  const p = parameters()
  const count = need.children.length
  const beds = offeredBeds(need, places, bedIds, p)
  const afterPrevious = previous
    ? `where (-score, tenths, bed_ids[1]) > (${p(-previous.score, 'bigint')}, ${p(previous.tenths, 'integer')}, ${p(previous.bedId, 'uuid')})`
    : ''
  const text = `
with bed as materialized (${beds}),
option as (${count > 1 ? bedsTogether(count) : bedsApart}),
${scoredOptions(need, profile, p)},
page as (
  select * from scored ${afterPrevious} order by -score, tenths, bed_ids[1] limit ${p(limit, 'integer')})
select page.score, page.tenths, page.bed_ids[1] as "bedId",
       (select jsonb_agg(jsonb_build_object(
                 'id', b.id, 'label', b.label, 'kind', b.kind,
                 'freeFrom', nullif(free_from, '-infinity'), 'freeTo', nullif(free_to, 'infinity'),
                 'awaitingDeparture', awaiting_departure) order by n)
          from unnest(${columnList((column) => `page.${column}s`)}) with ordinality as chosen (${ofBeds.join(', ')}, n)
          join beds b on b.id = bed_id) as beds,
       ${otherBeds(need, p)} as "otherBeds",
       ${homeColumns(need, p)}
 order by -page.score, page.tenths, page.bed_ids[1]`
  const { rows } = await tx.client.query<FoundOption>(statement(need, text, p))
  return rows
}
