import type { AttentionKind } from '../../../domain/attention/rules.ts'
import type { Office } from '../../../domain/gates/offices.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { common } from './source.ts'
import { attentionSources } from './sources.ts'

/** What a source says of a row, whether it is SQL or a rule that is not. */
export interface FoundRow {
  kind: AttentionKind
  aboutId: string
  /** What of the record, where it can have several rows of a kind; else empty. */
  part: string
  due: string
  childIds: string[]
  homeId: string | null
  detail: string
  /** Who must decide, where that is for the row to say. */
  office: Office | null
}

export interface AttentionQuestion {
  kinds: ReadonlySet<AttentionKind>
  /** The present day, and the last of the authority's warning days. */
  today: string
  soon: string
  childId: string | null
  homeId: string | null
}

export interface StoredRow extends Omit<FoundRow, 'part' | 'childIds' | 'homeId'> {
  id: string
  children: { id: string; reference: string; dateOfBirth: string }[]
  home: { id: string; name: string } | null
}

/**
 * The rows of the kinds asked for, from every source and those that were found by rules that are not SQL, each with its
 * children's references and dates of birth, and the home as far as the caller sees it. In no order.
 */
export async function rowsOfSources(
  tx: Tx,
  { kinds, today, soon, childId, homeId }: AttentionQuestion,
  others: readonly FoundRow[],
): Promise<StoredRow[]> {
  const sources = attentionSources.filter((source) => source.kinds.some((kind) => kinds.has(kind)))
  const { rows } = await tx.client.query<StoredRow>(
    `with ${common},
     found as (
       select kind, "aboutId" as about_id, part, due, "childIds" as child_ids, "homeId" as home_id, detail, office
         from jsonb_to_recordset($6) as other (
           kind text, "aboutId" uuid, part text, due text, "childIds" uuid[], "homeId" uuid, detail text, office text)
       ${sources.map(({ sql }) => `union all select *, null from (${sql}) source`).join('\n')})
     select md5(concat_ws(':', f.kind, f.about_id, f.part))::uuid as id, f.kind, f.about_id as "aboutId", f.due, f.detail,
            f.office,
            coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference,
                                                          'dateOfBirth', c.date_of_birth) order by c.reference)
                        from children c where c.id = any(f.child_ids)), '[]') as children,
            case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.name) end as home
       from found f left join visible_homes h on h.id = f.home_id
      where f.kind = any($3) and ($4::uuid is null or $4 = any(f.child_ids)) and ($5::uuid is null or $5 = f.home_id)`,
    [today, soon, [...kinds], childId, homeId, JSON.stringify(others)],
  )
  return rows
}
