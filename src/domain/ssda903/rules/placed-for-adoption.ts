import { validCell } from './invalid-cell.ts'
import {
  columnsOf, endsCare, hasAdoption, adoptionDetails, isAdoption, isAfter, isBefore, isBlank, isFilled,
  isPlacedForAdoption, isSameDay, isShortBreak, isUpTo,
} from './terms.ts' // prettier-ignore
import type { CheckedRow } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

const reversal = 'DATE_PLACED_CEASED REASON_PLACED_CEASED'
const decision = `DATE_PLACED ${reversal}`
const { anyFilled: isReversed, anyBlank: lacksReversal } = columnsOf(reversal)

/** The latest decision in last year's return. */
const lastYears = ({ child }: CheckedRow): Cells | undefined => child.last?.final('placedAdoption')
const lastDecision = { placedAdoption: 'DATE_PLACED', 'last placedAdoption': decision }

const hasDecision = ({ child }: CheckedRow) =>
  child.has('placedAdoption', ({ DATE_PLACED }) => isFilled(DATE_PLACED))

/** An order that needs a decision: E1 placement order, D1 freeing order (before 2006). */
const needsDecision = (order: string, message: string, to?: number): Rule => ({
  message,
  ...(to === undefined ? {} : { to }),
  reads: { episodes: 'LS', placedAdoption: 'DATE_PLACED' },
  breaks: ({ LS }, row) => LS === order && !hasDecision(row),
  fails: `episodes LS=${order}`,
  passes: `episodes LS=${order}; placedAdoption`,
})

const decidedBeforeOrder = (order: string, message: string, to?: number): Rule => ({
  message,
  ...(to === undefined ? {} : { to }),
  reads: { placedAdoption: 'DATE_PLACED', episodes: 'DECOM LS' },
  breaks: ({ DATE_PLACED }, { child }) =>
    isAfter(DATE_PLACED, child.rows('episodes').find(({ cells }) => cells.LS === order)?.cells.DECOM),
  fails: `placedAdoption DATE_PLACED=2023-06-02; episodes LS=${order} DECOM=2023-06-01`,
  passes: `placedAdoption DATE_PLACED=2023-06-01; episodes LS=${order} DECOM=2023-06-01`,
})

