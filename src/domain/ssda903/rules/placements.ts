import { addDays, nightsBetween } from '../../dates.ts'
import { isAbroad } from './lookups.ts'
import {
  hasNoUrn, hasUrn, isBefore, isBlank, isFilled, isFrom, isTemporary, noUrn, oneOf,
} from './terms.ts' // prettier-ignore
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

const isWithCarerForAdoption = oneOf('A3 A5')
const isFosterOrAdoption = oneOf('A3 A4 A5 A6 U1 U2 U3 U4 U5 U6')
const startsSameCarer = oneOf('S T U')
const startsTemporary = oneOf('P B')
/** From this day supported accommodation is registered with Ofsted, and P2 is no placement any more. */
const supportedRegistered = '2023-10-28'

const isInSupported = (PLACE: string | undefined, year: number) => PLACE === (year >= 2025 ? 'K3' : 'H5')
const lastsFrom = ({ DEC }: Cells, day: string) => isBlank(DEC) || isFrom(DEC, day)

/** A placement for which a child must have reached an age; some ages were lower in earlier years. */
const youngest = (
  message: string,
  {
    isSo,
    age,
    ...examples
  }: {
    isSo: (place: string | undefined, year: number) => boolean
    age: (year: number) => number
    fails: string
    passes: string
  },
): Rule => ({
  message,
  reads: { episodes: 'DECOM PLACE', header: 'DOB' },
  breaks: ({ DECOM, PLACE }, { child }) =>
    isSo(PLACE, child.whole.year) && isBefore(DECOM, child.turns(age(child.whole.year))),
  ...examples,
})
const isPlace = (code: string) => (place: string | undefined) => place === code

/** A temporary placement that may last only so long. */
const lastsUpTo = (
  PLACE: string,
  nights: number,
  message: string,
  examples: Pick<Rule, 'fails' | 'passes'>,
): Rule => ({
  message,
  reads: { episodes: 'DECOM DEC PLACE' },
  breaks: (cells, { child }) =>
    cells.PLACE === PLACE &&
    Boolean(cells.DECOM) &&
    nightsBetween(cells.DECOM ?? '', cells.DEC || child.end) > nights,
  ...examples,
})

