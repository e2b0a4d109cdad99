import { validCell } from './invalid-cell.ts'
import { columnsOf, isBefore, isBlank, isFilled, isFrom, oneOf } from './terms.ts'
import { readDate } from '../../written-dates.ts'
import type { Rules } from './rule.ts'

const { anyFilled: hasDetails, anyBlank: lacksDetails } = columnsOf('LA_PERM DATE_PERM')
const { anyFilled: hasEntry } = columnsOf('PREV_PERM LA_PERM DATE_PERM')
const isOutsideEngland = oneOf('WAL SCO NIR NUK')
/** Day or day and month may be unknown: zz/06/2019, zz/zz/2019; or all of it. */
const unknownDay = /^zz\/(zz|\d{1,2})\/(zzzz|\d{4})$/i

const dayOf = (text: string) => readDate(text)?.value ?? null
const firstDayKnown = (text: string) => {
  const [, month = '', year = ''] = unknownDay.exec(text) ?? []
  if (year === '' || /^z/i.test(year)) return null
  return dayOf(`01/${/^z/i.test(month) ? '01' : month}/${year}`)
}
const isDateOfOrder = (text: string) => dayOf(text) !== null || unknownDay.test(text)

/** Permanence options before this care, asked of children whose care began from April 2016: PrevPerm. */
export const previousPermanenceRules: Rules = {
  '631': validCell('Previous permanence option not a valid value.', 'prevPerm', 'PREV_PERM', {
    fails: 'PREV_PERM=?',
    passes: 'PREV_PERM=P1',
  }),
  '630': {
    message: 'Information on previous permanence option should be returned.',
    reads: { episodes: 'DECOM RNE', prevPerm: 'PREV_PERM LA_PERM DATE_PERM' },
    breaks: ({ DECOM, RNE }, { child }) => {
      if (RNE !== 'S' || !isFrom(DECOM, child.start)) return false
      const entry = child.first('prevPerm')
      return !entry || isBlank(entry.PREV_PERM) || (entry.PREV_PERM !== 'Z1' && lacksDetails(entry))
    },
    fails: 'episodes; prevPerm PREV_PERM=P1',
    passes: 'episodes; prevPerm PREV_PERM=P1 LA_PERM=895 DATE_PERM=01/06/2015',
  },
  '632': {
    message: 'Date of previous permanence order not a valid value.',
    reads: { prevPerm: 'DATE_PERM', episodes: 'DECOM' },
    breaks: ({ DATE_PERM }, { child }) => {
      if (DATE_PERM === undefined) return false
      const day = dayOf(DATE_PERM) ?? firstDayKnown(DATE_PERM)
      return !isDateOfOrder(DATE_PERM) || isFrom(day ?? undefined, child.first('episodes')?.DECOM)
    },
    fails: 'prevPerm PREV_PERM=P1 DATE_PERM=01/06/2023; episodes DECOM=2023-06-01',
    passes: 'prevPerm PREV_PERM=P1 DATE_PERM=zz/05/2023; episodes DECOM=2023-06-01',
  },
  '633': {
    message: 'Local authority code where previous permanence option was arranged is not a valid value.',
    reads: { prevPerm: 'LA_PERM' },
    breaks: ({ LA_PERM }) =>
      isFilled(LA_PERM) && !/^\d{3}$/.test(LA_PERM ?? '') && !isOutsideEngland(LA_PERM),
    fails: 'prevPerm PREV_PERM=P1 LA_PERM=ABC',
    passes: 'prevPerm PREV_PERM=P1 LA_PERM=WAL',
  },
  '634': {
    message:
      'There are entries for previous permanence options, but child has not started to be looked after from 1 April 2016 onwards.',
    reads: { prevPerm: 'PREV_PERM LA_PERM DATE_PERM', episodes: 'DECOM RNE' },
    breaks: (cells, { child }) => hasEntry(cells) && isBefore(child.startOfCare, '2016-04-01'),
    fails: 'prevPerm; episodes DECOM=2016-03-31',
    passes: 'prevPerm; episodes DECOM=2016-04-01',
  },
  '635': {
    message:
      'There are entries for date of order and local authority code where previous permanence option was arranged but previous permanence code is Z1',
    reads: { prevPerm: 'PREV_PERM LA_PERM DATE_PERM' },
    breaks: (cells) => hasDetails(cells) && (isBlank(cells.PREV_PERM) || cells.PREV_PERM === 'Z1'),
    fails: 'prevPerm PREV_PERM=Z1 LA_PERM=895',
    passes: 'prevPerm PREV_PERM=P1 LA_PERM=895',
  },
}
