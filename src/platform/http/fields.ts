import { z } from 'zod'
import { firstPossibleDay, isCivilDate, lastPossibleDay } from '../../domain/dates.ts'
import { displayPostcode as withSpace, readArea } from '../../domain/postcodes.ts'

// zod schemas of the fields that many requests and answers share.

export const civilDate = z
  .string()
  .refine(isCivilDate, { error: 'is not a date that exists; write YYYY-MM-DD', abort: true })
  .refine((text) => text >= firstPossibleDay && text <= lastPossibleDay, {
    error: 'must be between 1901 and 2199',
  })
  .meta({ format: 'date', examples: ['2023-12-01'] })

/** Characters that control a device, halves of a character, and marks that turn the direction in which others are shown. */
const unprintable = /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u

/** Text for people: trimmed, 1 to `maximum` characters, all of which can be shown as they stand. */
export function words(maximum: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .refine((text) => !unprintable.test(text), { error: 'must not have control characters' })
}

/** An authority's own reference for a record; never a name. */
export const reference = z
  .string()
  .regex(/^[A-Za-z0-9_./-]{1,40}$/, 'takes 1 to 40 letters, digits or _ . / -')
  .meta({ examples: ['CE-1042'] })

export const postcode = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}$/, 'is not in the form of a postcode, such as CW1 2BJ')
  .transform((text) => text.toUpperCase().replace(/\s/g, ''))
  .meta({ examples: ['CW1 2BJ'] })

/** A compact postcode with its space, `CW12BJ` as `CW1 2BJ`; null stays null. */
export function displayPostcodeOrNull(compact: string | null): string | null {
  return compact === null ? null : withSpace(compact)
}

export const ofstedUrn = z
  .string()
  .regex(/^[A-Z0-9]{5,10}$/, 'takes 5 to 10 capital letters or digits')
  .meta({ examples: ['SC012345'] })

export const weeklyMoney = z
  .number()
  .min(0)
  .max(99_999_999)
  .multipleOf(0.01)
  .describe('Pounds a week.')
  .meta({ examples: [1250.5] })

/** A need that a home can meet, such as `autism`. Children's needs and homes' capabilities use the same names. */
export const capability = z
  .string()
  .regex(/^[a-z0-9-]{2,40}$/, 'takes lower-case letters, digits and hyphens')
  .meta({ examples: ['autism'] })

export const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, 'is not a code of ISO 639, such as en, ur or bfi')
  .meta({ examples: ['en'] })

/** A postcode, or its sector or district: `CW1 2BJ`, `CW1 2`, `CW1`. */
export const area = z
  .string()
  .trim()
  .toUpperCase()
  .refine((text) => readArea(text) !== null, {
    error: 'is not a postcode, sector or district: CW1 2BJ, CW1 2, CW1',
  })
  .meta({ examples: ['CW1 2'] })

export const id = z.guid()

/** Fields that the answer about every record has, beside its own. */
export const recordFields = {
  id: id.describe('Identifier.'),
  version: z.number().int().describe('Rises by one with every change; the `ETag` is made of it.'),
  createdAt: z.string().describe('When it was recorded (ISO 8601, UTC).'),
  updatedAt: z.string().describe('When it last changed (ISO 8601, UTC).'),
}

/** Query parameter: read records as they were recorded at an earlier instant. */
export const knownAt = z.object({
  knownAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('As it was recorded at this instant, whatever has been corrected since.')
    .meta({ examples: ['2024-03-01T09:00:00Z'] }),
})

/** Query parameter: list only the records in force on a day. */
export const asAt = z.object({
  asAt: civilDate.optional().describe('Only those in force on this day; of children, those in care.'),
})

type DateRanges<Field extends string> = Record<`${Field}Since` | `${Field}Until`, typeof dayOrNone>
const dayOrNone = civilDate.optional()

/** Query parameters that narrow a list by dates: for `startedOn`, `startedOnSince` and `startedOnUntil`, both included. */
export function dateRanges<Field extends string>(...fields: Field[]): DateRanges<Field> {
  return Object.fromEntries(
    fields.flatMap((field) => [
      [`${field}Since`, dayOrNone.describe(`Only those with a \`${field}\` on or after this day.`)],
      [`${field}Until`, dayOrNone.describe(`Only those with a \`${field}\` on or before this day.`)],
    ]),
  ) as DateRanges<Field>
}

/** Beside the `age` of who lives in a home. */
export const ageTo = z
  .number()
  .int()
  .nullish()
  .describe(
    "Of another authority's child the oldest that it may be, where `age` is the youngest: the four years in which it was born are all that is told. Otherwise null or left out.",
  )
