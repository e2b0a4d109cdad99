import type { Circumstances } from '../../../engines/care-record/circumstances-schema.ts'
import type { MoveOptions } from '../../../engines/move-options/schema.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { Decision, DecisionView } from '../schema.ts'

const SELECT = `
select d.id, d.case_id as "caseId", d.supersedes_id as "supersedesId",
       not exists (select from panel_decisions later where later.supersedes_id = d.id) as stands,
       d.outcome, d.reasons, d.conditions, d.dissent, d.bed_id as "bedId", d.chair_role as "chairRole",
       d.present_roles as "presentRoles", d.decided_on as "decidedOn", d.decided_by as "decidedBy",
       d.created_at as "recordedAt", p.title as "panelTitle",
       coalesce((select jsonb_agg(jsonb_build_object('kind', l.kind, 'id', l.id, 'href', l.path || l.id)
                          order by l.created_at, l.id)
          from (select created_at, coalesce(request_id, hold_id, placement_id) as id,
                       case when request_id is not null then 'request' when hold_id is not null then 'hold'
                            else 'placement' end as kind,
                       case when request_id is not null then '/v1/placement-requests/'
                            when hold_id is not null then '/v1/holds/' else '/v1/placements/' end as path
                  from panel_decision_links where decision_id = d.id) l), '[]') as links
  from panel_decisions d
  join panel_cases c on c.id = d.case_id
  join panel_meetings m on m.id = c.meeting_id
  join panels p on p.id = m.panel_id`

export type DecisionRow = DecisionView & { caseId: string; panelTitle: string }

/** The decisions of a case, latest first. */
export async function decisionsOf(tx: Tx, caseId: string): Promise<DecisionRow[]> {
  const { rows } = await tx.client.query<DecisionRow>(
    `${SELECT} where d.case_id = $1 order by d.created_at desc, d.id`,
    [caseId],
  )
  return rows
}

/** The standing decisions of the child's cases other than the case `besides`, latest first. */
export async function earlierDecisions(tx: Tx, childId: string, besides: string): Promise<DecisionRow[]> {
  const { rows } = await tx.client.query<DecisionRow>(
    `${SELECT} where c.child_id = $1 and c.id <> $2
        and not exists (select from panel_decisions later where later.supersedes_id = d.id)
      order by d.decided_on desc, d.created_at desc, d.id`,
    [childId, besides],
  )
  return rows
}

/** Records a decision and the offices present at its meeting; `supersedesId` is null for a case's first decision. */
export async function insertDecision(
  tx: Tx,
  caseId: string,
  { outcome, reasons, conditions, dissent, bedId, chairRole, on: decidedOn }: Decision,
  supersedesId: string | null,
): Promise<void> {
  await tx.client.query(
    `insert into panel_decisions (authority_code, case_id, supersedes_id, outcome, reasons, conditions, dissent,
                                  bed_id, chair_role, present_roles, decided_on, decided_by)
     select c.authority_code, c.id, $2, $3, $4, $5, $6, $7, $8,
            array(select a ->> 'role' from jsonb_array_elements(m.attendees) a where (a ->> 'present')::boolean),
            $9, $10
       from panel_cases c join panel_meetings m on m.id = c.meeting_id
      where c.id = $1`,
    [
      caseId,
      supersedesId,
      outcome,
      reasons,
      conditions ?? null,
      JSON.stringify(dissent),
      bedId ?? null,
      chairRole,
      decidedOn,
      tx.principal.subject,
    ],
  )
}

export async function insertLink(
  tx: Tx,
  decisionId: string,
  to: { requestId?: string | undefined; holdId?: string | undefined; placementId?: string | undefined },
): Promise<void> {
  await tx.client.query(
    `insert into panel_decision_links (authority_code, decision_id, request_id, hold_id, placement_id)
     values ($1, $2, $3, $4, $5)`,
    [tx.principal.authorityCode, decisionId, to.requestId ?? null, to.holdId ?? null, to.placementId ?? null],
  )
}

/** Options as they were laid before a panel, with the circumstances of the child then. */
export interface LaidOptions extends MoveOptions {
  /** Null of options that were laid before circumstances were kept with them. */
  circumstances: Circumstances | null
}

/** Stores the options laid before the panel as a snapshot, and the time on the case. */
export async function layOptions(tx: Tx, caseId: string, options: LaidOptions): Promise<void> {
  await tx.client.query(
    `insert into panel_options (authority_code, case_id, laid_by, options) values ($1, $2, $3, $4)`,
    [tx.principal.authorityCode, caseId, tx.principal.subject, JSON.stringify(options)],
  )
  await tx.client.query('update panel_cases set options_laid_at = clock_timestamp() where id = $1', [caseId])
}

/** The latest snapshot of options laid before the panel; null where there is none. */
export async function optionsSnapshot(tx: Tx, caseId: string): Promise<LaidOptions | null> {
  const { rows } = await tx.client.query<{ options: StoredOptions }>(
    'select options from panel_options where case_id = $1 order by id desc limit 1',
    [caseId],
  )
  return rows[0] ? completeOptions(rows[0].options) : null
}

/** A snapshot as it is stored: an early one has the plan that its legal status allows as `plan`, and no circumstances. */
type StoredOptions = Omit<LaidOptions, 'child' | 'circumstances'> & {
  child: LaidOptions['child'] & { plan?: string | null }
  circumstances?: Circumstances
}

/** A snapshot in the form of today. What an early one did not tell of its options is empty. */
function completeOptions({ child, circumstances, steps, ...options }: StoredOptions): LaidOptions {
  const missingFields = { gates: [], contacts: [], areasToAvoid: [], company: [] }
  return {
    ...options,
    child: { ...child, statusAllows: child.statusAllows ?? child.plan ?? null },
    circumstances: circumstances ?? null,
    steps: steps.map((step) => ({
      ...step,
      options: step.options.map((option) => ({ ...missingFields, ...option })),
    })),
  }
}
