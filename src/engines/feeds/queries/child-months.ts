import { sql, type SQL } from 'drizzle-orm'
import { addDays, type CivilDate } from '../../../domain/dates.ts'
import { familyNights } from '../../../domain/feeds/sets.ts'
import {
  careFamilies,
  placementTypeCodes,
  placementTypes,
  type CareFamily,
} from '../../../domain/placement-types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { careColumns, careNights } from '../../figures/queries/facts/care.ts'
import { codeList, shortBreaks } from '../../figures/queries/facts/source.ts'
import { readFeedRows, selectList, type ColumnSql, type FeedRow } from './selection.ts'

const inShortBreak = sql`run.legal_status in ${shortBreaks}`
const lookedAfter = sql`(${inShortBreak}) is not true`
const sumOfNights = (condition: SQL) =>
  sql`coalesce(sum(run.until_on - run.since_on) filter (where ${condition}), 0)`

const familyName = (family: CareFamily) => sql.identifier(familyNights(family))
const typesIn = (family: CareFamily) =>
  codeList(placementTypeCodes.filter((code) => placementTypes[code].careFamily === family))
const sumsByFamily = sql.join(
  careFamilies.map(
    (family) =>
      sql`${sumOfNights(sql`${lookedAfter} and run.placement_type in ${typesIn(family)}`)} as ${familyName(family)}`,
  ),
  sql`, `,
)

/** A fact of measures, as a column: what holds of a night in care is told in the same words by both. */
const fact = (name: string): SQL => careColumns[name] ?? sql`null`

/**
 * The children with a night in care in the month from `first` to `last`, by key: what held on the last of their nights,
 * and their nights. `after` is the key of a child of the month, to begin behind it.
 */
export function childMonth(
  tx: Tx,
  { first, last, after: previous }: { first: CivilDate; last: CivilDate; after: string | undefined },
  visible: readonly string[],
): Promise<FeedRow[]> {
  const { rows } = careNights({
    today: last,
    first,
    last,
    asked: { first: sql`${first}::date`, last: sql`${last}::date` },
    knownAt: undefined,
  })
  const columns: ColumnSql<'child-months'> = {
    month: sql`${first}`,
    childKey: sql`night.child_key`,
    asAt: sql`${last}`,
    lookedAfterAtEnd: sql`night.to_on > ${last}::date and (night.legal_status in ${shortBreaks}) is not true`,
    birthMonth: sql`date_trunc('month', child.date_of_birth)`,
    age: fact('age'),
    sex: fact('sex'),
    ethnicity: fact('ethnicity'),
    uasc: fact('uasc'),
    disability: fact('disability'),
    need: fact('need'),
    legalStatus: fact('legalStatus'),
    placementType: fact('placementType'),
    providerSector: fact('providerSector'),
    placeCode: fact('placeCode'),
    homeId: sql`night.home_id`,
    location: fact('location'),
    receivingAuthority: fact('receivingAuthority'),
    distanceMiles: fact('distanceMiles'),
    unregistered: fact('unregistered'),
    placementsInYear: fact('placementsInYear'),
    nights: sql`summed.nights`,
    shortBreakNights: sql`summed.short_break_nights`,
    unregisteredNights: sql`summed.unregistered_nights`,
    ...(Object.fromEntries(
      careFamilies.map((family) => [familyNights(family), sql`summed.${familyName(family)}`]),
    ) as Record<`${CareFamily}Nights`, SQL>),
  }
  return readFeedRows(
    tx,
    sql`with run as materialized (
          select night.*, greatest(night.from_on, ${first}::date) as since_on,
                 least(night.to_on, ${addDays(last, 1)}::date) as until_on
            from ${rows}
           where night.from_on <= ${last}::date and night.to_on > ${first}::date
        ), summed as materialized (
          select run.child_id, ${sumOfNights(lookedAfter)} as nights,
                 ${sumOfNights(inShortBreak)} as short_break_nights,
                 ${sumOfNights(sql`${lookedAfter} and run.unregistered`)} as unregistered_nights,
                 ${sumsByFamily}
            from run group by run.child_id
        ), night as materialized (
          select distinct on (run.child_id) run.*, child_key(run.child_id) as child_key
            from run order by run.child_id, run.from_on desc
        )
        select ${selectList('child-months', columns, visible)}
          from night
          join summed on summed.child_id = night.child_id
          join children child on child.id = night.child_id
         ${previous === undefined ? sql`` : sql`where night.child_key > ${previous}::text collate "C"`}
         order by night.child_key collate "C"`,
  )
}

/** The first day on which a child was in care, as far as is recorded; null while none was. */
export async function firstNightInCare(tx: Tx): Promise<CivilDate | null> {
  const [row] = await readFeedRows(
    tx,
    sql`select min(from_on)::text as day from care_facts
         where authority_code = current_authority() and known_to = 'infinity'`,
  )
  return typeof row?.day === 'string' ? row.day : null
}
