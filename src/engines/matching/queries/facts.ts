import type { GridPoint } from '../../../domain/distance.ts'
import { needFieldNames, type KnownNeeds } from '../../../domain/matching/needs-of-child.ts'
import type { KnownHomes } from '../../../domain/matching/types.ts'
import { readArea } from '../../../domain/postcodes.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { Circle } from './places.ts'

export interface ChildFacts {
  id: string
  dateOfBirth: string
  sex: 'female' | 'male' | 'unknown'
  homePostcode: string | null
  schoolPostcode: string | null
  /** The parent, where that is a child on record too. */
  parentId: string | null
  /** Null where none are recorded. */
  needs: KnownNeeds | null
}

/** SQL of the keys and values of a row `n` of `child_needs`: its columns are the field names in snake case. */
const needsOnRecord = needFieldNames
  .map((field) => `'${field}', n.${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`)
  .join(', ')

/** The authority's children with these ids, by id. */
export async function readChildren(tx: Tx, ids: readonly string[]): Promise<Map<string, ChildFacts>> {
  const { rows } = await tx.client.query<ChildFacts>(
    `select c.id, c.date_of_birth as "dateOfBirth", c.sex, c.home_postcode as "homePostcode",
            c.school_postcode as "schoolPostcode", c.parent_id as "parentId",
            case when n.id is not null then jsonb_build_object(${needsOnRecord}) end as needs
       from children c left join child_needs n on n.child_id = c.id
      where c.id = any($1) and c.merged_into_id is null`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The homes of the children's siblings, those in the list left out, who live there on a night or are placed to. */
export async function siblingsLiving(
  tx: Tx,
  ids: readonly string[],
  night: string,
): Promise<{ childId: string; homeId: string }[]> {
  const { rows } = await tx.client.query<{ childId: string; homeId: string }>(
    `select distinct s.id as "childId", p.home_id as "homeId"
       from children c
       join children s on s.sibling_group_id = c.sibling_group_id and s.id <> all($1)
       join placements p on p.child_id = s.id and p.home_id is not null and p.layer = 'usual'
        and p.nights @> $2::date
      where c.id = any($1) and c.merged_into_id is null`,
    [ids, night],
  )
  return rows
}

/** The grid points (OS grid metres) of postcodes, by postcode; those not in the directory, or without a grid reference, are left out. */
export async function readPoints(tx: Tx, postcodes: readonly string[]): Promise<Map<string, GridPoint>> {
  const { rows } = await tx.client.query<GridPoint & { postcode: string }>(
    `select postcode, easting, northing from postcodes where postcode = any($1) and easting is not null`,
    [postcodes],
  )
  return new Map(rows.map(({ postcode, easting, northing }) => [postcode, { easting, northing }]))
}

/** What is on record about children and those around them. */
export interface Known extends Omit<KnownHomes, 'onRecord'> {
  /** Children of these children, and their parents, from whom they need not be separated: who comes with them. */
  familyIds: string[]
  /** Those of the children from whom another of them must be separated, two by two. */
  separatePairs: [string, string][]
}

/**
 * For children on record: `apart`, the homes where someone lives on the nights `[from, to)` from whom one of the children
 * must be separated; and `kin`, the homes of people connected with every one of the children. A person lives in a home
 * where placed, agreed or held there, or still there past the planned end on the day `today`.
 */
export async function readKnownHomes(
  tx: Tx,
  ids: readonly string[],
  { from, to, today }: { from: string; to: string | null; today: string },
): Promise<Known> {
  const { rows } = await tx.client.query<Known>(
    `with separation as (
       select s.nights, s.child_id, s.other_child_id, case when s.child_id = any($1) then s.other_child_id else s.child_id end as other,
              s.child_id = any($1) and s.other_child_id = any($1) as among
         from separations s
        where s.nights && daterange($2, $3) and (s.child_id = any($1) or s.other_child_id = any($1)))
     select (select coalesce(array_agg(distinct l.home_id), '{}')
               from separation s
               join living_there l on l.own_child_id = s.other
              where not s.among and l.expires_at > now()
                and (not isempty(s.nights * daterange(l.from_on, nullif(l.to_on, 'infinity')) * daterange($2, $3))
                     or l.awaited_on <= $4)) as apart,
            exists (select from separation where among) as "apartAmongThem",
            (select coalesce(jsonb_agg(jsonb_build_array(child_id, other_child_id)), '[]')
               from separation where among) as "separatePairs",
            array(select c.id from children c
                   where (c.parent_id = any($1) or c.id in (select parent_id from children where id = any($1)))
                     and c.id <> all($1) and c.id not in (select other from separation)) as "familyIds",
            (select coalesce(array_agg(home_id), '{}')
               from (select home_id from connections where child_id = any($1)
                      group by home_id having count(*) = cardinality($1::uuid[])) k) as kin`,
    [ids, from, to, today],
  )
  return rows[0] ?? nobodyKnown
}

/** Of children who are not on record. */
export const nobodyKnown: Known = {
  apart: [],
  apartAmongThem: false,
  kin: [],
  familyIds: [],
  separatePairs: [],
}

/** The circle around each postcode, sector or district, by its name; those not in the directory are left out. */
export async function readCircles(tx: Tx, areas: readonly string[]): Promise<Map<string, Circle>> {
  if (areas.length === 0) return new Map()
  const read = areas.map(readArea)
  const { rows } = await tx.client.query<Circle & { area: string }>(
    `select a.area, middle.easting, middle.northing, ceil(edge.radius)::integer as radius
       from unnest($1::text[], $2::text[], $3::integer[]) a (area, prefix, length),
            lateral (select round(avg(easting))::integer as easting, round(avg(northing))::integer as northing
                       from postcodes
                      where postcode between a.prefix and a.prefix || 'ZZZ' and length(postcode) = a.length
                        and starts_with(postcode, a.prefix) and easting is not null) middle,
            lateral (select max(sqrt((p.easting - middle.easting)::float8 ^ 2 + (p.northing - middle.northing)::float8 ^ 2)) as radius
                       from postcodes p
                      where p.postcode between a.prefix and a.prefix || 'ZZZ' and length(p.postcode) = a.length
                        and starts_with(p.postcode, a.prefix) and p.easting is not null) edge
      where middle.easting is not null`,
    [areas, read.map((area) => area?.prefix ?? ''), read.map((area) => area?.length ?? 0)],
  )
  return new Map(rows.map(({ area, ...circle }) => [area, circle]))
}
