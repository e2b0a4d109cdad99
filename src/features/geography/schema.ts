import { z } from 'zod'
import { codesOf, countries } from '../../domain/codes.ts'
import { postcode } from '../../platform/http/fields.ts'

export const authorityCode = z
  .string()
  .regex(/^[EWSN]\d{8}$/, 'takes a letter and eight digits, such as E06000049')
  .meta({ examples: ['E06000049'] })

export const authorityParams = z.object({ code: authorityCode })
export const postcodeParams = z.object({
  postcode: postcode.describe('In any case, with or without its space.'),
})

export const authorityView = z.object({
  code: z.string().describe('ONS code of the upper-tier authority.'),
  name: z.string(),
  regionCode: z.string().nullable(),
  regionName: z.string().nullable(),
  oldCode: z.string().nullable().describe("The three digits of DfE's older collections."),
  synthetic: z.boolean().describe('True where the authority’s records here are made up.'),
})

const metres = z.number().int().nullable()

export const postcodeView = z.object({
  postcode: z.string(),
  authority: z
    .object({ code: z.string(), name: z.string() })
    .nullable()
    .describe('The upper-tier authority; null outside England.'),
  country: z
    .enum(codesOf(countries))
    .describe('England, Wales, Scotland, Northern Ireland, the Channel Islands, the Isle of Man.'),
  terminatedOn: z.string().nullable().describe('First day of the month in which it went out of use.'),
  easting: metres.describe('OS grid, metres; null where not known, and then distances are unknown too.'),
  northing: metres,
  synthetic: z.boolean().describe('True for a unit of our own making, which no letter can reach.'),
})
