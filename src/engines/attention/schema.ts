import { z } from 'zod'
import { attentionKinds } from '../../domain/attention/rules.ts'
import { severities, teams } from '../../domain/attention/types.ts'
import { codesOf } from '../../domain/codes.ts'
import { office } from '../gates/schema.ts'

export const attentionKind = z.enum(attentionKinds)
export const severity = z.enum(severities)
export const team = z.enum(codesOf(teams))

/** A row of the attention list. */
export const attentionRowView = z.object({
  id: z.string().describe('Of the row: the same at every reading, until it is settled.'),
  kind: attentionKind.describe('What is the matter; `GET /v1/attention/kinds` explains each.'),
  title: z.string(),
  severity: severity.describe('How grave it is.'),
  team: team.describe('Who must act.'),
  office: office.nullable().describe('Who must decide; null where it is for no one office.'),
  due: z.string().describe('The day, or of a hold the instant, by which or since which.'),
  detail: z.string().describe('What is the matter, in words without a child’s data.'),
  children: z
    .array(z.object({ id: z.string(), reference: z.string(), age: z.number().int() }))
    .describe('The children whom it concerns, with their ages today.'),
  home: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('Null where it concerns no home, or none that the caller sees.'),
  regulation: z.string().nullable().describe('What it rests on.'),
  record: z.string().describe('The record that it is about.'),
  action: z
    .object({ title: z.string(), method: z.string(), href: z.string() })
    .describe('What settles it: the row goes once that is recorded.'),
})
