import { sql, type SQL } from 'drizzle-orm'
import type { CivilDate } from '../../domain/dates.ts'
import type { FactSet } from '../../domain/measures/fact-sets.ts'

/** Where a set of facts is in the database: rows with `from_on` and `to_on`, and each fact's SQL. */
export interface Source {
  rows: SQL
  columns: Readonly<Record<string, SQL>>
}

const yesNo = (column: SQL): SQL => sql`case ${column} when true then 'yes' when false then 'no' end`

const careNights = (knownAt: string | undefined): Source => ({
  rows:
    knownAt === undefined
      ? sql`(select * from care_facts where known_to = 'infinity') night`
      : sql`(select * from care_facts where known_from <= ${knownAt} and known_to > ${knownAt}) night`,
  columns: {
    placementType: sql`night.placement_type`,
    providerSector: sql`case night.provider_code when 'PR0' then 'parents' when 'PR1' then 'own'
      when 'PR2' then 'other-authority' when 'PR3' then 'other-public' when 'PR4' then 'private'
      when 'PR5' then 'voluntary' end`,
    age: sql`night.age`,
    sex: sql`night.sex`,
    ethnicity: sql`night.ethnicity`,
    legalStatus: sql`night.legal_status`,
    need: sql`night.need`,
    uasc: yesNo(sql`night.uasc`),
    disability: yesNo(sql`night.disabled`),
    location: sql`night.location`,
    distanceMiles: sql`night.distance_miles`,
    homeKind: sql`night.home_kind`,
    placementsInYear: sql`night.placements_in_year`,
    placementsInYearWithTemporary: sql`night.placements_in_year_temporary`,
    timeInCare: sql`case night.long_looked_after when true then '2.5-years+' when false then 'under-2.5-years' end`,
    timeInPlacement: sql`case night.long_placed when true then '2-years+' when false then 'under-2-years' end`,
  },
})

/** Whether a stay past its planned end is overdue depends on today. */
const bedNights = (today: CivilDate, knownAt: string | undefined): Source => ({
  rows:
    knownAt === undefined
      ? sql`bed_nights(${today}::date) night
          join beds bed on bed.id = night.bed_id
          join homes home on home.id = night.home_id
          join providers provider on provider.id = home.provider_id`
      : sql`bed_nights_as_known(${knownAt}) night
          join as_known(null::beds, ${knownAt}) bed on bed.id = night.bed_id
          join as_known(null::homes, ${knownAt}) home on home.id = night.home_id
          join as_known(null::providers, ${knownAt}) provider on provider.id = home.provider_id`,
  columns: {
    placementType: sql`home.placement_type`,
    providerSector: sql`provider.sector`,
    homeKind: sql`home.kind`,
    bedKind: sql`bed.kind`,
    bedState: sql`night.state`,
    voidReason: sql`case when night.state = 'void' then night.void_reason else 'not-void' end`,
  },
})

/** As recorded now or, with `knownAt`, as recorded at that instant. */
export const sourceOf = (facts: FactSet, today: CivilDate, knownAt?: string): Source =>
  facts === 'careNights' ? careNights(knownAt) : bedNights(today, knownAt)
