import { addDays, nightsBetween } from '../../dates.ts'
import { isAfter, isBefore, isBlank, isFrom, oneOf } from './terms.ts'
import type { ChildYear } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

const isYouthJustice = oneOf('J1 J2 J3')

/** Nights to 31 March of episodes in one legal status that follow each other without a break, of which the given one is one. */
function nightsUnbroken(status: string, { DECOM }: Cells, child: ChildYear): number {
  let [from, to] = ['', '']
  for (const { cells } of child.rows('episodes')) {
    if (cells.LS !== status || !cells.DECOM) continue
    const end = cells.DEC || addDays(child.end, 1)
    if (cells.DECOM > to) {
      if (isFrom(DECOM, from) && isBefore(DECOM, to)) break
      from = cells.DECOM
    }
    if (end > to) to = end
  }
  return from !== '' && to > from ? nightsBetween(from, to) : 0
}

/** An order that the law allows only so long. */
const lastsUpTo = (
  status: string,
  nights: number,
  message: string,
  examples: Pick<Rule, 'fails' | 'passes'>,
): Rule => ({
  message,
  reads: { episodes: 'DECOM DEC LS' },
  breaks: (cells, { child }) =>
    cells.LS === status && Boolean(cells.DECOM) && nightsUnbroken(status, cells, child) > nights,
  ...examples,
})

/** The legal status of episodes. */
export const legalStatusRules: Rules = {
  '358': {
    message: 'Child with this legal status should not be under 10.',
    reads: { episodes: 'DECOM LS', header: 'DOB' },
    breaks: ({ DECOM, LS }, { child }) => isYouthJustice(LS) && isBefore(DECOM, child.turns(10)),
    fails: 'episodes LS=J1 DECOM=2023-05-31; header DOB=2013-06-01',
    passes: 'episodes LS=J1 DECOM=2023-06-01; header DOB=2013-06-01',
  },
  '359': {
    message:
      'Child being looked after following 18th birthday must be accommodated under section 20(5) of the Children Act 1989 in a community home.',
    reads: { episodes: 'DEC LS PLACE', header: 'DOB' },
    breaks: ({ DEC, LS, PLACE }, { child }) =>
      isBlank(DEC) && isBefore(child.turns(18), child.end) && !(LS === 'V2' && PLACE === 'K2'),
    fails: 'episodes LS=V2 PLACE=K1; header DOB=2006-03-30',
    passes: 'episodes LS=V2 PLACE=K2; header DOB=2006-03-30',
  },
  '361': lastsUpTo(
    'L1',
    3,
    'Police protection legal status lasted longer than maximum 72 hours allowed in the Children Act 1989.',
    {
      fails: 'episodes LS=L1 DECOM=2023-06-01 DEC=2023-06-05 REC=X1',
      passes: 'episodes LS=L1 DECOM=2023-06-01 DEC=2023-06-04 REC=X1',
    },
  ),
  '362': lastsUpTo('L2', 21, 'Emergency protection order (EPO) lasted longer than 21 days', {
    fails:
      'episodes LS=L2 DECOM=2023-06-01 DEC=2023-06-15 REC=X1; episodes LS=L2 RNE=P DECOM=2023-06-15 DEC=2023-06-23 REC=X1',
    passes:
      'episodes LS=L2 DECOM=2023-06-01 DEC=2023-06-15 REC=X1; episodes LS=L2 RNE=P DECOM=2023-06-15 DEC=2023-06-22 REC=X1',
  }),
  '363': lastsUpTo(
    'L3',
    7,
    'Child assessment order (CAO) lasted longer than 7 days allowed in the Children Act 1989.',
    {
      fails: 'episodes LS=L3 DECOM=2023-06-01 DEC=2023-06-09 REC=X1',
      passes: 'episodes LS=L3 DECOM=2023-06-01 DEC=2023-06-08 REC=X1',
    },
  ),
  '364': lastsUpTo(
    'J2',
    21,
    'Sections 41-46 of Police and Criminal Evidence (PACE; 1984) severely limits the time a child can be detained in custody in Local Authority (LA) accommodation.',
    {
      fails: 'episodes LS=J2 DECOM=2023-06-01 DEC=2023-06-23 REC=X1',
      passes: 'episodes LS=J2 DECOM=2023-06-01 DEC=2023-06-22 REC=X1',
    },
  ),
  '378': {
    message:
      'A child who is placed with parent(s) cannot be looked after under a single period of accommodation under Section 20 of the Children Act 1989.',
    reads: { episodes: 'LS PLACE' },
    breaks: ({ LS, PLACE }) => PLACE === 'P1' && LS === 'V2',
    fails: 'episodes PLACE=P1 LS=V2',
    passes: 'episodes PLACE=P1 LS=C2',
  },
  '408': {
    message: 'Child is placed for adoption with a placement order, but no placement order has been recorded.',
    reads: { episodes: 'LS PLACE' },
    breaks: ({ LS, PLACE }) => (PLACE === 'A5' || PLACE === 'A6') && LS !== 'E1',
    fails: 'episodes PLACE=A5 LS=C2',
    passes: 'episodes PLACE=A5 LS=E1',
  },
  '445': {
    message: 'D1 is not a valid code for episodes starting after December 2005.',
    to: 2024,
    reads: { episodes: 'DECOM LS' },
    breaks: ({ DECOM, LS }) => LS === 'D1' && isAfter(DECOM, '2005-12-31'),
    fails: 'episodes LS=D1 DECOM=2006-01-01',
    passes: 'episodes LS=D1 DECOM=2005-12-31',
  },
  '446': {
    message: 'E1 is not a valid code for episodes starting before December 2005.',
    reads: { episodes: 'DECOM LS' },
    breaks: ({ DECOM, LS }) => LS === 'E1' && isBefore(DECOM, '2005-12-01'),
    fails: 'episodes LS=E1 DECOM=2005-11-30',
    passes: 'episodes LS=E1 DECOM=2005-12-01',
  },
  '451': {
    message:
      'Child is still freed for adoption, but freeing orders could not be applied for since 30 December 2005.',
    to: 2024,
    reads: { episodes: 'DEC REC LS' },
    breaks: ({ DEC, REC, LS }) => LS === 'D1' && isBlank(DEC) && isBlank(REC),
    fails: 'episodes LS=D1',
    passes: 'episodes LS=D1 DEC=2023-09-01 REC=X1',
  },
}
