import {
  isAdoption, isBefore, isFoster, isFrom, isGuardianship, isPlacedForAdoption, oneOf,
} from './terms.ts' // prettier-ignore
import type { Rules } from './rule.ts'

const isIndependence = oneOf('E5 E6')
const isGuardianshipOfCarer = oneOf('E45 E46')

/** Why care ended: Episodes. */
export const leavingCareRules: Rules = {
  '386': {
    message: 'Reason episode ceased is adopted but child has reached age 18.',
    reads: { episodes: 'DEC REC', header: 'DOB' },
    breaks: ({ DEC, REC }, { child }) => isAdoption(REC) && isFrom(DEC, child.turns(18)),
    fails: 'episodes DEC=2023-09-01 REC=E11; header DOB=2005-09-01',
    passes: 'episodes DEC=2023-08-31 REC=E11; header DOB=2005-09-01',
  },
  '387': {
    message:
      'Reason episode ceased is child moved into independent living arrangement, but the child is aged under 14.',
    reads: { episodes: 'DEC REC', header: 'DOB' },
    breaks: ({ DEC, REC }, { child }) => isIndependence(REC) && isBefore(DEC, child.turns(14)),
    fails: 'episodes DEC=2023-08-31 REC=E5; header DOB=2009-09-01',
    passes: 'episodes DEC=2023-09-01 REC=E5; header DOB=2009-09-01',
  },
  '389': {
    message:
      'Reason episode ceased is that child transferred to care of adult social care services, but child is aged under 16.',
    reads: { episodes: 'DEC REC', header: 'DOB' },
    breaks: ({ DEC, REC }, { child }) => REC === 'E7' && isBefore(DEC, child.turns(16)),
    fails: 'episodes DEC=2023-08-31 REC=E7; header DOB=2007-09-01',
    passes: 'episodes DEC=2023-09-01 REC=E7; header DOB=2007-09-01',
  },
  '390': {
    message: 'Reason episode ceased is adopted but child has not been previously placed for adoption.',
    reads: { episodes: 'REC PLACE' },
    breaks: ({ REC, PLACE }) => isAdoption(REC) && !isPlacedForAdoption(PLACE),
    fails: 'episodes DEC=2023-09-01 REC=E11 PLACE=U1',
    passes: 'episodes DEC=2023-09-01 REC=E11 PLACE=A4',
  },
  '407': {
    message: 'Reason episode ceased is Special Guardianship Order, but child has reached age 18.',
    reads: { episodes: 'DEC REC', header: 'DOB' },
    breaks: ({ DEC, REC }, { child }) => isGuardianship(REC) && isBefore(child.turns(18), DEC),
    fails: 'episodes DEC=2023-09-02 REC=E45; header DOB=2005-09-01',
    passes: 'episodes DEC=2023-09-01 REC=E45; header DOB=2005-09-01',
  },
  '460': {
    message:
      'Reason episode ceased is that child stayed with current carers at age 18 (or above), but child is aged under 18.',
    reads: { episodes: 'DEC REC', header: 'DOB' },
    breaks: ({ DEC, REC }, { child }) => REC === 'E17' && isBefore(DEC, child.turns(18)),
    fails: 'episodes DEC=2023-08-31 REC=E17; header DOB=2005-09-01',
    passes: 'episodes DEC=2023-09-01 REC=E17; header DOB=2005-09-01',
  },
  '516': {
    message:
      'The episode data submitted for this child does not show that he/she was with their former foster carer(s) during the year. If the code in the reason episode ceased is E45 or E46 the child must have a placement code of U1 to U6.',
    reads: { episodes: 'REC PLACE' },
    breaks: ({ REC, PLACE }) => isGuardianshipOfCarer(REC) && !isFoster(PLACE),
    fails: 'episodes DEC=2023-09-01 REC=E45 PLACE=K2',
    passes: 'episodes DEC=2023-09-01 REC=E45 PLACE=U3',
  },
}
