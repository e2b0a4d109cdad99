import { createHash } from 'node:crypto'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import type { SupposedSupply } from '../../engines/matching/queries/pairs.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { PreparedNeed } from './needs.ts'
import {
  bedsStillToOpen,
  supposedFree,
  supposedOpen,
  type Living,
  type ShownBed,
  type SupposedBed,
  type SupposedHome,
} from './queries/inputs.ts'
import type { Alternative } from './schema.ts'

/** Beds that are taken to be free, and why. */
export interface Supposed {
  supply: SupposedSupply
  /** The beds of the alternative. */
  beds: Set<string>
  homes: SupposedHome[]
  /** How the beds of homes that are not there are shown. */
  shown: ShownBed[]
}

/** The beds that children of the plan leave if they move, and those that an alternative opens. */
export async function supposedSupply(
  tx: Tx,
  needs: readonly PreparedNeed[],
  living: readonly Living[],
  alternative: Alternative | null,
): Promise<Supposed> {
  const left = living.flatMap(({ childId, bedId, bedUntil }): SupposedBed[] => {
    const { first } = needs.find(({ children }) => children.some(({ id }) => id === childId))!
    return bedId === null || (bedUntil !== null && bedUntil <= first)
      ? []
      : [{ bedId, from: first, until: bedUntil }]
  })
  const opened: SupposedBed[] = []
  const homes: (SupposedHome & { name: string; weeklyFee: number | null })[] = []
  for (const [index, open] of (alternative?.open ?? []).entries()) {
    if ('homeId' in open) {
      const beds = await bedsStillToOpen(tx, open.homeId, open.from)
      opened.push(...beds.map(({ bedId, opensOn }) => ({ bedId, from: open.from, until: opensOn })))
    } else {
      const named = (what: string | number) =>
        supposedId(`${alternative?.title} ${index} ${open.name} ${what}`)
      homes.push({
        ...open,
        id: named('home'),
        bedIds: Array.from({ length: open.beds }, (_, bed) => named(bed + 1)),
      })
    }
  }
  const rows = await supposedOpen(tx, homes)
  return {
    supply: {
      beds: [...(await supposedFree(tx, [...left, ...opened])), ...rows],
      fees: homes.map(({ id, weeklyFee }) => ({ home_id: id, weekly_fee: weeklyFee })),
      again: left.map(({ bedId }) => bedId),
    },
    beds: new Set([...opened.map(({ bedId }) => bedId), ...homes.flatMap(({ bedIds }) => bedIds)]),
    homes,
    shown: homes.flatMap(({ id, name, bedIds, sector }) =>
      bedIds.map((bedId, index) => ({
        id: bedId,
        label: `Bed ${index + 1}`,
        homeId: id,
        home: name,
        type: typeOf(rows, bedId),
        provider: sector,
      })),
    ),
  }
}

const typeOf = (rows: readonly Record<string, unknown>[], bedId: string) =>
  placementTypeCodes.find((type) =>
    rows.some((row) => row.bed_id === bedId && row.placement_type === type),
  ) ?? 'other'

/** An identifier of what is not there: the same for the same words. */
function supposedId(words: string): string {
  const hash = createHash('sha256').update(words).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
