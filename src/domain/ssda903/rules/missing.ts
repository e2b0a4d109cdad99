import { validCell } from './invalid-cell.ts'
import {
  endsCare, isAfter, isBefore, isBlank, isFilled, isFrom, isSameDay, isUpTo, isWithin,
} from './terms.ts' // prettier-ignore
import type { ChildYear } from './child-year.ts'
import type { Rules } from './rule.ts'

const wasInCare = (child: ChildYear, day: string | undefined) => child.spanOn(day) !== undefined
const care = 'DECOM DEC'

/** Children missing, or away from their placement without authorisation: Missing. */
export const missingRules: Rules = {
  '1004': validCell(
    'The start date of the missing episode or episode that the child was away from placement without authorisation is not a valid date.',
    'missing',
    'MIS_START',
    { fails: 'MIS_START=?', passes: 'MIS_START=2023-07-01' },
  ),
  '1005': validCell(
    'The end date of the missing episode or episode that the child was away from placement without authorisation is not a valid date.',
    'missing',
    'MIS_END',
    { fails: 'MIS_END=?', passes: 'MIS_END=2023-07-03' },
  ),
  '1006': validCell('Missing type invalid.', 'missing', 'MISSING', {
    fails: 'MISSING=?',
    passes: 'MISSING=A',
  }),
  '564': {
    message: 'Child was missing or away from placement without authorisation and the date started is blank.',
    reads: { missing: 'MISSING MIS_START' },
    breaks: ({ MISSING, MIS_START }) => Boolean(MISSING) && isBlank(MIS_START),
    fails: 'missing MIS_START=',
    passes: 'missing MIS_START=2023-07-01',
  },
  '565': {
    message:
      'The date that the child started to be missing or away from placement without authorisation has been completed but whether the child was missing or away from placement without authorisation has not been completed.',
    reads: { missing: 'MISSING MIS_START' },
    breaks: ({ MISSING, MIS_START }) => isBlank(MISSING) && isFilled(MIS_START),
    fails: 'missing MISSING= MIS_START=2023-07-01',
    passes: 'missing MISSING=M MIS_START=2023-07-01',
  },
  '566': {
    message:
      'The date that the child’s episode of being missing or away from placement without authorisation ended has been completed but whether the child was missing or away without authorisation has not been completed.',
    reads: { missing: 'MISSING MIS_END' },
    breaks: ({ MISSING, MIS_END }) => isBlank(MISSING) && isFilled(MIS_END),
    fails: 'missing MISSING= MIS_END=2023-07-03',
    passes: 'missing MISSING= MIS_END=',
  },
  '567': {
    message:
      'The date that the missing episode or episode that the child was away from placement without authorisation ended is before the date that it started.',
    reads: { missing: 'MIS_START MIS_END' },
    breaks: ({ MIS_START, MIS_END }) => isBefore(MIS_END, MIS_START),
    fails: 'missing MIS_START=2023-07-02 MIS_END=2023-07-01',
    passes: 'missing MIS_START=2023-07-01 MIS_END=2023-07-01',
  },
  '570': {
    message:
      'The date that the child started to be missing or away from placement without authorisation is after the end of the collection year.',
    reads: { missing: 'MIS_START' },
    breaks: ({ MIS_START }, { child }) => isAfter(MIS_START, child.end),
    fails: 'missing MIS_START=2024-04-01',
    passes: 'missing MIS_START=2024-03-31',
  },
  '571': {
    message:
      'The date that the child ceased to be missing or away from placement without authorisation is before the start or after the end of the collection year.',
    reads: { missing: 'MIS_END' },
    breaks: ({ MIS_END }, { child }) => Boolean(MIS_END) && !isWithin(MIS_END, child.start, child.end),
    fails: 'missing MIS_END=2024-04-01',
    passes: 'missing MIS_END=2024-03-31',
  },
  '574': {
    message:
      'A new missing/away from placement without authorisation period cannot start when the previous missing/away from placement without authorisation period is still open. Missing/away from placement without authorisation periods should also not overlap.',
    reads: { missing: 'MIS_START MIS_END' },
    breaks: ({ MIS_START }, { previous }) =>
      previous !== undefined && (isBlank(previous.MIS_END) || isBefore(MIS_START, previous.MIS_END)),
    fails: 'missing MIS_START=2023-07-01 MIS_END=2023-07-03; missing MIS_START=2023-07-02 MIS_END=2023-07-04',
    passes:
      'missing MIS_START=2023-07-01 MIS_END=2023-07-03; missing MIS_START=2023-07-03 MIS_END=2023-07-04',
  },
  '575': {
    message:
      'If the placement from which the child goes missing/away from placement without authorisation ends, the missing/away from placement without authorisation period in the missing module must also have an end date.',
    reads: { missing: 'MIS_START MIS_END', episodes: care },
    breaks: ({ MIS_START, MIS_END }, { child }) =>
      isBlank(MIS_END) && child.has('episodes', ({ DECOM, DEC }) => isWithin(MIS_START, DECOM, DEC)),
    fails: 'missing MIS_START=2023-07-01 MIS_END=; episodes DECOM=2023-06-01 DEC=2023-08-01 REC=X1',
    passes: 'missing MIS_START=2023-07-01 MIS_END=; episodes DECOM=2023-06-01',
  },
  '576': {
    message:
      'There is an open missing/away from placement without authorisation period in last year’s return and there is no corresponding period recorded at the start of this year.',
    reads: { missing: 'MIS_START', 'last missing': 'MIS_START MIS_END' },
    breaks: ({ MIS_START }, { index, child }) => {
      const earlier = index === 0 ? child.last?.final('missing') : undefined
      return (
        earlier !== undefined &&
        isBlank(earlier.MIS_END) &&
        Boolean(earlier.MIS_START) &&
        !isSameDay(MIS_START, earlier.MIS_START)
      )
    },
    fails: 'missing MIS_START=2023-07-01; last missing MIS_START=2023-03-30 MIS_END=',
    passes: 'missing MIS_START=2023-03-30; last missing MIS_START=2023-03-30 MIS_END=',
  },
  '577': {
    message:
      'Child ceased to be looked after but there is a missing/away from placement without authorisation period without an end date.',
    reads: { missing: 'MIS_START MIS_END', episodes: care },
    breaks: ({ MIS_START, MIS_END }, { child }) => {
      const span = child.spanOn(MIS_START)
      return span?.to !== undefined && (isBlank(MIS_END) || isAfter(MIS_END, span.to))
    },
    fails: 'missing MIS_START=2023-07-01 MIS_END=; episodes DEC=2023-08-01 REC=E4A',
    passes: 'missing MIS_START=2023-07-01 MIS_END=2023-08-01; episodes DEC=2023-08-01 REC=E4A',
  },
  '578': {
    message: 'The date that the child started to be missing is after the child ceased to be looked after.',
    reads: { missing: 'MIS_START', episodes: care },
    breaks: ({ MIS_START }, { child }) =>
      !wasInCare(child, MIS_START) && child.spans.some(({ to }) => isAfter(MIS_START, to)),
    fails: 'missing MIS_START=2023-08-02; episodes DEC=2023-08-01 REC=E4A',
    passes: 'missing MIS_START=2023-08-01; episodes DEC=2023-08-01 REC=E4A',
  },
  '580': {
    message: 'Child is missing when cease being looked after but reason episode ceased not ‘E8’.',
    reads: { episodes: 'DEC REC', missing: 'MIS_START MIS_END' },
    breaks: (cells, { child }) =>
      endsCare(cells) &&
      cells.REC !== 'E8' &&
      child.has(
        'missing',
        ({ MIS_START, MIS_END }) =>
          isBefore(MIS_START, cells.DEC) && (isBlank(MIS_END) || isFrom(MIS_END, cells.DEC)),
      ),
    fails: 'episodes DEC=2023-07-03 REC=E4A; missing MIS_START=2023-07-01 MIS_END=2023-07-03',
    passes: 'episodes DEC=2023-07-03 REC=E8; missing MIS_START=2023-07-01 MIS_END=2023-07-03',
  },
  '581': {
    message: 'Child is missing but has not yet started to be looked after.',
    reads: { missing: 'MIS_START', episodes: care },
    breaks: ({ MIS_START }, { child }) =>
      Boolean(MIS_START) && child.has('episodes') && !child.spans.some(({ from }) => isUpTo(from, MIS_START)),
    fails: 'missing MIS_START=2023-07-01; episodes DECOM=2023-07-02',
    passes: 'missing MIS_START=2023-07-02; episodes DECOM=2023-07-02',
  },
  '586': {
    message: 'Dates of missing periods are before child’s date of birth.',
    reads: { missing: 'MIS_START DOB' },
    mayRead: { missing: 'MIS_END' },
    breaks: ({ MIS_START, MIS_END }, { child }) =>
      isUpTo(MIS_START, child.bornOn) || isUpTo(MIS_END, child.bornOn),
    fails: 'missing MIS_START=2023-07-01; header DOB=2023-07-01',
    passes: 'missing MIS_START=2023-07-02; header DOB=2023-07-01',
  },
}
