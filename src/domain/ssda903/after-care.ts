import { birthday, type CivilDate } from '../dates.ts'
import { layerOf } from '../placement-types.ts'
import type { CarePeriod } from './care.ts'
import type { Placement } from './placements.ts'
import type { Statement } from './rows.ts'
import { collectionYear } from './years.ts'

const foster = /^U[1-6]$/
const supportedBefore = /^(K2|K3|H5)$/
const formerCarers = /^Z[12]$/
/** OC3 ACCOM codes that are consistent with Staying Close, or that mean "not known". */
const nearFormerHome = /^([CDEKTU][12]|R[12]|0)$/
const goneCodes = /^(DIED|RHOM)$/

/** What OC3 records about a care leaver at the birthday in its collection year. */
interface AtBirthday {
  day: CivilDate
  accommodation: string | null
  gone: boolean
}

function birthdaysOf(statements: readonly Statement[], bornOn: CivilDate): AtBirthday[] {
  return statements
    .map(({ cells, year }) => {
      const inThatYear = birthday(bornOn, year - 1 - Number(bornOn.slice(0, 4)))
      const day =
        collectionYear(inThatYear) === year ? inThatYear : birthday(bornOn, year - Number(bornOn.slice(0, 4)))
      return { day, accommodation: cells.ACCOM ?? null, gone: goneCodes.test(cells.IN_TOUCH ?? '') }
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}

/**
 * A young person's Staying Put or Staying Close after care, from the 18th birthday to the 21st at the latest (SSDA903
 * guide, REC and OC3). Null where there is none.
 *
 * - Staying Put: care ended in a foster placement on or after the 18th birthday, and either the reason was E17 (stays
 *   with current carers) or a later OC3 has accommodation Z (with former foster carers).
 * - Staying Close: care ended at that age in a children's home or 16+ provision with the reason E5 (independent living
 *   with formal support). The return has no code for Staying Close; this is the nearest.
 *
 * It ends on the first birthday for which OC3 records other accommodation; "not known" does not end it.
 */
export function afterCareOf(
  lastCare: CarePeriod,
  placements: readonly Placement[],
  bornOn: CivilDate,
  oc3: readonly Statement[],
): Placement | null {
  const leftOn = lastCare.endedOn
  const [adult, oldest] = [birthday(bornOn, 18), birthday(bornOn, 21)]
  if (leftOn === null || leftOn < adult || leftOn >= oldest) return null
  const last = placements.findLast(({ endedOn, type }) => endedOn === leftOn && layerOf(type) === 'usual')
  if (!last?.placeCode) return null
  const laterBirthdays = birthdaysOf(oc3, bornOn).filter(({ day }) => day > leftOn && day <= oldest)
  const withCarers =
    lastCare.endReason === 'E17' ||
    laterBirthdays.some(({ accommodation }) => formerCarers.test(accommodation ?? ''))

  const type =
    foster.test(last.placeCode) && withCarers
      ? ('staying-put' as const)
      : supportedBefore.test(last.placeCode) && lastCare.endReason === 'E5'
        ? ('staying-close' as const)
        : null
  if (type === null) return null
  const stays = type === 'staying-put' ? /^(Z[12]|R[12]|0)$/ : nearFormerHome
  const moveOut = laterBirthdays.find(
    (entry) => entry.gone || (entry.accommodation !== null && !stays.test(entry.accommodation)),
  )
  return {
    ...last,
    type,
    placeCode: null,
    startedOn: leftOn,
    endedOn: moveOut?.day ?? oldest,
    endReason: null,
    sameCarer: type === 'staying-put',
    startedBefore: false,
  }
}
