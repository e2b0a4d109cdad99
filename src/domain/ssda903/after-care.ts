import { birthday, type CivilDate } from '../dates.ts'
import { layerOf } from '../placement-types.ts'
import type { CarePeriod } from './care.ts'
import type { Placement } from './placements.ts'
import type { Statement } from './rows.ts'
import { collectionYear } from './years.ts'

const foster = /^U[1-6]$/
const supportedBefore = /^(K2|K3|H5)$/
const formerCarers = /^Z[12]$/
/** OC3 ACCOM codes that fit being supported near the former home, or that say nothing. */
const nearFormerHome = /^([CDEKTU][12]|R[12]|0)$/
const gone = /^(DIED|RHOM)$/

/** What OC3 says of a care leaver at the birthday that fell in its collection year. */
interface AtBirthday {
  on: CivilDate
  accommodation: string | null
  gone: boolean
}

function birthdaysOf(statements: readonly Statement[], bornOn: CivilDate): AtBirthday[] {
  return statements
    .map(({ cells, year }) => {
      const inThatYear = birthday(bornOn, year - 1 - Number(bornOn.slice(0, 4)))
      const on =
        collectionYear(inThatYear) === year ? inThatYear : birthday(bornOn, year - Number(bornOn.slice(0, 4)))
      return { on, accommodation: cells.ACCOM ?? null, gone: gone.test(cells.IN_TOUCH ?? '') }
    })
    .sort((a, b) => (a.on < b.on ? -1 : 1))
}

/**
 * Where a young person stayed on after care, from the 18th birthday to the 21st at the latest (SSDA903 guide,
 * REC and OC3).
 *
 * - Staying Put: left a foster placement on or after the 18th birthday, and either the reason was E17 (stays
 *   with current carers) or OC3 says Z (with former foster carers) on a birthday since.
 * - Staying Close: left a children's home or 16+ provision at that age with the reason E5 (independent living
 *   with formal support). The return has no code of its own for Staying Close; this is the nearest.
 *
 * It ends on the first birthday for which OC3 says that the young person lives otherwise; "not known" ends
 * nothing.
 */
export function afterCareOf(
  lastCare: CarePeriod,
  placements: readonly Placement[],
  bornOn: CivilDate,
  oc3: readonly Statement[],
): Placement | null {
  const left = lastCare.endedOn
  const [adult, oldest] = [birthday(bornOn, 18), birthday(bornOn, 21)]
  if (left === null || left < adult || left >= oldest) return null
  const last = placements.findLast(({ endedOn, type }) => endedOn === left && layerOf(type) === 'usual')
  if (!last?.placeCode) return null
  const since = birthdaysOf(oc3, bornOn).filter(({ on }) => on > left && on <= oldest)
  const withCarers =
    lastCare.endReason === 'E17' || since.some(({ accommodation }) => formerCarers.test(accommodation ?? ''))

  const type =
    foster.test(last.placeCode) && withCarers
      ? ('staying-put' as const)
      : supportedBefore.test(last.placeCode) && lastCare.endReason === 'E5'
        ? ('staying-close' as const)
        : null
  if (type === null) return null
  const stays = type === 'staying-put' ? /^(Z[12]|R[12]|0)$/ : nearFormerHome
  const moved = since.find((at) => at.gone || (at.accommodation !== null && !stays.test(at.accommodation)))
  return {
    ...last,
    type,
    placeCode: null,
    startedOn: left,
    endedOn: moved?.on ?? oldest,
    endReason: null,
    sameCarer: type === 'staying-put',
  }
}
