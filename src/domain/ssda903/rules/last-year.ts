import { milesFromHome, placementArea } from './lookups.ts'
import { isBlank, isBefore, isSameDay } from './terms.ts'
import type { CheckedRow, ChildYear } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

/** The episode that was open at the end of last year's return. */
function openLastYear(child: ChildYear): CheckedRow | undefined {
  const row = child.last?.rows('episodes').at(-1)
  return row && isBlank(row.cells.DEC) ? row : undefined
}

const furthestApart = 0.2

/** A detail in which the first episode must be as the one that was open at the end of last year. */
const sameDetail = (
  message: string,
  columns: string,
  {
    differs,
    looksUp,
    fails,
    passes,
  }: {
    differs: (now: CheckedRow, then: CheckedRow) => boolean
    looksUp?: 'postcodes'
    fails: string
    passes: string
  },
): Rule => ({
  message,
  reads: { episodes: `DECOM ${columns}`, 'last episodes': `DECOM DEC ${columns}` },
  looksUp,
  breaks: (_, row) => {
    const earlier = row.index === 0 ? openLastYear(row.child) : undefined
    return earlier !== undefined && differs(row, earlier)
  },
  fails: `episodes DECOM=2022-06-01 ${fails}`,
  passes: `episodes DECOM=2022-06-01 ${passes}`,
})

/** A column of the first episode that must be as in the one that was open, if that is the same episode. */
const sameColumn = (message: string, column: string, then: string, now: string): Rule =>
  sameDetail(message, column, {
    differs: ({ cells }, earlier) => cells[column] !== earlier.cells[column],
    fails: `${column}=${now}; last episodes DECOM=2022-06-01 ${column}=${then}`,
    passes: `${column}=${then}; last episodes DECOM=2022-06-01 ${column}=${then}`,
  })

/** Miles from home differ by at least 0.2, or are known only this year. */
function isElsewhere(now: CheckedRow, then: CheckedRow): boolean {
  const [miles, earlier] = [milesFromHome(now.cells, now), milesFromHome(then.cells, then)]
  if (miles === null) return false
  return earlier === null || Math.abs(miles - earlier) >= furthestApart
}
const isInAnotherArea = (now: CheckedRow, then: CheckedRow) =>
  placementArea(now.cells, now) !== placementArea(then.cells, then)
const isOwnArea = (row: CheckedRow) => placementArea(row.cells, row) === row.child.whole.known.authorityCode

const farther = {
  looksUp: 'postcodes',
  fails:
    'HOME_POST=XX1 1AA PL_POST=XX1 2AA; last episodes DECOM=2022-06-01 HOME_POST=XX1 1AA PL_POST=XX1 1AA',
  passes:
    'HOME_POST=XX1 1AA PL_POST=XX1 2AA; last episodes DECOM=2022-06-01 HOME_POST=XX1 1AA PL_POST=XX1 2AA',
} as const
const inOtherArea = {
  looksUp: 'postcodes',
  fails: 'PL_POST=XX1 2AA; last episodes DECOM=2022-06-01 PL_POST=XX1 1AA',
  passes: 'PL_POST=XX1 2AA; last episodes DECOM=2022-06-01 PL_POST=XX1 2AA',
} as const

/** Whether the reason for the episode is as last year too, that is, the same episode. */
const ifSameEpisode =
  (differs: (now: CheckedRow, then: CheckedRow) => boolean) => (now: CheckedRow, then: CheckedRow) =>
    now.cells.RNE === then.cells.RNE && differs(now, then)

const beganEarlier = ({ DECOM }: Cells, { child }: CheckedRow) => isBefore(DECOM, child.start)

