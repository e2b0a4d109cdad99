import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { musts, type MustId } from '../../domain/matching/criteria.ts'
import {
  cureKinds,
  curesOf,
  nightsInTheWay,
  ownFilters,
  type Cure,
  type CureKind,
} from '../../domain/matching/near-miss.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { id } from '../../platform/http/fields.ts'
import type { SearchCriteria } from './search-criteria.ts'
import { understandWith, type Understood } from './need.ts'
import { criterionId, option, presentOptions } from './option.ts'
import { findNearMisses, type NearMiss } from './queries/near.ts'
import { findOptions } from './queries/options.ts'

const cure = z.object({
  kind: z.enum(codesOf(cureKinds)),
  sentence: z.string().meta({ examples: ['Your own filter: widen to 25 miles.'] }),
  search: z
    .object({
      from: z.string().optional(),
      to: z.string().nullish(),
      stay: z.string().optional(),
      types: z.array(z.string()).optional(),
      maxMiles: z.number().optional(),
      inAuthority: z.boolean().nullish(),
      gatewayExemption: z.string().optional(),
    })
    .nullable()
    .describe(
      'Sent again with these fields in place of its own, the search finds it; null where it would not.',
    ),
  changes: z
    .array(
      z.object({
        record: z.enum(['homes', 'beds', 'voids', 'holds', 'placements']),
        id: id.nullable().describe('Null for a record that would be new.'),
        action: z
          .enum(['release', 'end'])
          .nullable()
          .describe('The action on it; null where its fields change.'),
        fields: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe('What it would say, or what the action is sent; null where it would be gone.'),
      }),
    )
    .describe(
      'What would have to be recorded otherwise: all of it, in this order. `PATCH /v1/{record}/{id}` with the fields, DELETE where they are null, `POST /v1/{record}` where the id is null, `POST /v1/{record}/{id}/{action}` where there is an action. Only the authority that keeps the record can.',
    ),
})

/** A near miss in an answer: a home that breaks exactly one rule, with the changes that would cure it. */
export const nearMiss = option.extend({
  inTheWay: z
    .object({
      criterion: criterionId,
      title: z.string(),
      detail: z.string(),
      filter: z.boolean().describe('Whether it is a filter of this search, and no rule about the child.'),
    })
    .describe('The one rule that it breaks.'),
  cures: z
    .array(cure)
    .describe('What would make it an option: any one of them. Empty where nothing is known to.'),
})

export interface NearMissWithCures {
  miss: NearMiss
  cures: Cure[]
}

const maxMisses = 10
/** More are read than shown: several can be one miss with different cures, and some turn out not to be near. */
const maxRead = 3 * maxMisses
/** Cures that change the nights or the beds, for which other rules may be broken: each is checked by a search. */
const needProof: readonly CureKind[] = ['delay', 'shorter-stay', 'bed', 'birthday', 'until-18']

/** Rules of nights, beds and the law. A home that breaks one and that no cure makes an option is not near. */
const onlyIfCured: readonly MustId[] = ['free-every-night', 'bed-for-the-stay', 'legal-minimum-age']

/** At most ten homes that break exactly one rule, best first, each with the first cure of each kind that works. */
export async function nearMisses(
  tx: Tx,
  criteria: SearchCriteria,
  { facts, need, places, profile }: Understood,
  today: CivilDate,
): Promise<NearMissWithCures[]> {
  const misses = new Map<string, NearMissWithCures>()
  for (const miss of await findNearMisses(tx, { need, places, profile, limit: maxRead })) {
    const cure = await firstThatWorks(curesOf(need, miss), miss)
    const isHeld = miss.beds.some(({ fit }) => fit === 'held') // which passes, whoever may release it
    if (cure === undefined && onlyIfCured.includes(miss.rule) && !isHeld) continue
    const same = [miss.rule, ...miss.beds.map((bed) => bed.id)].join()
    const earlier = misses.get(same)
    if (earlier) {
      earlier.cures.push(...(cure ? [cure] : []))
      if (nightsInTheWay(earlier.miss) === null) earlier.miss = miss
    } else if (misses.size < maxMisses) misses.set(same, { miss, cures: cure ? [cure] : [] })
  }
  return [...misses.values()]

  async function firstThatWorks(cures: readonly Cure[], candidate: NearMiss): Promise<Cure | undefined> {
    for (const cure of cures) {
      if (!needProof.includes(cure.kind) || (await works(cure, candidate))) return cure
    }
    return undefined
  }

  async function works({ search }: Cure, { beds }: NearMiss): Promise<boolean> {
    const other = await understandWith(tx, facts, { ...criteria, ...search }, today)
    const ids = beds.map((bed) => bed.id)
    return (
      (await findOptions(tx, { need: other.need, places: other.places, profile, limit: 1, bedIds: ids }))
        .length > 0
    )
  }
}

/** Near misses as the response shows them. */
export async function presentNearMisses(
  tx: Tx,
  resolution: Understood,
  misses: readonly NearMissWithCures[],
) {
  const views = await presentOptions(
    tx,
    resolution,
    misses.map(({ miss }) => miss),
  )
  return misses.map(({ miss, cures }, index) => {
    const view = views[index]!
    const broken = view.reasons.find(({ criterion }) => criterion === miss.rule)
    const title = musts.find((must) => must.id === miss.rule)?.title ?? miss.rule
    const detail = nightsInTheWay(miss) ?? broken?.detail ?? `${title}: no.`
    return {
      ...view,
      reasons: view.reasons.map((reason) =>
        reason.criterion === miss.rule ? { ...reason, met: false, detail } : reason,
      ),
      inTheWay: { criterion: miss.rule, title, detail, filter: ownFilters.includes(miss.rule) },
      cures: cures.map((cure) => ({ ...cure, changes: [...cure.changes] })),
    }
  })
}
