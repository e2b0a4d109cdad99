import { validCell } from './invalid-cell.ts'
import { isAfter, isBefore, isBlank, isSameDay, isWithin, oneOf } from './terms.ts'
import type { CheckedRow } from './child-year.ts'
import type { Rules } from './rule.ts'
import type { Cells } from './types.ts'

const order = 'DOLO_START DOLO_END'
const isImpossiblePlace = oneOf('K1 K3 P1 R5')
/** Where children under an order are, besides those that are impossible. */
const isExpectedPlace = oneOf('K2 R1 R2 S1 Z1 Z11 Z12 Z13 Z14')

/** Whether the order and an episode in a place have a night in common. */
const isDuringPlacement = (
  { DOLO_START, DOLO_END }: Cells,
  { child }: CheckedRow,
  test: (place: string | undefined) => boolean,
) =>
  child.has(
    'episodes',
    ({ DECOM, DEC, PLACE }) =>
      Boolean(PLACE) &&
      test(PLACE) &&
      (isBlank(DOLO_END) || isBefore(DECOM, DOLO_END)) &&
      (isBlank(DEC) || isBefore(DOLO_START, DEC)) &&
      Boolean(DOLO_START),
  )

/** Deprivation of liberty orders: DoLo, collected from 2026/27. */
export const deprivationOfLibertyRules: Rules = {
  '700': {
    ...validCell('The start date of the DoLO is not a valid date.', 'dolo', 'DOLO_START', {
      isNeeded: true,
      fails: 'DOLO_START=?',
      passes: 'DOLO_START=2026-07-01',
    }),
    from: 2027,
  },
  '701': {
    ...validCell('The end date of the DoLO is not a valid date.', 'dolo', 'DOLO_END', {
      fails: 'DOLO_END=?',
      passes: 'DOLO_END=2026-08-01',
    }),
    from: 2027,
  },
  '702': {
    message: 'The date that the DoLO ended is before the date that it started.',
    from: 2027,
    reads: { dolo: order },
    breaks: ({ DOLO_START, DOLO_END }) => isBefore(DOLO_END, DOLO_START),
    fails: 'dolo DOLO_START=2026-07-02 DOLO_END=2026-07-01',
    passes: 'dolo DOLO_START=2026-07-01 DOLO_END=2026-07-01',
  },
  '703': {
    message: 'The date that the DoLO started is after the end of the collection year.',
    from: 2027,
    reads: { dolo: 'DOLO_START' },
    breaks: ({ DOLO_START }, { child }) => isAfter(DOLO_START, child.end),
    fails: 'dolo DOLO_START=2027-04-01',
    passes: 'dolo DOLO_START=2027-03-31',
  },
  '704': {
    message: 'The date that the DoLO ended is before the start or after the end of the collection year.',
    from: 2027,
    reads: { dolo: 'DOLO_END' },
    breaks: ({ DOLO_END }, { child }) => Boolean(DOLO_END) && !isWithin(DOLO_END, child.start, child.end),
    fails: 'dolo DOLO_END=2027-04-01',
    passes: 'dolo DOLO_END=2027-03-31',
  },
  '705': {
    message: 'A DoLO cannot start when the previous DoLO is still open.',
    from: 2027,
    reads: { dolo: order },
    breaks: ({ DOLO_START }, { previous }) =>
      previous !== undefined && (isBlank(previous.DOLO_END) || isBefore(DOLO_START, previous.DOLO_END)),
    fails: 'dolo DOLO_START=2026-07-01 DOLO_END=; dolo DOLO_START=2026-08-01',
    passes: 'dolo DOLO_START=2026-07-01 DOLO_END=2026-08-01; dolo DOLO_START=2026-08-01',
  },
  '706': {
    message:
      'There is an open DoLO in last year’s return and there is no corresponding DoLO recorded at the start of this year.',
    from: 2027,
    reads: { header: '', dolo: 'DOLO_START', 'last dolo': order },
    breaks: (_, { child }) => {
      const earlier = child.last?.final('dolo')
      return (
        earlier !== undefined &&
        isBlank(earlier.DOLO_END) &&
        !child.has('dolo', ({ DOLO_START }) => isSameDay(DOLO_START, earlier.DOLO_START))
      )
    },
    fails: 'dolo DOLO_START=2026-07-01; last dolo DOLO_START=2026-02-01 DOLO_END=',
    passes: 'dolo DOLO_START=2026-02-01; last dolo DOLO_START=2026-02-01 DOLO_END=',
  },
  '707': {
    message: 'Child ceased to be looked after but there is a DoLO without an end date.',
    from: 2027,
    reads: { dolo: order, episodes: 'DECOM DEC' },
    breaks: ({ DOLO_START, DOLO_END }, { child }) =>
      isBlank(DOLO_END) && child.spanOn(DOLO_START)?.to !== undefined,
    fails: 'dolo DOLO_START=2026-07-01 DOLO_END=; episodes DEC=2026-08-01 REC=E4A',
    passes: 'dolo DOLO_START=2026-07-01 DOLO_END=; episodes DEC=',
  },
  '708': {
    message: 'Dates of DoLOs are before child’s date of birth.',
    from: 2027,
    reads: { dolo: `${order} DOB` },
    breaks: ({ DOLO_START, DOLO_END }, { child }) =>
      isBefore(DOLO_START, child.bornOn) || isBefore(DOLO_END, child.bornOn),
    fails: 'dolo DOLO_START=2026-07-01; header DOB=2026-07-02',
    passes: 'dolo DOLO_START=2026-07-01; header DOB=2026-07-01',
  },
  '709': {
    message: 'Child with a DoLO is in an unexpected placement type.',
    from: 2027,
    reads: { dolo: order, episodes: 'DECOM DEC PLACE' },
    breaks: (cells, row) =>
      isDuringPlacement(cells, row, (place) => !isExpectedPlace(place) && !isImpossiblePlace(place)),
    fails: 'dolo; episodes PLACE=U4',
    passes: 'dolo; episodes PLACE=K2',
  },
  '710': {
    message:
      'Child with a DoLO can not be placed in secure children’s homes, with parents, young offender institutions, or supported accommodation.',
    from: 2027,
    reads: { dolo: order, episodes: 'DECOM DEC PLACE' },
    breaks: (cells, row) => isDuringPlacement(cells, row, isImpossiblePlace),
    fails: 'dolo; episodes PLACE=K1',
    passes: 'dolo DOLO_START=2026-07-01 DOLO_END=2026-08-01; episodes DECOM=2026-08-01 PLACE=K1',
  },
}
