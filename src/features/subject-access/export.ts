import { fieldsToReview, maskingRules, maskRow } from '../../domain/subject-access/masking.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { dataOfChild, thirdParties } from './queries.ts'
import type { SubjectAccess } from './schema.ts'

const LAW =
  'UK GDPR Article 15; Data Protection Act 2018 Schedule 2 paragraph 16 (data of others) and Schedule 3 Part 3 (social work, serious harm). Whoever gives this reads it first.'

/**
 * The answer to a subject access request of a child.
 * @param ids the child's record and those merged into it, the record asked for first
 * @param now the present instant
 */
export async function subjectAccessOf(tx: Tx, ids: readonly string[], now: Date): Promise<SubjectAccess> {
  const others = await thirdParties(tx, ids)
  const data = await dataOfChild(tx, ids)
  const tables = data.map(({ recordType, title, part, rows }) => ({
    recordType,
    title,
    part,
    rows: rows.map((row) => maskRow(recordType, row, others)),
  }))
  return {
    childId: ids[0] ?? '',
    preparedAt: now.toISOString(),
    preparedBy: tx.principal.subject,
    law: LAW,
    withheld: [...maskingRules],
    review: tables.flatMap(({ recordType }) => {
      const fields = fieldsToReview[recordType]
      return fields ? [{ recordType, fields: [...fields] }] : []
    }),
    tables,
  }
}
