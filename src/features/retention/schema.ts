import { z } from 'zod'
import { childRules, logRules } from '../../domain/retention/rules.ts'
import { id, words } from '../../platform/http/fields.ts'

const namesOf = <Name extends string>(rules: Readonly<Record<Name, unknown>>) =>
  Object.keys(rules) as [Name, ...Name[]]

const childRule = z.enum(namesOf(childRules))
const logRule = z.enum(namesOf(logRules))

export const ruleList = z.object({
  items: z.array(
    z.object({
      rule: z.enum([...namesOf(childRules), ...namesOf(logRules)]),
      what: z.string().describe('What is kept.'),
      years: z.number().int(),
      from: z.string().describe('From when the years are counted.'),
      law: z.string().nullable().describe("Null where it is the authority's own policy."),
    }),
  ),
})

export const dueList = z.object({
  asAt: z.string(),
  logs: z.array(
    z.object({
      rule: logRule,
      keptSince: z.string().describe('Entries from before this day are past their time.'),
      rows: z.number().int().describe('How many they are.'),
    }),
  ),
  total: z.number().int().describe('How many records of children are past their time.'),
  items: z
    .array(
      z.object({
        childId: z.string(),
        reference: z.string(),
        rule: childRule,
        keptUntil: z.string().describe('From this day on the record may go.'),
        why: z.string(),
        legalHoldId: z.string().nullable().describe('The legal hold by which it stays all the same.'),
      }),
    )
    .describe('The longest past its time first.'),
})

const dryRun = z
  .boolean()
  .describe('Whether to tell what would go, exactly, and to erase nothing.')
  .meta({ examples: [true] })

export const childErasure = z.strictObject({ dryRun })
export const logErasure = z.strictObject({ rule: logRule, dryRun })

const tally = z
  .record(z.string(), z.number().int())
  .describe('How many rows of each table, by its name.')
  .meta({ examples: [{ placements: 4, record_versions: 31 }] })

export const erasure = z.object({
  id: z.string().nullable().describe('The receipt; null of a dry run.'),
  rule: z.string(),
  dryRun: z.boolean(),
  tally,
})

export const receipt = z.object({
  id: z.string(),
  rule: z.string(),
  erasedBy: z.string(),
  erasedAt: z.string(),
  tally,
})

export const newLegalHold = z.strictObject({
  childId: id.nullish().describe('Left out: every child, as for a public inquiry.'),
  reason: words(500).describe('Why nothing may be erased; in words that name no one.'),
})
export const legalHoldView = z.object({
  id: z.string(),
  version: z.number().int(),
  childId: z.string().nullable().describe('Null: every child.'),
  reason: z.string(),
  placedBy: z.string(),
  placedAt: z.string(),
  liftedAt: z.string().nullable().describe('Null while it is in force.'),
  liftedBy: z.string().nullable(),
  liftReason: z.string().nullable(),
})
export const liftBody = z.strictObject({
  reason: words(500).describe('Why it is lifted; in words that name no one.'),
})