/** Decisions that a child should be placed for adoption, and their reversal: PlacedAdoption. */
export const placedForAdoptionRules: Rules = {
  '115': validCell(
    'Date of Local Authority’s (LA) decision that a child should be placed for adoption is not a valid date.',
    'placedAdoption',
    'DATE_PLACED',
    { fails: 'DATE_PLACED=?', passes: 'DATE_PLACED=2023-07-01' },
  ),
  '116': validCell(
    'Date of Local Authority’s (LA) decision that a child should no longer be placed for adoption is not a valid date.',
    'placedAdoption',
    'DATE_PLACED_CEASED',
    { fails: 'DATE_PLACED_CEASED=?', passes: 'DATE_PLACED_CEASED=2023-09-01' },
  ),
  '120': validCell(
    'The reason for the reversal of the decision that the child should be placed for adoption code is not valid.',
    'placedAdoption',
    'REASON_PLACED_CEASED',
    { fails: 'REASON_PLACED_CEASED=?', passes: 'REASON_PLACED_CEASED=RD1' },
  ),
  '117': {
    message:
      'Date of decision that a child should/should no longer be placed for adoption is beyond the current collection year or after the child ceased to be looked after.',
    reads: { placedAdoption: 'DATE_PLACED DATE_PLACED_CEASED', episodes: 'DECOM DEC REC' },
    breaks: ({ DATE_PLACED, DATE_PLACED_CEASED }, { child }) => {
      const last = child.final('episodes') ?? {}
      const end = endsCare(last) && isBefore(last.DEC, child.end) ? last.DEC : child.end
      return isAfter(DATE_PLACED, end) || isAfter(DATE_PLACED_CEASED, end)
    },
    fails: 'placedAdoption DATE_PLACED=2023-09-02; episodes DEC=2023-09-01 REC=E4A',
    passes: 'placedAdoption DATE_PLACED=2023-09-01; episodes DEC=2023-09-01 REC=E4A',
  },
  '118': {
    message:
      'Date of decision that a child should no longer be placed for adoption is before the current collection year or before the date the child started to be looked after.',
    reads: { placedAdoption: 'DATE_PLACED_CEASED', episodes: 'DECOM LS' },
    breaks: ({ DATE_PLACED_CEASED }, { child }) => {
      const first = child.rows('episodes').find(({ cells }) => !isShortBreak(cells.LS))?.cells.DECOM
      return isBefore(DATE_PLACED_CEASED, child.start) || isBefore(DATE_PLACED_CEASED, first)
    },
    fails: 'placedAdoption DATE_PLACED=2023-05-01 DATE_PLACED_CEASED=2023-05-31; episodes DECOM=2023-06-01',
    passes: 'placedAdoption DATE_PLACED=2023-05-01 DATE_PLACED_CEASED=2023-06-01; episodes DECOM=2023-06-01',
  },
  '119': {
    message:
      'If the decision is made that a child should no longer be placed for adoption, then the date of this decision and the reason why this decision was made must be completed.',
    reads: { placedAdoption: reversal },
    breaks: (cells) => isReversed(cells) && lacksReversal(cells),
    fails: 'placedAdoption DATE_PLACED_CEASED=2023-09-01',
    passes: 'placedAdoption DATE_PLACED_CEASED=2023-09-01 REASON_PLACED_CEASED=RD1',
  },
  '184': {
    message: 'Date of decision that a child should be placed for adoption is before the child was born.',
    reads: { placedAdoption: 'DATE_PLACED', header: 'DOB' },
    breaks: ({ DATE_PLACED }, { child }) => isBefore(DATE_PLACED, child.bornOn),
    fails: 'placedAdoption DATE_PLACED=2023-07-01; header DOB=2023-07-02',
    passes: 'placedAdoption DATE_PLACED=2023-07-02; header DOB=2023-07-02',
  },
  '522': {
    message:
      'Date of decision that the child should be placed for adoption must be on or before the date that a child should no longer be placed for adoption.',
    reads: { placedAdoption: 'DATE_PLACED DATE_PLACED_CEASED' },
    breaks: ({ DATE_PLACED, DATE_PLACED_CEASED }) => isBefore(DATE_PLACED_CEASED, DATE_PLACED),
    fails: 'placedAdoption DATE_PLACED=2023-07-02 DATE_PLACED_CEASED=2023-07-01',
    passes: 'placedAdoption DATE_PLACED=2023-07-01 DATE_PLACED_CEASED=2023-07-01',
  },
  '523': {
    message:
      'Date of decision that the child should be placed for adoption should be the same date as the decision that adoption is in the best interest (date should be placed).',
    reads: { ad1: 'DATE_INT', placedAdoption: 'DATE_PLACED' },
    breaks: ({ DATE_INT }, { child }) => {
      const { DATE_PLACED } = child.final('placedAdoption') ?? {}
      return Boolean(DATE_INT) && Boolean(DATE_PLACED) && DATE_INT !== DATE_PLACED
    },
    fails: 'ad1 DATE_INT=2023-07-02; placedAdoption DATE_PLACED=2023-07-01',
    passes: 'ad1 DATE_INT=2023-07-01; placedAdoption DATE_PLACED=2023-07-01',
  },
  '525': {
    message:
      'A child for whom the decision to be placed for adoption has been reversed cannot be adopted during the year.',
    reads: { placedAdoption: 'DATE_PLACED_CEASED', ad1: adoptionDetails },
    breaks: ({ DATE_PLACED_CEASED }, { child }) =>
      isFilled(DATE_PLACED_CEASED) && child.has('ad1', hasAdoption),
    fails: 'placedAdoption DATE_PLACED_CEASED=2023-09-01; ad1',
    passes: 'placedAdoption DATE_PLACED_CEASED=; ad1',
  },
  '551': {
    message:
      'Child has been placed for adoption but there is no date of the decision that the child should be placed for adoption.',
    reads: { episodes: 'PLACE', placedAdoption: 'DATE_PLACED' },
    breaks: ({ PLACE }, row) => isPlacedForAdoption(PLACE) && !hasDecision(row),
    fails: 'episodes PLACE=A4',
    passes: 'episodes PLACE=A4; placedAdoption',
  },
  '552': {
    message:
      'Date of Decision to place a child for adoption should be on or prior to the date that the child was placed for adoption.',
    reads: { placedAdoption: 'DATE_PLACED', episodes: 'DECOM PLACE' },
    breaks: ({ DATE_PLACED }, { next, child }) =>
      next === undefined &&
      isAfter(
        DATE_PLACED,
        child.rows('episodes').find(({ cells }) => isPlacedForAdoption(cells.PLACE))?.cells.DECOM,
      ),
    fails: 'placedAdoption DATE_PLACED=2023-06-02; episodes PLACE=A4 DECOM=2023-06-01',
    passes: 'placedAdoption DATE_PLACED=2023-06-01; episodes PLACE=A4 DECOM=2023-06-01',
  },
  '553': needsDecision(
    'E1',
    'Placement order has been granted but there is no date of decision that the child should be placed for adoption.',
  ),
  '554': decidedBeforeOrder(
    'E1',
    'Date of decision that the child should be placed for adoption should be on or prior to the date that the placement order was granted.',
  ),
  '555': needsDecision(
    'D1',
    'Freeing order has been granted but there is no date of decision that the child should be placed for adoption.',
    2024,
  ),
  '556': decidedBeforeOrder(
    'D1',
    'Date of decision that the child should be placed for adoption should be on or prior to the date that the freeing order was granted.',
    2024,
  ),
  '557': {
    message:
      'Child for whom the decision was made that they should be placed for adoption has left care but was not adopted and information on the decision that they should no longer be placed for adoption items has not been completed.',
    reads: { episodes: 'LS PLACE REC', placedAdoption: reversal },
    breaks: (cells, { child }) =>
      endsCare(cells) &&
      !isAdoption(cells.REC) &&
      (isPlacedForAdoption(cells.PLACE) ||
        cells.LS === 'E1' ||
        (cells.LS === 'D1' && child.whole.year < 2025)) &&
      (!child.has('placedAdoption') || child.has('placedAdoption', lacksReversal)),
    fails: 'episodes LS=E1 DEC=2023-09-01 REC=E4A; placedAdoption',
    passes:
      'episodes LS=E1 DEC=2023-09-01 REC=E4A; placedAdoption DATE_PLACED_CEASED=2023-08-01 REASON_PLACED_CEASED=RD1',
  },
  '558': {
    message:
      'If a child has been adopted, then the decision to place them for adoption has not been disrupted and the date of the decision that a child should no longer be placed for adoption should be left blank.',
    reads: { episodes: 'REC', placedAdoption: 'DATE_PLACED DATE_PLACED_CEASED' },
    breaks: ({ REC }, { child }) =>
      isAdoption(REC) && isFilled(child.final('placedAdoption')?.DATE_PLACED_CEASED),
    fails: 'episodes DEC=2023-09-01 REC=E11 PLACE=A4; placedAdoption DATE_PLACED_CEASED=2023-08-01',
    passes: 'episodes DEC=2023-09-01 REC=E11 PLACE=A4; placedAdoption DATE_PLACED_CEASED=',
  },
  '559': {
    message:
      'Date of decision that a child should be placed for adoption was not in the current year but the date of the decision that the child should be placed for adoption was not completed in a previous return.',
    reads: lastDecision,
    breaks: ({ DATE_PLACED }, row) =>
      isBefore(DATE_PLACED, row.child.start) && isBlank(lastYears(row)?.DATE_PLACED),
    fails: 'placedAdoption DATE_PLACED=2023-03-31',
    passes: 'placedAdoption DATE_PLACED=2023-03-31; last placedAdoption DATE_PLACED=2023-03-31',
  },
  '560': {
    message:
      'Date of decision that the child should be placed for adoption this year is different from that recorded last year but the decision to place the child for adoption did not change.',
    reads: lastDecision,
    breaks: ({ DATE_PLACED }, row) => {
      const earlier = lastYears(row)
      return (
        row.index === 0 &&
        isFilled(earlier?.DATE_PLACED) &&
        isBlank(earlier?.DATE_PLACED_CEASED) &&
        DATE_PLACED !== earlier?.DATE_PLACED
      )
    },
    fails: 'placedAdoption DATE_PLACED=2023-03-31; last placedAdoption DATE_PLACED=2023-03-30',
    passes: 'placedAdoption DATE_PLACED=2023-03-31; last placedAdoption DATE_PLACED=2023-03-31',
  },
  '561': {
    message:
      'Date of the decision that the child should be placed for adoption this year is the same as that recorded last year but records show that the decision changed, and the child should no longer be placed for adoption last year.',
    reads: lastDecision,
    breaks: ({ DATE_PLACED }, row) => {
      const earlier = lastYears(row)
      return earlier !== undefined && isReversed(earlier) && isSameDay(DATE_PLACED, earlier.DATE_PLACED)
    },
    fails:
      'placedAdoption DATE_PLACED=2022-07-01; last placedAdoption DATE_PLACED=2022-07-01 DATE_PLACED_CEASED=2023-01-05 REASON_PLACED_CEASED=RD1',
    passes: 'placedAdoption DATE_PLACED=2022-07-01; last placedAdoption DATE_PLACED=2022-07-01',
  },
  '563': {
    message:
      'The child should no longer be placed for adoption but the date of the decision that the child should be placed for adoption is blank',
    reads: { placedAdoption: decision },
    breaks: (cells) => isBlank(cells.DATE_PLACED) && isReversed(cells),
    fails: 'placedAdoption DATE_PLACED= DATE_PLACED_CEASED=2023-09-01 REASON_PLACED_CEASED=RD1',
    passes: 'placedAdoption DATE_PLACED=2023-07-01 DATE_PLACED_CEASED=2023-09-01 REASON_PLACED_CEASED=RD1',
  },
  '579': {
    message:
      'A new decision that the child should be placed for adoption this year cannot start when the previous decision is still open. Decisions to place the child for adoption should also not overlap. The date of any new decision to place the child for adoption must not be before the date placed ceased of previous decisions.',
    reads: { placedAdoption: 'DATE_PLACED DATE_PLACED_CEASED' },
    breaks: ({ DATE_PLACED }, { previous }) =>
      previous !== undefined &&
      (isBlank(previous.DATE_PLACED_CEASED) || isBefore(DATE_PLACED, previous.DATE_PLACED_CEASED)),
    fails:
      'placedAdoption DATE_PLACED=2023-05-01 DATE_PLACED_CEASED=2023-07-02; placedAdoption DATE_PLACED=2023-07-01',
    passes:
      'placedAdoption DATE_PLACED=2023-05-01 DATE_PLACED_CEASED=2023-07-01; placedAdoption DATE_PLACED=2023-07-01',
  },
  '583': {
    message:
      'More than one date the child should be placed for adoption has been reported, but an earlier decision has not been revoked. Check that both dates are required and add in the date the earlier decision was revoked. Note this may be in a previous year.',
    reads: { placedAdoption: 'DATE_PLACED DATE_PLACED_CEASED' },
    breaks: ({ DATE_PLACED_CEASED }, { next }) => next !== undefined && isBlank(DATE_PLACED_CEASED),
    fails: 'placedAdoption DATE_PLACED=2023-05-01; placedAdoption DATE_PLACED=2023-07-01',
    passes:
      'placedAdoption DATE_PLACED=2023-05-01 DATE_PLACED_CEASED=2023-06-01; placedAdoption DATE_PLACED=2023-07-01',
  },
  '584': {
    message:
      'Date of decision that the child should be placed for adoption this year is different from that recorded last year, but the decision to placed the child for adoption changed and the child should no longer be placed for adoption.',
    reads: lastDecision,
    breaks: ({ DATE_PLACED }, row) => {
      const earlier = lastYears(row)
      return (
        earlier !== undefined &&
        isReversed(earlier) &&
        (isBlank(DATE_PLACED) || isUpTo(DATE_PLACED, earlier.DATE_PLACED))
      )
    },
    fails:
      'placedAdoption DATE_PLACED=2022-06-30; last placedAdoption DATE_PLACED=2022-07-01 DATE_PLACED_CEASED=2023-01-05 REASON_PLACED_CEASED=RD1',
    passes:
      'placedAdoption DATE_PLACED=2023-07-01; last placedAdoption DATE_PLACED=2022-07-01 DATE_PLACED_CEASED=2023-01-05 REASON_PLACED_CEASED=RD1',
  },
  '1003': {
    message:
      'Date of LA’s decision that a child should be placed for adoption is before the child started to be looked after.',
    reads: { placedAdoption: 'DATE_PLACED', episodes: 'DECOM RNE' },
    breaks: ({ DATE_PLACED }, { child }) =>
      isBefore(DATE_PLACED, child.rows('episodes').find(({ cells }) => cells.RNE === 'S')?.cells.DECOM),
    fails: 'placedAdoption DATE_PLACED=2023-05-31; episodes DECOM=2023-06-01',
    passes: 'placedAdoption DATE_PLACED=2023-06-01; episodes DECOM=2023-06-01',
  },
}
