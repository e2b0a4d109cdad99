import { z } from 'zod'
import { dailyReasons } from '../../../domain/daily-collection/changes.ts'
import { laChildId } from '../../../domain/daily-collection/child.ts'
import { codesOf } from '../../../domain/codes.ts'

const childId = z
  .string()
  .regex(laChildId, 'takes 1 to 20 letters and digits')
  .meta({ examples: ['12346'] })
const partId = z
  .string()
  .regex(/^[a-z0-9]{32}$/, 'is not an identifier that was given')
  .meta({ examples: ['0c8f7a522d5b4f0e9a536f1d2b7c9e10'] })
const hash = z
  .string()
  .regex(/^[a-f0-9]{64}$/, 'is not a hash that was given')
  .meta({ examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] })
const episodes = z
  .record(partId, z.array(partId).max(500))
  .describe('Its periods of care, each with its placements, by their identifiers.')
  .meta({ examples: [{}] })

export const dailyQuestion = z.strictObject({
  sent: z
    .array(z.strictObject({ laChildId: childId, hash, episodes }))
    .max(10_000)
    .refine((children) => new Set(children.map((child) => child.laChildId)).size === children.length, {
      error: 'names a child twice',
    })
    .describe('What the collection has accepted from you: `hash` and `episodes` as they were given with it.'),
})

const purge = z.boolean().describe('Whether the collection is to remove it.')
const text = z.string().optional()
const placement = z.object({
  child_looked_after_placement_id: z.string(),
  start_date: text,
  start_reason: text.describe('RNE of the episode.'),
  placement_type: text.describe('PLACE.'),
  postcode: text,
  end_date: text,
  end_reason: text.describe('REC.'),
  change_reason: text.describe('REASON_PLACE_CHANGE, of the episode that ends.'),
  purge,
})

export const dailyChildRecord = z
  .object({
    la_child_id: z.string(),
    mis_child_id: text.describe('The id of the child here.'),
    child_details: z
      .object({
        unique_pupil_number: text,
        unique_pupil_number_unknown_reason: text,
        date_of_birth: text,
        sex: text,
        ethnicity: text,
        postcode: text,
        uasc_flag: z.boolean(),
        uasc_end_date: text,
        purge,
      })
      .optional(),
    social_care_episodes: z
      .array(
        z.object({
          social_care_episode_id: z.string(),
          child_looked_after_placements: z.array(placement),
          purge,
        }),
      )
      .optional(),
    purge,
  })
  .describe('Send it as it is: an array of up to 100 of them is a request of the collection.')

export const dailyAnswer = z.object({
  version: z.string().describe('Of the schema of the collection.'),
  laCode: z.int().describe('The code of the authority in the address of the collection.'),
  items: z.array(
    z.object({
      reason: z.enum(codesOf(dailyReasons)).describe(
        Object.entries(dailyReasons)
          .map(([reason, words]) => `${reason}: ${words}`)
          .join(' '),
      ),
      hash: hash.nullable(),
      episodes,
      record: dailyChildRecord,
    }),
  ),
  misfits: z
    .array(z.object({ childId: z.string(), why: z.string() }))
    .describe('Children whom the collection could not take, and who are left out.'),
})
