import type { CivilDate } from '../dates.ts'
import { displayPostcode } from '../postcodes.ts'
import type { ChildRecord } from '../ssda903/index.ts'
import { episodeRows } from '../ssda903/out/episodes.ts'
import { collectionYear } from '../ssda903/years.ts'

/**
 * The Department for Education's daily collection of children's social care data: the parts of a child's record that are
 * kept here, with its names.
 *
 * Source: https://github.com/DFE-Digital/children-in-social-care-schemas (MIT), `openapi.json`, version 1.0.1 of
 * 19 May 2026 (aa2640d).
 */
export const dailyCollection = {
  title: "Children's social care data collection",
  version: '1.0.1',
  source: 'https://github.com/DFE-Digital/children-in-social-care-schemas',
} as const

/** The identifier of a child that it takes. */
export const laChildId = /^[A-Za-z0-9]{1,20}$/

export interface DailyPlacement {
  child_looked_after_placement_id: string
  start_date?: string
  start_reason?: string
  placement_type?: string
  postcode?: string
  end_date?: string
  end_reason?: string
  change_reason?: string
  purge: boolean
}

interface DailyDetails {
  unique_pupil_number?: string
  unique_pupil_number_unknown_reason?: string
  date_of_birth?: string
  sex?: string
  ethnicity?: string
  postcode?: string
  uasc_flag: boolean
  uasc_end_date?: string
  purge: boolean
}

export interface DailyChild {
  la_child_id: string
  mis_child_id?: string
  child_details?: DailyDetails
  social_care_episodes?: {
    social_care_episode_id: string
    child_looked_after_placements: DailyPlacement[]
    purge: boolean
  }[]
  purge: boolean
}

/** Makes an identifier of 32 letters and digits, always the same for the same words. */
type MakeId = (...words: string[]) => string

interface DailySource {
  id: string
  record: ChildRecord
  today: CivilDate
  makeId: MakeId
}

/** A child's record for the collection: its placements are the episodes of the SSDA903, of all years. */
export function writeDailyChild({ id, record, today, makeId }: DailySource): DailyChild {
  const episodes = record.carePeriods.map((period) => ({
    social_care_episode_id: makeId(id, 'care', period.startedOn),
    child_looked_after_placements: episodesOf({ ...record, carePeriods: [period] }, today).map(
      ([start, cells]) => ({
        child_looked_after_placement_id: makeId(id, 'episode', period.startedOn, start),
        ...knownTexts({
          start_date: start,
          start_reason: cells.RNE,
          placement_type: cells.PLACE,
          postcode: cells.PL_POST && displayPostcode(cells.PL_POST),
          end_date: cells.DEC,
          end_reason: cells.REC,
          change_reason: cells.REASON_PLACE_CHANGE,
        }),
        purge: false,
      }),
    ),
    purge: false,
  }))
  return {
    la_child_id: record.reference,
    mis_child_id: id,
    child_details: detailsOf(record),
    social_care_episodes: episodes.filter((care) => care.child_looked_after_placements.length > 0),
    purge: false,
  }
}

/** The episodes of a period of care by their first day, each as the last return that has it says it. */
function episodesOf(record: ChildRecord, today: CivilDate): [string, Record<string, string>][] {
  const [period] = record.carePeriods
  const episodes = new Map<string, Record<string, string>>()
  const lastYear = collectionYear(today)
  for (let year = collectionYear(period?.startedOn ?? today); year <= lastYear; year++)
    for (const cells of episodeRows(record, year)) episodes.set(cells.DECOM ?? '', cells)
  return [...episodes]
}

const sexes = { female: 'F', male: 'M', unknown: 'U' } as const

function detailsOf(record: ChildRecord): DailyDetails {
  const { upn } = record
  return {
    ...knownTexts({
      unique_pupil_number: upn?.length === 13 ? upn : undefined,
      unique_pupil_number_unknown_reason: upn && upn.length <= 4 ? upn : undefined,
      date_of_birth: record.dateOfBirth,
      sex: sexes[record.sex],
      ethnicity: record.ethnicity,
      postcode: record.homePostcode ? displayPostcode(record.homePostcode) : undefined,
    }),
    uasc_flag: record.uasc,
    ...knownTexts({ uasc_end_date: record.uascCeasedOn }),
    purge: false,
  }
}

const knownTexts = (texts: Record<string, string | null | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text ? [[name, text] as const] : [])))
