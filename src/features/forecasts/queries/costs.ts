import type { CivilDate } from '../../../domain/dates.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** Nights in care in homes of a placement type, and what those outside block contracts cost. */
export interface NightsPaid {
  type: string | null
  /** Outside block contracts: all nights, and those whose cost is on record with their pounds. */
  nights: number
  pricedNights: number
  pounds: number
  /** In homes under a block contract. */
  blockNights: number
}

/**
 * Nights in care in `[from, to)` by placement type, without short breaks, as they are recorded now. A night costs a seventh of the weekly
 * cost agreed for the placement, else of the weekly fee of the home.
 */
export async function readNightsPaid(tx: Tx, from: CivilDate, to: CivilDate): Promise<NightsPaid[]> {
  const { rows } = await tx.client.query<NightsPaid>(
    `select stay.type,
            coalesce(sum(part.length) filter (where not part.in_block), 0)::integer as nights,
            coalesce(sum(cost.nights), 0)::integer as "pricedNights",
            (coalesce(sum(cost.weekly), 0) / 7)::float8 as pounds,
            coalesce(sum(part.length) filter (where part.in_block), 0)::integer as "blockNights"
       from (
         select f.placement_type as type, f.placement_id, f.home_id,
                datemultirange(daterange(f.from_on, f.to_on) * daterange($1::date, $2::date)) as nights,
                coalesce((select range_agg(c.term) from contracts c where c.home_id = f.home_id and c.kind = 'block'),
                         '{}') as block
           from care_facts f
          where f.authority_code = current_authority() and f.known_to = 'infinity'
            and f.from_on < $2::date and f.to_on > $1::date
            and coalesce(f.legal_status, '') not in ('V3', 'V4') and f.age < 18
       ) stay
       left join placements p on p.id = stay.placement_id
      cross join lateral (
        select range as nights, upper(range) - lower(range) as length, false as in_block
          from unnest(stay.nights - stay.block) range
        union all
        select range, upper(range) - lower(range), true from unnest(stay.nights * stay.block) range
      ) part
       left join lateral (
        select sum(upper(priced.nights) - lower(priced.nights)) as nights,
               sum((upper(priced.nights) - lower(priced.nights)) * priced.weekly) as weekly
          from (
            select part.nights, p.weekly_cost as weekly where p.weekly_cost is not null
            union all
            select fee.term * part.nights, fee.weekly_fee
              from fees fee
             where p.weekly_cost is null and fee.home_id = stay.home_id and fee.term && part.nights
          ) priced
      ) cost on not part.in_block
      group by 1`,
    [from, to],
  )
  return rows
}

/** Beds that block contracts buy over some nights, by placement type: nights bought, and pounds where the home's fee is on record. */
export interface BlockNights {
  /** Which of the spans asked for, from 0. */
  span: number
  type: string
  nights: number
  pounds: number
}

/** What block contracts buy in each of some spans of nights `[from, to)`, as recorded now. */
export async function readBlockNights(
  tx: Tx,
  spans: readonly { from: CivilDate; to: CivilDate }[],
): Promise<BlockNights[]> {
  const { rows } = await tx.client.query<BlockNights>(
    `select (asked.position - 1)::integer as span, h.placement_type as type,
            sum(c.beds_bought * (upper(span.nights) - lower(span.nights)))::integer as nights,
            (sum(c.beds_bought * cost.weekly) / 7)::float8 as pounds
       from unnest($1::date[], $2::date[]) with ordinality asked (from_on, to_on, position)
       join contracts c on c.kind = 'block' and c.term && daterange(asked.from_on, asked.to_on)
       join homes h on h.id = c.home_id
      cross join lateral (select c.term * daterange(asked.from_on, asked.to_on) as nights) span
      cross join lateral (
        select coalesce(sum((upper(fee.term * span.nights) - lower(fee.term * span.nights)) * fee.weekly_fee), 0) as weekly
          from fees fee where fee.home_id = c.home_id and fee.term && span.nights
      ) cost
      where c.authority_code = current_authority()
      group by 1, 2`,
    [spans.map(({ from }) => from), spans.map(({ to }) => to)],
  )
  return rows
}
