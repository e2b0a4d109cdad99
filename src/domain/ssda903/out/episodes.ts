import type { CivilDate } from '../../dates.ts'
import { placementType, temporaryTypes, type PlacementType } from '../../placement-types.ts'
import type { CarePeriod, LegalStatus } from '../care.ts'
import type { ChildRecord } from '../child.ts'
import { codeLists } from '../code-lists.ts'
import type { Placement } from '../placements.ts'
import { hasNoUrn } from '../rules/terms.ts'
import { presentCells } from './present-cells.ts'

/** Nights of care on which neither the legal status nor the placement changes: an episode. */
interface Stretch {
  from: CivilDate
  to: CivilDate | null
  legalStatus: string | null
  placement: Placement | null
}

interface Span {
  startedOn: CivilDate
  endedOn: CivilDate | null
}

const endless = '9999-12-31'
const covers = (span: Span, night: CivilDate) => span.startedOn <= night && night < (span.endedOn ?? endless)

/** The placement of a night: a temporary stay, where there is one, else the usual placement under it. */
function placementOn(placements: readonly Placement[], night: CivilDate): Placement | null {
  const there = placements.filter((placement) => covers(placement, night))
  return there.find(({ type }) => temporaryTypes.includes(type)) ?? there[0] ?? null
}

/** An agreed series of short breaks: one episode, with the nights between the breaks. */
const seriesOfBreaks = 'V4'

/** Whether two stays are in one place with one provider, as a return shows it. */
const isSamePlace = (a: Placement, b: Placement): boolean =>
  a.type === b.type &&
  a.placeCode === b.placeCode &&
  a.providerCode === b.providerCode &&
  a.urn === b.urn &&
  a.homeUrn === b.homeUrn &&
  a.postcode === b.postcode

/** The stay of the series of short breaks to which a night belongs: the last that began, else the first to come. */
function breakOfSeries(
  placements: readonly Placement[],
  night: CivilDate,
  last: Placement | null,
): Placement | null {
  const breaks = placements.filter(({ type }) => type === 'short-break')
  const latest = breaks.findLast(({ startedOn }) => startedOn <= night) ?? breaks[0] ?? null
  return last && latest && isSamePlace(last, latest) ? last : latest
}

/** The stretches of a period of care, in order. */
function stretchesOf(
  period: CarePeriod,
  legalStatuses: readonly LegalStatus[],
  placements: readonly Placement[],
): Stretch[] {
  const changes = [...legalStatuses, ...placements].flatMap(({ startedOn, endedOn }) => [startedOn, endedOn])
  const days = [...new Set([period.startedOn, ...changes])]
    .filter((day) => day !== null && covers(period, day))
    .sort() as CivilDate[]
  const statusOn = (day: CivilDate) => legalStatuses.find((status) => covers(status, day))?.status ?? null
  // Breaks as they are recorded, with nights at home between them; returns have them without.
  const hasNightsAtHome = days.some(
    (day) => statusOn(day) === seriesOfBreaks && placementOn(placements, day) === null,
  )
  const stretches: Stretch[] = []
  for (const day of days) {
    const legalStatus = statusOn(day)
    const last = stretches.at(-1)
    const placement =
      hasNightsAtHome && legalStatus === seriesOfBreaks
        ? breakOfSeries(placements, day, last?.placement ?? null)
        : placementOn(placements, day)
    if (last?.legalStatus === legalStatus && last.placement === placement) continue
    if (last) last.to = day
    stretches.push({ from: day, to: period.endedOn, legalStatus, placement })
  }
  return stretches
}

/**
 * Why a stretch begins (RNE), from what changed since the one before; S for the first of a period. Where care began before
 * what is known, the first stretch is of a placement that began then (P) or before, too (L).
 */
function reasonForNew(stretch: Stretch, previous: Stretch | undefined, period: CarePeriod): string {
  if (previous === undefined && !period.startedBefore) return 'S'
  if (previous === undefined) return stretch.placement?.startedBefore === true ? 'L' : 'P'
  const isOtherStatus = stretch.legalStatus !== previous.legalStatus
  if (stretch.placement === previous.placement) return 'L'
  const isSameCarer = stretch.placement?.sameCarer === true && stretch.placement.startedOn === stretch.from
  if (isOtherStatus) return isSameCarer ? 'U' : 'B'
  return isSameCarer ? 'T' : 'P'
}

