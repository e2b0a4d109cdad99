import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { musts, type MustId } from '../../domain/matching/criteria.ts'
import {
  cureKinds,
  curesOf,
  nightsInTheWay,
  type Cure,
  type CureKind,
} from '../../domain/matching/near-miss.ts'
import type { Profile } from '../../domain/matching/profile.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { id } from '../../platform/http/fields.ts'
import type { Asked } from './asked.ts'
import { understandWith, type Understood } from './need.ts'
import { criterionId, option, presentOption } from './option.ts'
import { findNearMisses, type NearMiss } from './queries/near.ts'
import { findOptions } from './queries/options.ts'

const cure = z.object({
  kind: z.enum(codesOf(cureKinds)),
  sentence: z.string().meta({ examples: ['5 more miles: within 25 miles of home.'] }),
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
        record: z.enum(['homes', 'beds', 'voids']),
        id: id.nullable().describe('Null for a record that would be new.'),
        fields: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe('What it would say; null where it would be gone.'),
      }),
    )
    .describe('What would have to be recorded otherwise: all of it.'),
})

/** A home that breaks one rule alone, with what would cure it. */
export const nearMiss = option.extend({
  inTheWay: z
    .object({ criterion: criterionId, title: z.string(), detail: z.string() })
    .describe('The one rule that it breaks.'),
  cures: z
    .array(cure)
    .describe('What would make it an option: any one of them. Empty where nothing is known to.'),
})

export interface Missed {
  found: NearMiss
  cures: Cure[]
}

const most = 10
/** More are read than are shown: some are one miss with several cures, some turn out to be none. */
const read = 3 * most
/** Cures by which the other rules are asked of other nights or beds, and may then be broken. */
const unproved: readonly CureKind[] = ['delay', 'shorter-stay', 'bed']

/** Rules of nights and beds: a bed whose cure would break another rule is not near. */
const onlyIfCured: readonly MustId[] = ['free-every-night', 'bed-for-the-stay']

/** The homes that break one rule alone, best first, each with a cure that is known to work where there is one. */
export async function nearMisses(
  tx: Tx,
  asked: Asked,
  { facts, need, places }: Understood,
  profile: Profile,
  today: CivilDate,
): Promise<Missed[]> {
  const missed = new Map<string, Missed>()
  for (const found of await findNearMisses(tx, need, places, profile, read)) {
    const tried = curesOf(need, found)
    const cure = await firstThatWorks(tried, found)
    if (cure === undefined && tried.length > 0 && onlyIfCured.includes(found.rule)) continue
    const same = [found.rule, ...found.beds.map((bed) => bed.id)].join()
    const before = missed.get(same)
    if (before) {
      before.cures.push(...(cure ? [cure] : []))
      if (nightsInTheWay(before.found) === null) before.found = found
    } else if (missed.size < most) missed.set(same, { found, cures: cure ? [cure] : [] })
  }
  return [...missed.values()]

  async function firstThatWorks(cures: readonly Cure[], found: NearMiss): Promise<Cure | undefined> {
    for (const cure of cures) {
      if (!unproved.includes(cure.kind) || (await works(cure, found))) return cure
    }
    return undefined
  }

  async function works({ search }: Cure, { beds }: NearMiss): Promise<boolean> {
    const other = await understandWith(tx, facts, { ...asked, ...search }, today)
    const ids = beds.map((bed) => bed.id)
    return (await findOptions(tx, other.need, other.places, profile, undefined, 1, ids)).length > 0
  }
}

/** A near miss as it is shown. */
export function presentNearMiss(need: Understood['need'], { found, cures }: Missed, profile: Profile) {
  const shown = presentOption(need, found, profile)
  const broken = shown.reasons.find(({ criterion }) => criterion === found.rule)
  const title = musts.find((must) => must.id === found.rule)?.title ?? found.rule
  const detail = nightsInTheWay(found) ?? broken?.detail ?? `${title}: no.`
  return {
    ...shown,
    reasons: shown.reasons.map((reason) =>
      reason.criterion === found.rule ? { ...reason, met: false, detail } : reason,
    ),
    inTheWay: { criterion: found.rule, title, detail },
    cures: cures.map((cure) => ({ ...cure, changes: [...cure.changes] })),
  }
}
