import { z } from 'zod'
import { childDataParts } from './queries.ts'

const parts = Object.keys(childDataParts) as [keyof typeof childDataParts]

export const subjectAccess = z.object({
  childId: z.string(),
  preparedAt: z.string().describe('When it was read: all of it is of one moment.'),
  preparedBy: z.string(),
  law: z.string(),
  withheld: z.array(z.string()).describe('The rules by which other people’s data is withheld.'),
  review: z
    .array(z.object({ recordType: z.string(), fields: z.array(z.string()) }))
    .describe('Words that a person reads before the answer is given, as they may speak of other people.'),
  tables: z.array(
    z.object({
      recordType: z.string().describe('The table, as `docs/schema.md` describes it.'),
      title: z.string(),
      part: z.enum(parts),
      rows: z
        .array(z.record(z.string(), z.unknown()))
        .describe(
          'Its rows about the child, as they are stored, with what is withheld in the place of what it withholds.',
        ),
    }),
  ),
})
export type SubjectAccess = z.output<typeof subjectAccess>
