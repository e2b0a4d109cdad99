import { addDays, addMonths } from '../../dates.ts'
import { validCell } from './invalid-cell.ts'
import { columnsOf, isAfter, isBefore, isBlank, isFrom, isSameDay, isShortBreak, isUpTo } from './terms.ts'
import type { CheckedRow, ChildYear } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

const { anyBlank: isIncomplete } = columnsOf('SW_ID SW_DECOM SW_REASON')
const { anyBlank: lacksPersonOrReason } = columnsOf('SW_ID SW_REASON')
const dates = 'SW_DECOM SW_DEC'
const care = 'DECOM DEC LS'
/** Social workers have been collected since 2023/24. */
const first = 2024
const firstDay = '2023-04-01'
/** Days by which one social worker's time may overlap the next one's, and by which one may come after the other. */
const mostOverlap = 7
const mostGap = 5

/** From 2024/25 what is reported reaches back a year before the collection year. */
const startOfReporting = ({ start, whole }: ChildYear) => (whole.year >= 2025 ? addMonths(start, -12) : start)

/** Whether the episode is the one in which the child is looked after on 31 March. */
const isOnLastDay = ({ DECOM, DEC, LS }: Cells, { child }: CheckedRow) =>
  !isShortBreak(LS) && isUpTo(DECOM, child.end) && (isBlank(DEC) || isAfter(DEC, child.end))

/** Nobody followed, or somebody only days after the end. */
const isFollowedLate = ({ SW_DEC }: Cells, next: Cells | undefined) =>
  next === undefined || isAfter(next.SW_DECOM, addDays(SW_DEC ?? '', mostGap))

/** What the first social worker of the year must have as the one who was there at the end of last year. */
const sameAsLastYear = (message: string, column: string, [then, now]: readonly [string, string]): Rule => ({
  message,
  from: 2025,
  reads: { swEpisodes: `SW_DECOM ${column}`, 'last swEpisodes': `${dates} ${column}` },
  breaks: (cells, { index, child }) => {
    const earlier = index === 0 ? child.last?.final('swEpisodes') : undefined
    return earlier !== undefined && isBlank(earlier.SW_DEC) && earlier[column] !== cells[column]
  },
  fails: `swEpisodes ${column}=${now}; last swEpisodes ${column}=${then}`,
  passes: `swEpisodes ${column}=${then}; last swEpisodes ${column}=${then}`,
})

