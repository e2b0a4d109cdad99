import type { Tx } from '../../../platform/db/tenant.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'

/** A placement that started, with what the Placements Data Standard asks of it and of its request. */
export interface StandardPlacement {
  id: string
  childId: string
  reference: string
  requestId: string | null
  startedOn: string
  placementType: string
  weeklyCost: number | null
  costOn: string | null
  recordedOn: string
  /** The postcode district; null where no postcode is known. */
  district: string | null
  authority: string | null
  isPreferred: boolean | null
  keepsSchool: boolean | null
  urn: string | null
  siblings: number
  request: {
    children: number
    receivedOn: string
    neededFrom: string
    latestStart: string | null
    referral: Record<string, unknown>
  } | null
}

export interface StandardFilters {
  types: readonly string[]
  requestId: string | undefined
  startedFrom: string | undefined
  startedTo: string | undefined
  afterId: string | undefined
  limit: number
}

/** Placements of these types that started, in order of id. */
export async function placementsForStandard(
  tx: Tx,
  { types, requestId, startedFrom, startedTo, afterId, limit }: StandardFilters,
): Promise<StandardPlacement[]> {
  const { rows } = await tx.client.query<StandardPlacement>(
    `select p.id, p.child_id as "childId", c.reference, p.request_id as "requestId",
            p.started_on as "startedOn", p.placement_type as "placementType",
            coalesce(p.weekly_cost, fee.weekly_fee) as "weeklyCost",
            ((case when p.weekly_cost is null then fee.created_at else p.created_at end)
              at time zone 'Europe/London')::date as "costOn",
            (p.created_at at time zone 'Europe/London')::date as "recordedOn",
            area.district, place.name as authority,
            case when wish.name is not null then p.located_in = wish.code
                 when wish.district is not null then area.district = wish.district end as "isPreferred",
            p.keeps_school as "keepsSchool", coalesce(h.ofsted_urn, v.ofsted_urn) as urn,
            (select count(distinct other.child_id)::int
               from children sibling
               join placements other on other.child_id = sibling.id
              where sibling.sibling_group_id = c.sibling_group_id and sibling.id <> c.id
                and other.home_id = p.home_id and other.stay @> p.started_on) as siblings,
            case when r.id is not null then
              jsonb_build_object('children', cardinality(r.child_ids), 'receivedOn', r.received_on,
                                 'neededFrom', r.needed_from, 'latestStart', r.latest_start, 'referral', r.referral)
            end as request
       from placements p
       join children c on c.id = p.child_id
       left join placement_requests r on r.id = p.request_id
       left join lateral ${visibleHome('p.home_id')} h on true
       left join providers v on v.id = h.provider_id
       left join fees fee on fee.home_id = p.home_id and fee.term @> p.started_on
       left join authorities place on place.code = p.located_in
       cross join lateral (
         select case when not seen.about then left(seen.postcode, length(seen.postcode) - 3) end as district
           from point_seen(p.postcode, h::visible_homes) seen) area
       left join lateral (
         select a.code, a.name, null as district from authorities a
          where lower(a.name) = lower(btrim(r.referral ->> 'preferredArea'))
         union all
         select null, null, upper(btrim(r.referral ->> 'preferredArea'))
          where btrim(r.referral ->> 'preferredArea') ~* '^[A-Z]{1,2}[0-9][A-Z0-9]?$') wish on true
      where p.authority_code = $1 and p.started_on is not null and p.withdrawn_on is null
        and p.placement_type = any ($2)
        and ($3::uuid is null or p.request_id = $3)
        and ($4::date is null or p.started_on >= $4) and ($5::date is null or p.started_on < $5)
        and ($6::uuid is null or p.id > $6)
      order by p.id limit $7`,
    [
      tx.principal.authorityCode,
      types,
      requestId ?? null,
      startedFrom ?? null,
      startedTo ?? null,
      afterId ?? null,
      limit,
    ],
  )
  return rows
}
