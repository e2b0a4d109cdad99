import { createHash } from 'node:crypto'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import type { SupposedSupply } from '../../engines/matching/queries/pairs.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { PreparedNeed } from './needs.ts'
import {
  bedsStillToOpen,
  supposedFree,
  supposedOpen,
  type Residence,
  type BedDetails,
  type SupposedBed,
  type SupposedHome,
} from './queries/inputs.ts'
import type { Alternative } from './schema.ts'

/** Beds that the search treats as free although the record does not. */
export interface ExtraSupply {
  /** Rows of `bed_free` and fees, as the search takes them. */
  supply: SupposedSupply
  /** The ids of the beds that only the alternative opens. */
  beds: Set<string>
  /** The new homes of the alternative. */
  homes: SupposedHome[]
  /** The beds of new homes, which the database does not have. */
  bedDetails: BedDetails[]
}

/** The beds that children of the plan would leave, and those that the alternative opens. */
export async function extraSupplyOf(
  tx: Tx,
  needs: readonly PreparedNeed[],
  residences: readonly Residence[],
  alternative: Alternative | null,
): Promise<ExtraSupply> {
  const vacatedBeds = residences.flatMap(({ childId, bedId, bedUntil }): SupposedBed[] => {
    const { first } = needs.find(({ children }) => children.some(({ id }) => id === childId))!
    return bedId === null || (bedUntil !== null && bedUntil <= first)
      ? []
      : [{ bedId, from: first, recordedFrom: bedUntil }]
  })
  const openedBeds: SupposedBed[] = []
  const homes: (SupposedHome & { name: string; weeklyFee: number | null })[] = []
  for (const [index, open] of (alternative?.open ?? []).entries()) {
    if ('homeId' in open) {
      const beds = await bedsStillToOpen(tx, open.homeId, open.from)
      openedBeds.push(
        ...beds.map(({ bedId, opensOn }) => ({ bedId, from: open.from, recordedFrom: opensOn })),
      )
    } else {
      const idOf = (what: string | number) =>
        supposedId(`${alternative?.title} ${index} ${open.name} ${what}`)
      homes.push({
        ...open,
        id: idOf('home'),
        bedIds: Array.from({ length: open.beds }, (_, bed) => idOf(bed + 1)),
      })
    }
  }
  const rows = await supposedOpen(tx, homes)
  return {
    supply: {
      beds: [...(await supposedFree(tx, [...vacatedBeds, ...openedBeds])), ...rows],
      fees: homes.map(({ id, weeklyFee }) => ({ home_id: id, weekly_fee: weeklyFee })),
      again: vacatedBeds.map(({ bedId }) => bedId),
    },
    beds: new Set([...openedBeds.map(({ bedId }) => bedId), ...homes.flatMap(({ bedIds }) => bedIds)]),
    homes,
    bedDetails: homes.flatMap(({ id, name, bedIds, sector }) =>
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

/** A UUID for a home or bed that does not exist, derived from `words`: the same words give the same UUID. */
function supposedId(words: string): string {
  const hash = createHash('sha256').update(words).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
