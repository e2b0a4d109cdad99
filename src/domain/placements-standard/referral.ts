import { addDays, nightsBetween, type CivilDate } from '../dates.ts'
import type { Urgency } from '../lifecycle/request.ts'
import type { riskLevels } from '../referral.ts'
import {
  fieldsOf,
  neededByOptions,
  referralEntities,
  type ReferralAnswers,
  type StandardField,
  type StandardRecord,
  type StandardValue,
} from './standard.ts'

/** What is said of a field: why it was not carried, or what was taken for granted. */
export interface FieldNote {
  /** `Entity.field`. */
  field: string
  note: string
}

/** What a placement request has of a referral in the standard's form. */
export interface ReadReferral {
  /** The child's ID in the case management system. */
  reference: string
  request: {
    urgency: Urgency
    receivedOn: CivilDate
    neededFrom: CivilDate
    latestStart: CivilDate | null
    referral: ReferralAnswers
  }
  notCarried: FieldNote[]
  assumed: FieldNote[]
}

type Level = keyof typeof riskLevels
const riskOptions = { 'No known risk': 'none', 'Risk Present': 'present' } as const satisfies Record<
  string,
  Level
>
export const riskAnswers = Object.keys(riskOptions)

/** Reads a referral whose values are those that the standard allows. */
export function readReferral(record: StandardRecord): ReadReferral {
  const answers: Record<string, unknown> = {}
  const risks: Record<string, Level> = {}
  for (const entity of referralEntities) {
    for (const [name, field] of fieldsOf(entity)) {
      const value = record[entity]?.[name]
      if (value === undefined) continue
      if (field.kind === 'risk') risks[field.risk] = riskOptions[value as keyof typeof riskOptions]
      else Object.assign(answers, answersOf(field, value))
    }
  }
  if (Object.keys(risks).length > 0) answers.risks = risks
  const { childId, neededBy } = record.PlacementAvailability ?? {}
  const receivedOn = String(record.QualityAssurance?.referralDate)
  return {
    reference: String(childId),
    request: {
      ...readNeed(neededBy as keyof typeof neededByOptions | undefined, receivedOn),
      receivedOn,
      referral: answers,
    },
    notCarried: notesOfTheRest(record),
    assumed: [
      neededBy === undefined
        ? {
            field: 'PlacementAvailability.neededBy',
            note: 'not said: taken to be needed from the day of the referral',
          }
        : {
            field: 'PlacementAvailability.neededBy',
            note: 'the standard gives no dates: the request has the days that the answer allows; Today makes it an emergency',
          },
    ],
  }
}

/** The answers of our referral that a value says. */
function answersOf(field: StandardField, value: StandardValue): ReferralAnswers {
  switch (field.kind) {
    case 'option':
      return field.options[String(value)] ?? {}
    case 'options':
      return {
        [field.ours]: [value].flat().flatMap((option) => field.options[String(option)] ?? []),
      }
    case 'flag':
    case 'text':
    case 'count':
      return { [field.ours]: value }
    default:
      return {}
  }
}

function readNeed(neededBy: keyof typeof neededByOptions | undefined, receivedOn: CivilDate) {
  const { fewestDays, mostDays } =
    neededBy === undefined ? { fewestDays: 0, mostDays: null } : neededByOptions[neededBy]
  return {
    urgency: neededBy === 'Today' ? ('emergency' as const) : ('planned' as const),
    neededFrom: addDays(receivedOn, fewestDays),
    latestStart: mostDays === null ? null : addDays(receivedOn, mostDays),
  }
}

/** What was sent that a request has no place for. */
function notesOfTheRest({ QualityAssurance, ActualPlacement }: StandardRecord): FieldNote[] {
  const notes = fieldsOf('QualityAssurance').flatMap(([name, field]): FieldNote[] => {
    if (QualityAssurance?.[name] === undefined || name === 'referralDate') return []
    const note = field.kind === 'none' ? field.why : ofPlacements
    return [{ field: `QualityAssurance.${name}`, note }]
  })
  const actual = Object.keys(ActualPlacement ?? {})
  return [...notes, ...actual.map((name) => ({ field: `ActualPlacement.${name}`, note: ofPlacements }))]
}
const ofPlacements = 'is of the placement: agree and start one, and it is made from that'

/** A placement request, as far as the standard asks about it. */
export interface RequestSaid {
  /** The child's reference; null where the caller may not read it. */
  reference: string | null
  /** How many children the request is for. */
  children: number
  receivedOn: CivilDate
  neededFrom: CivilDate
  latestStart: CivilDate | null
  referral: ReferralAnswers
}

/** The entities of a referral that a request says. */
export function writeReferral({ referral, ...request }: RequestSaid): StandardRecord {
  const record: StandardRecord = {}
  for (const entity of referralEntities) {
    record[entity] = Object.fromEntries(
      fieldsOf(entity).flatMap(([name, field]) => {
        const value = valueOf(field, referral)
        return value === undefined ? [] : [[name, value]]
      }),
    )
  }
  const { reference, children, receivedOn } = request
  record.PlacementAvailability = {
    ...(reference !== null && { childId: /^\d{1,15}$/.test(reference) ? Number(reference) : reference }),
    neededBy: writeNeed(request),
    ...record.PlacementAvailability,
    ...(children > 1 && { siblingCount: children - 1 }),
  }
  record.QualityAssurance = { referralDate: receivedOn }
  return record
}

function writeNeed({ receivedOn, neededFrom, latestStart }: Omit<RequestSaid, 'referral'>): string {
  const days = nightsBetween(receivedOn, latestStart ?? neededFrom)
  if (days <= neededByOptions.Today.mostDays) return 'Today'
  // The standard has no answer for five days: they are more than fewer than five.
  return days <= neededByOptions['in less than 5 days'].mostDays
    ? 'in less than 5 days'
    : 'in more than 5 days'
}

/** The value of a field that our answers say; undefined where they say nothing. */
function valueOf(field: StandardField, answers: ReferralAnswers): StandardValue | undefined {
  switch (field.kind) {
    case 'risk': {
      const level = (answers.risks as Partial<Record<string, Level>> | undefined)?.[field.risk]
      if (level === undefined) return undefined
      return level === 'none' ? 'No known risk' : 'Risk Present'
    }
    case 'option':
      return Object.entries(field.options).find(([, meaning]) =>
        Object.entries(meaning).every(([name, answer]) => (answers[name] ?? null) === answer),
      )?.[0]
    case 'options': {
      const codes = answers[field.ours] as readonly string[] | undefined
      const options = Object.entries(field.options).flatMap(([option, code]) =>
        codes?.includes(code) ? [option] : [],
      )
      if (codes === undefined) return undefined
      const all = options.length === 0 ? [field.none] : options
      return field.required || all.length > 1 ? all : all[0]
    }
    case 'flag':
    case 'text':
    case 'count':
      return (answers[field.ours] ?? undefined) as StandardValue | undefined
    default:
      return undefined
  }
}

/** What the standard asks for and a record does not say, of these entities. */
export function missingFields(
  record: StandardRecord,
  entities: readonly (keyof StandardRecord)[],
): FieldNote[] {
  return entities.flatMap((entity) =>
    fieldsOf(entity).flatMap(([name, field]) =>
      !field.required || record[entity]?.[name] !== undefined
        ? []
        : [{ field: `${entity}.${name}`, note: field.kind === 'none' ? field.why : 'is not recorded' }],
    ),
  )
}