/** Social workers of children looked after on 31 March: SWEpisodes. */
export const socialWorkerRules: Rules = {
  SW01STG1: {
    message: 'Child looked after on 31 March, but no social worker episode information is reported',
    from: first,
    to: first,
    reads: { episodes: care, swEpisodes: 'SW_ID SW_DECOM SW_REASON' },
    breaks: (cells, row) =>
      isOnLastDay(cells, row) && !row.child.has('swEpisodes', (worker) => !isIncomplete(worker)),
    fails: 'episodes',
    passes: 'episodes; swEpisodes',
  },
  SW01aSTG1: {
    message: 'For each social worker episode, information should be complete',
    from: 2025,
    reads: { swEpisodes: 'SW_ID SW_DECOM' },
    breaks: ({ SW_ID, SW_DECOM }) => isBlank(SW_DECOM) || (isBefore(SW_DECOM, firstDay) && isBlank(SW_ID)),
    fails: 'swEpisodes SW_ID= SW_DECOM=2023-03-31',
    passes: 'swEpisodes SW_ID=SW1 SW_DECOM=2023-03-31',
  },
  SW01bSTG1: {
    message: 'For each social worker episode, information should be complete',
    from: 2025,
    reads: { swEpisodes: 'SW_ID SW_DECOM SW_REASON' },
    breaks: (cells) =>
      isBlank(cells.SW_DECOM) || (isFrom(cells.SW_DECOM, firstDay) && lacksPersonOrReason(cells)),
    fails: 'swEpisodes SW_REASON= SW_DECOM=2024-06-01',
    passes: 'swEpisodes SW_REASON= SW_DECOM=2023-03-31',
  },
  SW02STG1: {
    ...validCell('Social worker ID does not begin with the characters ‘SW’ or ‘XX’.', 'swEpisodes', 'SW_ID', {
      fails: 'SW_ID=AB1',
      passes: 'SW_ID=XX1',
    }),
    from: first,
  },
  SW03STG1: {
    message: 'For each social worker episode, information should be complete.',
    from: first,
    to: first,
    reads: { swEpisodes: 'SW_ID SW_DECOM SW_REASON' },
    breaks: isIncomplete,
    fails: 'swEpisodes SW_REASON=',
    passes: 'swEpisodes',
  },
  SW04STG1: {
    ...validCell('Date social worker episode began is not a valid date.', 'swEpisodes', 'SW_DECOM', {
      isNeeded: true,
      fails: 'SW_DECOM=?',
      passes: 'SW_DECOM=2023-06-01',
    }),
    from: first,
  },
  SW05STG1: {
    ...validCell('Date social worker episode ceased is not a valid date.', 'swEpisodes', 'SW_DEC', {
      fails: 'SW_DEC=?',
      passes: 'SW_DEC=2023-09-01',
    }),
    from: first,
  },
  SW06STG2: {
    message: 'Social worker episode data should be within the social worker data reporting year.',
    from: first,
    reads: { swEpisodes: 'SW_DECOM' },
    breaks: ({ SW_DECOM }, { child }) => isAfter(SW_DECOM, child.end),
    fails: 'swEpisodes SW_DECOM=2024-04-01',
    passes: 'swEpisodes SW_DECOM=2024-03-31',
  },
  SW07STG2: {
    message:
      'Social worker episode end date should be on or after the start of the social worker reporting period, and should be on or before the collection end date.',
    from: first,
    reads: { swEpisodes: 'SW_DEC' },
    breaks: ({ SW_DEC }, { child }) =>
      isBefore(SW_DEC, startOfReporting(child)) || isAfter(SW_DEC, child.end),
    fails: 'swEpisodes SW_DEC=2023-03-31',
    passes: 'swEpisodes SW_DEC=2023-04-01',
  },
  SW08STG2: {
    message: 'A new social worker episode has started, but the previous episode has not ended.',
    from: first,
    reads: { swEpisodes: dates },
    breaks: ({ SW_DEC }, { next }) => isBlank(SW_DEC) && next !== undefined,
    fails: 'swEpisodes SW_DECOM=2023-06-01; swEpisodes SW_DECOM=2023-08-01',
    passes: 'swEpisodes SW_DECOM=2023-06-01 SW_DEC=2023-08-01; swEpisodes SW_DECOM=2023-08-01',
  },
  SW09STG2: {
    message: 'Social worker episode appears to have lasted for less than 24 hours.',
    from: first,
    reads: { swEpisodes: dates },
    breaks: ({ SW_DECOM, SW_DEC }) => isSameDay(SW_DECOM, SW_DEC),
    fails: 'swEpisodes SW_DECOM=2023-06-01 SW_DEC=2023-06-01',
    passes: 'swEpisodes SW_DECOM=2023-06-01 SW_DEC=2023-06-02',
  },
  SW10STG2: {
    message:
      'A new social worker episode has started before the end date of the previous social worker episode.',
    from: first,
    reads: { swEpisodes: `${dates} SW_REASON` },
    breaks: ({ SW_DECOM, SW_REASON }, { previous, child }) =>
      Boolean(previous?.SW_DEC) &&
      isBefore(SW_DECOM, addDays(previous?.SW_DEC ?? '', -mostOverlap)) &&
      !(SW_REASON === 'FCONTA' && child.whole.year >= 2025),
    fails: 'swEpisodes SW_DECOM=2023-06-01 SW_DEC=2023-08-01; swEpisodes SW_DECOM=2023-07-24',
    passes: 'swEpisodes SW_DECOM=2023-06-01 SW_DEC=2023-08-01; swEpisodes SW_DECOM=2023-07-25',
  },
  SW11aSTG2: {
    message:
      'Social worker episode has ended before 31 March and no subsequent social worker episode has been provided.',
    from: first,
    to: first,
    reads: { swEpisodes: dates },
    breaks: (cells, { next, child }) =>
      isUpTo(cells.SW_DEC, addDays(child.end, -mostGap)) && isFollowedLate(cells, next),
    fails: 'swEpisodes SW_DEC=2024-03-26',
    passes: 'swEpisodes SW_DEC=2024-03-26; swEpisodes SW_DECOM=2024-03-31',
  },
  SW11bSTG2: {
    message:
      'Social worker episode has ended before 31 March and no subsequent social worker episode has been provided.',
    from: first,
    reads: { swEpisodes: dates },
    breaks: ({ SW_DEC }, { next, child }) =>
      next === undefined && isFrom(SW_DEC, addDays(child.end, -mostGap)) && isUpTo(SW_DEC, child.end),
    fails: 'swEpisodes SW_DEC=2024-03-27',
    passes: 'swEpisodes SW_DEC=2024-03-27; swEpisodes SW_DECOM=2024-03-28',
  },
  SW12STG2: {
    message:
      'If a child is looked after on 31 March then all social worker episodes for the full previous year should be reported, even those whilst they were not looked after',
    from: first,
    reads: { episodes: `${care} RNE`, swEpisodes: 'SW_DECOM' },
    // The first of them must have begun by 1 April, or by the day on which care began.
    breaks: (cells, row) => {
      const { child } = row
      const began = child.first('episodes')?.DECOM ?? child.start
      return (
        isOnLastDay(cells, row) &&
        child.has('swEpisodes') &&
        isAfter(child.first('swEpisodes')?.SW_DECOM, began > child.start ? began : child.start)
      )
    },
    fails: 'episodes DECOM=2023-06-01; swEpisodes SW_DECOM=2023-06-02',
    passes: 'episodes DECOM=2023-06-01; swEpisodes SW_DECOM=2023-06-01',
  },
  SW13STG1: {
    ...validCell('The reason for social worker change is not valid.', 'swEpisodes', 'SW_REASON', {
      fails: 'SW_REASON=?',
      passes: 'SW_REASON=MANAGE',
    }),
    from: first,
  },
  SW14STG2: {
    message: 'Social worker episode date ceased is blank.',
    from: first,
    to: first,
    reads: { swEpisodes: dates },
    breaks: ({ SW_DEC }, { next }) => isBlank(SW_DEC) && next !== undefined,
    fails: 'swEpisodes SW_DECOM=2023-06-01; swEpisodes SW_DECOM=2023-08-01',
    passes: 'swEpisodes SW_DECOM=2023-06-01',
  },
  SW15STG2: {
    message: 'Reason for social worker change is missing.',
    from: 2025,
    reads: { swEpisodes: 'SW_DECOM SW_REASON' },
    breaks: ({ SW_DECOM, SW_REASON }, { child }) =>
      isBlank(SW_REASON) && !isBefore(SW_DECOM, startOfReporting(child)),
    fails: 'swEpisodes SW_REASON= SW_DECOM=2023-04-01',
    passes: 'swEpisodes SW_REASON= SW_DECOM=2023-03-31',
  },
  SW16aSTG2: sameAsLastYear(
    'The social worker reason episode changed does not match the open episode at the end of last year.',
    'SW_ID',
    ['SW1', 'SW2'],
  ),
  SW16bSTG2: sameAsLastYear(
    'The social worker episode start date does not match the open episode at the end of last year.',
    'SW_DECOM',
    ['2023-06-01', '2023-06-02'],
  ),
  SW16cSTG2: sameAsLastYear(
    'The social worker reason episode changed does not match the open episode at the end of last year.',
    'SW_REASON',
    ['MANAGE', 'LEFTRL'],
  ),
  SW17STG2: {
    message: 'There is no social worker episode open at 31 March',
    from: 2026,
    reads: { episodes: care, swEpisodes: dates },
    breaks: (cells, row) =>
      isOnLastDay(cells, row) &&
      !row.child.has(
        'swEpisodes',
        ({ SW_DECOM, SW_DEC }) =>
          isUpTo(SW_DECOM, row.child.end) && (isBlank(SW_DEC) || isAfter(SW_DEC, row.child.end)),
      ),
    fails: 'episodes; swEpisodes SW_DEC=2026-03-30',
    passes: 'episodes; swEpisodes SW_DEC=',
  },
}
