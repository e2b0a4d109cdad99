import type { ChecklistFacts } from '../../domain/checklist/items.ts'
import { layerOf, placementType, placementTypeCodes } from '../../domain/placement-types.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** Usual placements in which a child is looked after: the others have no checklist. */
const types = placementTypeCodes.filter(
  (code) => placementType(code).lookedAfter && layerOf(code) === 'usual',
)

export interface PlacementChecklist extends ChecklistFacts {
  id: string
  childId: string
  homeId: string | null
}

/** Which checklists: of one placement, or of all that go on, are agreed, or ended since a day. */
export type ChecklistScope =
  { placementId: string } | { endedSince: string; childId: string | null; homeId: string | null }

/** The facts of the checklists of placements that were agreed in this service, on `today`. */
export async function checklistsOfPlacements(
  tx: Tx,
  scope: ChecklistScope,
  today: string,
): Promise<PlacementChecklist[]> {
  const [where, parameters] =
    'placementId' in scope
      ? ['p.id = $3', [scope.placementId]]
      : [
          `p.withdrawn_on is null and (p.ended_on is null or p.ended_on >= $3)
           and birthday(child.date_of_birth, 18) > $1   -- care ends at 18
           and ($4::uuid is null or p.child_id = $4) and ($5::uuid is null or p.home_id = $5)`,
          [scope.endedSince, scope.childId, scope.homeId],
        ]
  const { rows } = await tx.client.query<PlacementChecklist>(
    `with done as (
       select placement_id, item, jsonb_agg(done_on order by done_on) as days from checklist_items group by 1, 2)
     select p.id, p.child_id as "childId", p.home_id as "homeId", p.emergency,
            coalesce(p.started_on, p.planned_from) as "startsOn", p.started_on as "startedOn", p.ended_on as "endedOn",
            p.end_planned as "endPlanned", n.ends_on as "noticeEndsOn", k.started_on as "careStartedOn",
            coalesce(c.long_term, false) as "longTerm",
            coalesce((select jsonb_object_agg(d.item, d.days) from done d
                       where d.placement_id = p.id and d.item <> 'review'), '{}')
            || jsonb_build_object('review', coalesce(
                 (select jsonb_agg(i.done_on order by i.done_on) from checklist_items i
                    join placements o on o.id = i.placement_id
                   where o.child_id = p.child_id and i.item = 'review'
                     and i.done_on >= coalesce(k.started_on, p.started_on)), '[]')) as done
       from placements p
       join children child on child.id = p.child_id
       left join notices n on n.placement_id = p.id and n.withdrawn_on is null
       left join care_periods k on k.child_id = p.child_id and k.nights @> $1::date
       left join child_needs c on c.child_id = p.child_id
      where p.agreed_at is not null and p.placement_type = any($2) and ${where}`,
    [today, types, ...parameters],
  )
  return rows
}
