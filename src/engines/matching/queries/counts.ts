import { musts, type MustId } from '../../../domain/matching/criteria.ts'
import type { Need } from '../../../domain/matching/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { conditionsOf } from './conditions.ts'
import { freeBeds, withinReach } from './free-beds.ts'
import { parameters, statement } from './parameters.ts'
import type { Places } from './places.ts'

export interface BedsRuledOut {
  criterion: MustId
  /** Beds that break the rule. */
  beds: number
  /** Beds that break this rule alone. */
  alone: number
}

/** The number of options, and for each rule the number of free beds within reach that break it. */
export async function countOptions(
  tx: Tx,
  need: Need,
  places: Places,
): Promise<{ found: number; excluded: BedsRuledOut[] }> {
  const p = parameters()
  const count = need.children.length
  const beds = freeBeds(need, places, withinReach(need, places, p), p)
  const conditions = conditionsOf(need, 'all', p)
  const ruleColumns = conditions.map(([id, condition]) => `coalesce(${condition}, false) as "${id}"`)
  const broken = conditions.map(([id]) => `(not "${id}")::integer`).join(' + ')
  const ruledOut = conditions.map(
    ([id]) => `'${id}', jsonb_build_object(
         'beds', count(*) filter (where not "${id}"),
         'alone', count(*) filter (where not "${id}" and broken = 1))`,
  )
  const text = `
with kept as materialized (select f.home_id, ${ruleColumns.join(', ')} from ${beds}),
bed as (select *, ${broken} as broken from kept),
fitting as (select count(*) as beds from bed where broken = 0 group by home_id),
few as (select coalesce(sum(beds), 0) as beds from fitting where beds < ${count})
select (select coalesce(sum(${count > 1 ? '1' : 'beds'}), 0)::bigint from fitting where beds >= ${count}) as found,
       (select jsonb_build_object('enough-beds', jsonb_build_object('beds', beds, 'alone', beds)) from few)
       || jsonb_build_object(${ruledOut.join(', ')}) as excluded
  from bed`
  const { rows } = await tx.client.query<{
    found: number
    excluded: Partial<Record<MustId, { beds: number; alone: number }>>
  }>(statement(need, text, p))
  const { found: optionCount, excluded: excludedByRule } = rows[0] ?? { found: 0, excluded: {} }
  return {
    found: optionCount,
    excluded: musts.flatMap(({ id: criterion }) => {
      const counts = excludedByRule[criterion]
      return counts && counts.beds > 0 ? [{ criterion, ...counts }] : []
    }),
  }
}
