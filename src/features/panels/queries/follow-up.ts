import type { z } from 'zod'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { followUpItem } from '../schema.ts'

export type FollowUpItem = Omit<z.output<typeof followUpItem>, 'href' | 'status'>

export interface FollowUpFilters {
  ownerRole?: string | undefined
  panelId?: string | undefined
  childId?: string | undefined
  dueBy?: string | undefined
}

/** At most `limit` open actions that match all filters, in order of due day and id, after those of `cursor`. */
export async function openFollowUp(
  tx: Tx,
  { ownerRole, panelId, childId, dueBy }: FollowUpFilters,
  cursor: [string, string] | undefined,
  limit: number | null,
): Promise<FollowUpItem[]> {
  const { rows } = await tx.client.query<FollowUpItem>(
    `select a.id, a.what, a.owner_role as "ownerRole", a.due_on as "dueOn", a.case_id as "caseId",
            c.child_id as "childId", k.reference as "childReference", c.outcome, c.panel_id as "panelId",
            p.title as "panelTitle", c.held_on as "heldOn"
       from panel_actions a
       join panel_case_details c on c.id = a.case_id
       join panels p on p.id = c.panel_id
       join children k on k.id = c.child_id
      where a.done_on is null and a.dropped_on is null
        and ($1::text is null or a.owner_role = $1)
        and ($2::uuid is null or c.panel_id = $2)
        and ($3::uuid is null or c.child_id = $3)
        and ($4::date is null or a.due_on <= $4)
        and ($5::date is null or (a.due_on, a.id) > ($5, $6::uuid))
      order by a.due_on, a.id limit $7`,
    [ownerRole, panelId, childId, dueBy, cursor?.[0], cursor?.[1], limit],
  )
  return rows
}