const isListed = (code: string, year: number): boolean => {
  const { from = 0, to = Infinity } = codeLists.PLACE[code] ?? { from: Infinity }
  return from <= year && year <= to
}

/** The PLACE codes of types that are recorded here without one. */
const usualCodes: Partial<Record<PlacementType, readonly string[]>> = {
  'internal-foster': ['U6'],
  'ifa': ['U6'],
  'other-authority-foster': ['U6'],
  'connected-carer': ['U3'],
  'placed-for-adoption': ['A6', 'A4'],
  'supported-lodgings': ['H5', 'K3'],
  'temporary': ['T0'],
  'short-break': ['U6'],
  'other': ['Z1'],
} // prettier-ignore

/**
 * The PLACE code of a placement in the return of a year: the recorded one where that year's list has it, else the type's
 * that it has (H5 became K3 in 2024/25); undefined where no placement is recorded or no code fits.
 */
function placeCodeIn(year: number, { placement, legalStatus }: Stretch): string | undefined {
  if (placement === null) return undefined
  if (placement.placeCode !== null && isListed(placement.placeCode, year)) return placement.placeCode
  const candidates = usualCodes[placement.type] ?? placementType(placement.type).placeCodes
  const codes = candidates.filter((code) => isListed(code, year))
  const isAgreed = placement.type === 'placed-for-adoption' && legalStatus !== 'E1'
  return (isAgreed ? codes.at(-1) : codes[0]) ?? placement.placeCode ?? undefined
}

/**
 * The rows of Episodes that a child's record gives for the return of a collection year, without CHILD: those of which a
 * night or the end is in the year, as they stood when it was over. What ends later is open. Dates are ISO, postcodes
 * compact, and blank cells absent.
 *
 * Care that ended on a day to be confirmed since no later return had the child (1 April) is open in the return before, and
 * not in the one after, as it was in those that were read. Any other day to be confirmed is said: the collection has no
 * form for doubt.
 */
export function episodeRows(record: ChildRecord, year: number): Record<string, string>[] {
  const [firstDay, lastDay] = [`${year - 1}-04-01`, `${year}-03-31`]
  const placements = record.placements.filter(
    ({ type }) => placementType(type).lookedAfter || type === 'short-break',
  )
  return record.carePeriods.flatMap((period) => {
    const stretches = stretchesOf(period, record.legalStatuses, placements)
    return stretches.flatMap((stretch, index): Record<string, string>[] => {
      const { from, to, legalStatus, placement } = stretch
      const followers = stretches.slice(index + 1)
      const isUnsaid = followers.length === 0 && period.endToConfirm && to?.slice(5) === '04-01'
      const isBefore = to !== null && (isUnsaid ? to <= firstDay : to < firstDay)
      if (isBefore || from > lastDay) return []
      const isEnded = to !== null && to <= lastDay && !isUnsaid
      const isLeft = !followers.some((other) => other.placement === placement)
      const place = placeCodeIn(year, stretch)
      const cells = presentCells({
        DECOM: from,
        RNE: reasonForNew(stretch, stretches[index - 1], period),
        LS: legalStatus,
        CIN: period.need,
        PLACE: place,
        PLACE_PROVIDER: placement?.providerCode ?? (placement?.type === 'with-parents' ? 'PR0' : null),
        DEC: isEnded ? to : null,
        REC: isEnded ? (followers.length > 0 ? 'X1' : period.endReason) : null,
        REASON_PLACE_CHANGE: (isEnded || isUnsaid) && isLeft ? placement?.endReason : null,
        HOME_POST:
          placement?.homePostcode ?? (placement?.type === 'short-break' ? null : record.homePostcode),
        PL_POST: placement?.postcode,
        URN: placement?.urn ?? (hasNoUrn({ PLACE: place }, year) ? null : placement?.homeUrn),
      })
      return [cells]
    })
  })
}