/** Episodes that go on from last year's return. */
export const lastYearRules: Rules = {
  '452': sameDetail(
    'Contradiction between local authority of placement code in the last episode of the previous year and in the first episode of the current year.',
    'RNE PL_POST',
    { differs: ifSameEpisode(isInAnotherArea), ...inOtherArea },
  ),
  '453': sameDetail(
    'Contradiction between placement distance in the last episode of the previous year and in the first episode of the current year.',
    'RNE HOME_POST PL_POST',
    { differs: ifSameEpisode(isElsewhere), ...farther },
  ),
  '502': {
    message:
      'Last year’s record ended with an open episode. The date on which that episode started does not match the start date of the first episode on this year’s record.',
    reads: { episodes: 'DECOM', 'last episodes': 'DECOM DEC' },
    breaks: ({ DECOM }, { index, child }) => {
      const earlier = index === 0 ? openLastYear(child) : undefined
      return earlier !== undefined && !isSameDay(DECOM, earlier.cells.DECOM)
    },
    fails: 'episodes DECOM=2022-06-02; last episodes DECOM=2022-06-01',
    passes: 'episodes DECOM=2022-06-01; last episodes DECOM=2022-06-01',
  },
  '503A': sameColumn(
    'The reason for new episode in the first episode does not match open episode at end of last year.',
    'RNE',
    'S',
    'P',
  ),
  '503B': sameColumn(
    'The legal status in the first episode does not match open episode at end of last year.',
    'LS',
    'C1',
    'C2',
  ),
  '503C': sameColumn(
    'The category of need in the first episode does not match open episode at end of last year.',
    'CIN',
    'N1',
    'N2',
  ),
  '503D': {
    ...sameColumn(
      'The placement type in the first episode does not match open episode at end of last year',
      'PLACE',
      'U4',
      'U6',
    ),
    // Codes that were replaced between the two years are the same placement.
    breaks: ({ PLACE }, { index, child }) => {
      const earlier = index === 0 ? openLastYear(child)?.cells.PLACE : undefined
      return earlier !== undefined && PLACE !== earlier && !isReplacedBy(earlier, PLACE)
    },
  },
  '503E': sameColumn(
    'The placement provider in the first episode does not match open episode at end of last year.',
    'PLACE_PROVIDER',
    'PR1',
    'PR4',
  ),
  '503F': sameColumn(
    'The Ofsted URN in the first episode does not match open episode at end of last year.',
    'URN',
    'SC123456',
    'SC123457',
  ),
  '503G': sameDetail(
    'The distance in first episode does not match open episode at end of last year.',
    'HOME_POST PL_POST',
    { differs: isElsewhere, ...farther },
  ),
  '503H': sameDetail(
    'The placement LA in first episode does not match open episode at end of last year.',
    'PL_POST',
    { differs: isInAnotherArea, ...inOtherArea },
  ),
  '503J': sameDetail(
    'The placement location in first episode does not match open episode at end of last year.',
    'PL_POST',
    { differs: (now, then) => isOwnArea(now) !== isOwnArea(then), ...inOtherArea },
  ),
  '562': {
    message:
      'Episode commenced before the start of the current collection year but there is a missing continuous episode in the previous year.',
    reads: { episodes: 'DECOM', 'last episodes': 'DECOM' },
    breaks: (cells, row) =>
      row.index === 0 &&
      beganEarlier(cells, row) &&
      !isSameDay(cells.DECOM, row.child.last?.final('episodes')?.DECOM),
    fails: 'episodes DECOM=2023-03-31; last episodes DECOM=2022-06-01',
    passes: 'episodes DECOM=2022-06-01; last episodes DECOM=2022-06-01',
  },
  NoE: {
    message:
      'This child has no episodes loaded for previous year even though child started to be looked after before this current year.',
    reads: { episodes: 'DECOM', 'last episodes': '' },
    breaks: (cells, row) => beganEarlier(cells, row) && row.child.last?.has('episodes') !== true,
    fails: 'episodes DECOM=2023-03-31',
    passes: 'episodes DECOM=2023-03-31; last episodes DECOM=2023-03-31',
  },
}

/** Whether a PLACE code was replaced by another: H5 by K3 in 2024/25, Z1 by Z11 to Z14 in 2025/26. */
function isReplacedBy(earlier: string, later: string | undefined): boolean {
  return (earlier === 'H5' && later === 'K3') || (earlier === 'Z1' && /^Z1\d$/.test(later ?? ''))
}