/** Placements: their kinds, temporary ones, and what goes with them. */
export const placementRules: Rules = {
  '217': {
    message:
      'Children who are placed for adoption with current foster carers (placement types A3 or A5) must have a reason for new episode of S, T or U.',
    reads: { episodes: 'DECOM RNE PLACE' },
    breaks: ({ DECOM, RNE, PLACE }) =>
      isWithCarerForAdoption(PLACE) && isFrom(DECOM, '2015-04-01') && !startsSameCarer(RNE),
    fails: 'episodes PLACE=A3 RNE=P',
    passes: 'episodes PLACE=A3 RNE=T',
  },
  '217t': {
    message: 'Placement type ‘P2’ is not a valid placement type from 28 October 2023.',
    from: 2024,
    to: 2024,
    reads: { episodes: 'DEC PLACE' },
    breaks: (cells) => cells.PLACE === 'P2' && lastsFrom(cells, addDays(supportedRegistered, 1)),
    fails: 'episodes PLACE=P2 DEC=2023-10-29 REC=X1',
    passes: 'episodes PLACE=P2 DEC=2023-10-28 REC=X1',
  },
  '218': {
    message: 'Ofsted Unique reference number (URN) is required.',
    reads: { episodes: 'DEC PLACE URN PL_POST' },
    looksUp: 'postcodes',
    breaks: (cells, row) =>
      isBlank(cells.URN) &&
      isFilled(cells.PLACE) &&
      lastsFrom(cells, row.child.start) &&
      !hasNoUrn(cells, row.child.whole.year) &&
      !(cells.PLACE === 'H5') &&
      !isAbroad(cells, row),
    fails: 'episodes PLACE=K2 URN=',
    passes: 'episodes PLACE=K2 URN=XXXXXXX',
  },
  '222': {
    message: 'Ofsted Unique reference number (URN) should not be recorded for this placement type.',
    reads: { episodes: 'PLACE URN' },
    breaks: (cells, { child }) => hasUrn(cells) && hasNoUrn(cells, child.whole.year),
    fails: 'episodes PLACE=P1 URN=SC123456',
    passes: `episodes PLACE=P1 URN=${noUrn}`,
  },
  '230': {
    message:
      'Ofsted Unique reference number (URN) is required for any English H5 placements from 28 October 2023.',
    from: 2024,
    to: 2024,
    reads: { episodes: 'DEC PLACE URN PL_POST' },
    looksUp: 'postcodes',
    breaks: (cells, row) =>
      cells.PLACE === 'H5' &&
      lastsFrom(cells, addDays(supportedRegistered, 1)) &&
      !hasUrn(cells) &&
      !isAbroad(cells, row),
    fails: 'episodes PLACE=H5 URN=',
    passes: 'episodes PLACE=H5 URN= DEC=2023-10-28 REC=X1',
  },
  '336': {
    message: 'Child does not have a foster placement immediately prior to being placed for adoption.',
    reads: { episodes: 'DECOM PLACE' },
    breaks: ({ PLACE }, { previous }) =>
      (PLACE === 'A3' || PLACE === 'A4') && previous !== undefined && !isFosterOrAdoption(previous.PLACE),
    fails: 'episodes PLACE=K2 DECOM=2023-05-01; episodes PLACE=A4 DECOM=2023-06-01',
    passes: 'episodes PLACE=U6 DECOM=2023-05-01; episodes PLACE=A4 DECOM=2023-06-01',
  },
  '370': youngest('Child in independent living should be at least 16.', {
    isSo: isPlace('P2'),
    age: (year) => (year >= 2024 ? 16 : 15),
    fails: 'episodes PLACE=P2 DECOM=2023-06-14; header DOB=2007-06-15',
    passes: 'episodes PLACE=P2 DECOM=2023-06-15; header DOB=2007-06-15',
  }),
  '371': youngest(
    'Child in supported accommodation not subject to children’s homes regulations should be at least 16.',
    {
      isSo: isInSupported,
      age: (year) => (year >= 2024 ? 16 : 14),
      fails: 'episodes PLACE=H5 DECOM=2023-06-14; header DOB=2007-06-15',
      passes: 'episodes PLACE=H5 DECOM=2023-06-15; header DOB=2007-06-15',
    },
  ),
  '372': youngest('Child in youth custody or prison should be at least 10.', {
    isSo: isPlace('R5'),
    age: () => 10,
    fails: 'episodes PLACE=R5 DECOM=2023-06-14; header DOB=2013-06-15',
    passes: 'episodes PLACE=R5 DECOM=2023-06-15; header DOB=2013-06-15',
  }),
  '373': youngest('Child placed in a school should be at least 4 years old.', {
    isSo: isPlace('S1'),
    age: () => 4,
    fails: 'episodes PLACE=S1 DECOM=2023-06-14; header DOB=2019-06-15',
    passes: 'episodes PLACE=S1 DECOM=2023-06-15; header DOB=2019-06-15',
  }),
  '374': youngest('Child in residential employment should be at least 14 years old.', {
    isSo: isPlace('P3'),
    age: () => 14,
    fails: 'episodes PLACE=P3 DECOM=2023-06-14; header DOB=2009-06-15',
    passes: 'episodes PLACE=P3 DECOM=2023-06-15; header DOB=2009-06-15',
  }),
  '375': lastsUpTo('T1', 42, 'Hospitalisation coded as a temporary placement exceeds six weeks.', {
    fails: 'episodes PLACE=T1 DECOM=2023-06-01 DEC=2023-07-14 REC=X1',
    passes: 'episodes PLACE=T1 DECOM=2023-06-01 DEC=2023-07-13 REC=X1',
  }),
  '376': lastsUpTo(
    'T3',
    21,
    'Temporary placements coded as being due to holiday of usual foster carer(s) cannot exceed three weeks.',
    {
      fails: 'episodes PLACE=T3 DECOM=2023-06-01 DEC=2023-06-23 REC=X1',
      passes: 'episodes PLACE=T3 DECOM=2023-06-01 DEC=2023-06-22 REC=X1',
    },
  ),
  '377': {
    message:
      'Only two temporary placements coded as being due to holiday of usual foster carer(s) are allowed in any 12- month period.',
    reads: { episodes: 'PLACE' },
    breaks: ({ PLACE }, { child }) =>
      PLACE === 'T3' && child.rows('episodes').filter(({ cells }) => cells.PLACE === 'T3').length > 2,
    fails: 'episodes PLACE=T3; episodes PLACE=T3; episodes PLACE=T3',
    passes: 'episodes PLACE=T3; episodes PLACE=T3; episodes PLACE=T2',
  },
  '379': lastsUpTo(
    'T4',
    7,
    'Temporary placements for unspecified reason (placement code T4) cannot exceed seven days.',
    {
      fails: 'episodes PLACE=T4 DECOM=2023-06-01 DEC=2023-06-09 REC=X1',
      passes: 'episodes PLACE=T4 DECOM=2023-06-01 DEC=2023-06-08 REC=X1',
    },
  ),
  '380': {
    message: 'A period of care cannot start with a temporary placement.',
    reads: { episodes: 'RNE PLACE' },
    breaks: ({ RNE, PLACE }) => isTemporary(PLACE) && !startsTemporary(RNE),
    fails: 'episodes PLACE=T1 RNE=S',
    passes: 'episodes PLACE=T1 RNE=P',
  },
  '381': {
    message: 'A period of care cannot end with a temporary placement.',
    reads: { episodes: 'REC PLACE' },
    breaks: ({ REC, PLACE }) => isTemporary(PLACE) && isFilled(REC) && REC !== 'X1',
    fails: 'episodes PLACE=T1 DEC=2023-06-08 REC=E4A',
    passes: 'episodes PLACE=T1 DEC=2023-06-08 REC=X1',
  },
  '383': {
    message: 'A child in a temporary placement must subsequently return to his/her normal placement.',
    reads: { episodes: 'DECOM RNE PLACE' },
    breaks: ({ PLACE }, { previous, next }) =>
      isTemporary(PLACE) &&
      previous !== undefined &&
      next !== undefined &&
      (next.RNE !== 'P' || next.PLACE !== previous.PLACE),
    fails:
      'episodes DECOM=2023-05-01 PLACE=U4; episodes DECOM=2023-06-01 PLACE=T3 RNE=P; episodes DECOM=2023-06-08 PLACE=U6 RNE=P',
    passes:
      'episodes DECOM=2023-05-01 PLACE=U4; episodes DECOM=2023-06-01 PLACE=T3 RNE=P; episodes DECOM=2023-06-08 PLACE=U4 RNE=P',
  },
}
