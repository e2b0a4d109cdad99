import { isCivilDate } from '../dates.ts'
import { laChildId, type DailyChild } from './child.ts'

/** A field of the collection that is sent from here. */
export interface DailyField {
  /** What the collection takes there (openapi.json). */
  takes: string
  fits: (value: string) => boolean
  /** Where it is put right. */
  correctedIn: string
}

const identifier = /^[A-Za-z0-9_-]{0,36}$/
const upTo = (most: number) => (value: string) => value.length <= most
const day = { takes: 'a day, YYYY-MM-DD', fits: isCivilDate }
const postcode = { takes: 'at most 8 characters', fits: upTo(8) }
const part = { takes: 'at most 36 letters, digits, _ or -', fits: (value: string) => identifier.test(value) }
const stay = 'social_care_episodes.child_looked_after_placements'

/** Every field that is sent, by its path without the positions in lists. */
export const dailyFields: Readonly<Record<string, DailyField>> = {
  la_child_id: {
    takes: '1 to 20 letters and digits',
    fits: (value) => laChildId.test(value),
    correctedIn: 'the child’s reference',
  },
  mis_child_id: { ...part, correctedIn: 'made here' },
  'child_details.unique_pupil_number': {
    takes: '13 characters',
    fits: (value) => value.length === 13,
    correctedIn: 'the child’s upn',
  },
  'child_details.unique_pupil_number_unknown_reason': {
    takes: 'at most 4 characters',
    fits: upTo(4),
    correctedIn: 'the child’s upn',
  },
  'child_details.date_of_birth': { ...day, correctedIn: 'the child’s dateOfBirth' },
  'child_details.sex': { takes: 'one character', fits: upTo(1), correctedIn: 'the child’s sex' },
  'child_details.ethnicity': {
    takes: 'at most 4 characters',
    fits: upTo(4),
    correctedIn: 'the child’s ethnicity',
  },
  'child_details.postcode': { ...postcode, correctedIn: 'the child’s homePostcode' },
  'child_details.uasc_end_date': { ...day, correctedIn: 'the child’s uascCeasedOn' },
  'social_care_episodes.social_care_episode_id': { ...part, correctedIn: 'made here' },
  [`${stay}.child_looked_after_placement_id`]: { ...part, correctedIn: 'made here' },
  [`${stay}.start_date`]: { ...day, correctedIn: 'the placement’s or legal status’s startedOn' },
  [`${stay}.start_reason`]: {
    takes: 'one character',
    fits: upTo(1),
    correctedIn: 'the care period, placement and legal status that begin on that day',
  },
  [`${stay}.placement_type`]: {
    takes: 'at most 3 characters',
    fits: upTo(3),
    correctedIn: 'the placement’s placeCode',
  },
  [`${stay}.postcode`]: { ...postcode, correctedIn: 'the postcode of the placement or its home' },
  [`${stay}.end_date`]: { ...day, correctedIn: 'the placement’s, legal status’s or care period’s endedOn' },
  [`${stay}.end_reason`]: {
    takes: 'at most 3 characters',
    fits: upTo(3),
    correctedIn: 'the care period’s endReason',
  },
  [`${stay}.change_reason`]: {
    takes: 'at most 6 characters',
    fits: upTo(6),
    correctedIn: 'the placement’s endReason',
  },
}

/** What is wrong with a field of a child's record, or what the collection says is. It names no value. */
export interface DailyFault {
  /** A JSON pointer into the record; empty for the record as a whole. */
  pointer: string
  /** What the collection takes there; null where that is not known. */
  takes: string | null
  /** Where it is put right; null where that is not known. */
  correctedIn: string | null
}

/** The fault at a pointer such as `/child_details/sex`. */
export function faultAt(pointer: string): DailyFault {
  const path = pointer
    .split('/')
    .filter((step) => step !== '' && !/^\d+$/.test(step))
    .join('.')
  const field = Object.hasOwn(dailyFields, path) ? dailyFields[path] : undefined
  return { pointer, takes: field?.takes ?? null, correctedIn: field?.correctedIn ?? null }
}

/** The fields of a record that the collection would not take. */
export function faultsOfRecord(record: DailyChild): DailyFault[] {
  const faults: DailyFault[] = []
  const visit = (value: unknown, pointer: string, path: string) => {
    if (Array.isArray(value)) value.forEach((item, index) => visit(item, `${pointer}/${index}`, path))
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value))
        visit(inner, `${pointer}/${name}`, path === '' ? name : `${path}.${name}`)
    else if (typeof value === 'string' && dailyFields[path]?.fits(value) === false)
      faults.push(faultAt(pointer))
  }
  visit(record, '', '')
  return faults
}

const place = /(?:(?<![\w\]])\[(\d+)\]|(?<![\w/])\/(\d+))((?:[./][a-z_]+|\[\d+\]|\/\d+)*)/g

/**
 * The faults that the text of an answer names, by the position of their record in the request. The form of that text is not
 * published: positions are known as `[3].child_details.sex`, `$[3]…` or `/3/child_details/sex`.
 */
export function faultsOfAnswer(text: string): Map<number, DailyFault[]> {
  const faults = new Map<number, DailyFault[]>()
  for (const [, inBrackets, afterSlash, rest = ''] of text.matchAll(place)) {
    const position = Number(inBrackets ?? afterSlash)
    const pointer = rest.replaceAll(/\[(\d+)\]/g, '/$1').replaceAll('.', '/')
    const ofRecord = faults.get(position) ?? []
    if (!ofRecord.some((fault) => fault.pointer === pointer)) ofRecord.push(faultAt(pointer))
    faults.set(position, ofRecord)
  }
  return faults
}

/** The faults of one record, from a text that names fields and no position; of the record as a whole where it names none. */
export function faultsOfOnly(text: string): DailyFault[] {
  const paths = Object.keys(dailyFields).filter((path) =>
    new RegExp(`(?<![a-z_])${path.split('.').at(-1)}(?![a-z_])`).test(text),
  )
  return paths.length > 0 ? paths.map((path) => faultAt(`/${path.replaceAll('.', '/')}`)) : [faultAt('')]
}
