import { validCell } from './invalid-cell.ts'
import {
  adoptionDetails, columnsOf, endsCare, hasAdoption, isAdoption, isBefore, isBlank, isFrom, isUpTo, oneOf,
} from './terms.ts' // prettier-ignore
import type { ChildYear } from './child-year.ts'
import type { Rules } from './rule.ts'

const information = 'IN_TOUCH ACTIV ACCOM'
const { anyFilled, anyBlank } = columnsOf(information)
const isDiedOrHome = oneOf('DIED RHOM')
const isWithFosterCarers = oneOf('Z1 Z2')
const isFoyer = oneOf('T1 T2')
/** 13 weeks. */
const lastingCare = 91

const isAgedAtEnd = (child: ChildYear, age: number) =>
  isUpTo(child.turns(age), child.end) && isBefore(child.end, child.turns(age + 1))

/** Care leavers: OC3. */
export const careLeaverRules: Rules = {
  '131': validCell('Data entry for being in touch after leaving care is invalid.', 'oc3', 'IN_TOUCH', {
    fails: 'IN_TOUCH=?',
    passes: 'IN_TOUCH=YES',
  }),
  '132': validCell('Data entry for activity after leaving care is invalid.', 'oc3', 'ACTIV', {
    fails: 'ACTIV=F3',
    passes: 'ACTIV=F5',
  }),
  '133': validCell(
    'Data entry for accommodation after leaving care is invalid. If reporting on a childs accommodation after leaving care the data entry must be valid',
    'oc3',
    'ACCOM',
    { fails: 'ACCOM=?', passes: 'ACCOM=B1' },
  ),
  '134': {
    message: 'Data on adoption should not be entered for the OC3 cohort.',
    reads: { ad1: adoptionDetails, oc3: information },
    breaks: (cells, { child }) => hasAdoption(cells) && child.has('oc3', anyFilled),
    fails: 'ad1; oc3',
    passes: 'ad1; oc3 IN_TOUCH= ACTIV= ACCOM=',
  },
  '153': {
    message:
      'All data items relating to a child’s activity or accommodation after leaving care must be coded or left blank.',
    reads: { oc3: information },
    breaks: (cells) => anyFilled(cells) && anyBlank(cells),
    fails: 'oc3 ACCOM=',
    passes: 'oc3',
  },
  '344': {
    message:
      'The record shows the young person has died or returned home to live with parent(s) or someone with parental responsibility for a continuous period of 6 months or more, but activity and/or accommodation on leaving care have been completed.',
    reads: { oc3: information },
    breaks: ({ IN_TOUCH, ACTIV, ACCOM }) => isDiedOrHome(IN_TOUCH) && (ACTIV !== '0' || ACCOM !== '0'),
    fails: 'oc3 IN_TOUCH=DIED ACTIV=F1 ACCOM=0',
    passes: 'oc3 IN_TOUCH=DIED ACTIV=0 ACCOM=0',
  },
  '345': {
    message:
      'The data collection record shows the local authority is in touch with this young person, but activity and/or accommodation data items are zero.',
    reads: { oc3: information },
    breaks: ({ IN_TOUCH, ACTIV, ACCOM }) => IN_TOUCH === 'YES' && (ACTIV === '0' || ACCOM === '0'),
    fails: 'oc3 IN_TOUCH=YES ACTIV=0 ACCOM=B1',
    passes: 'oc3 IN_TOUCH=YES ACTIV=F1 ACCOM=B1',
  },
  '347': {
    message: 'Care leavers aged under 18 years, can not be accommodated in a Foyer.',
    from: 2024,
    reads: { oc3: 'ACCOM DOB' },
    breaks: ({ ACCOM }, { child }) => isFoyer(ACCOM) && isBefore(child.end, child.turns(18)),
    fails: 'oc3 ACCOM=T1; header DOB=2006-06-15',
    passes: 'oc3 ACCOM=T1; header DOB=2005-06-15',
  },
  '348': {
    message: 'Care leaver has previously been reported as having died.',
    from: 2026,
    reads: { oc3: 'IN_TOUCH', 'last oc3': 'IN_TOUCH' },
    breaks: (_, { child }) => child.last?.has('oc3', ({ IN_TOUCH }) => IN_TOUCH === 'DIED') === true,
    fails: 'oc3 IN_TOUCH=YES; last oc3 IN_TOUCH=DIED',
    passes: 'oc3 IN_TOUCH=YES; last oc3 IN_TOUCH=NO',
  },
  '391': {
    message: 'Young person was not 17, 18, 19, 20 or 21 during the current collection year.',
    reads: { oc3: `DOB ${information}` },
    breaks: (cells, { child }) => isBefore(child.end, child.turns(17)) && anyFilled(cells),
    fails: 'oc3; header DOB=2007-04-01',
    passes: 'oc3; header DOB=2007-03-31',
  },
  '1000': {
    message:
      'This child is recorded as having died in care and therefore should not have the care leaver information completed.',
    reads: { oc3: '', episodes: 'REC' },
    mayRead: { 'last episodes': 'DECOM REC' },
    breaks: (_, { child }) => child.history.some(({ REC }) => REC === 'E2'),
    fails: 'oc3; episodes DEC=2023-09-01 REC=E2',
    passes: 'oc3; episodes DEC=2023-09-01 REC=E5',
  },
  '1001': {
    message:
      'The episodes recorded for this young person suggest they are not a relevant or a former relevant child and therefore should not have care leaver information completed.',
    reads: {
      oc3: 'DOB',
      episodes: 'DECOM DEC REC LS',
      'last episodes': 'DECOM DEC REC LS',
    },
    // Relevant: 13 weeks in care from the 14th birthday, and a night from the 16th. Earlier returns are not known after 20.
    breaks: (_, { child }) => {
      const [turns14, turns16] = [child.turns(14), child.turns(16)]
      if (turns14 === undefined || turns16 === undefined) return false
      const isFullyKnown = isBefore(child.end, child.turns(20))
      const wasAdopted = isAdoption(child.history.at(-1)?.REC)
      return (
        isFullyKnown &&
        (wasAdopted || child.nightsInCareFrom(turns14) < lastingCare || child.nightsInCareFrom(turns16) < 1)
      )
    },
    fails: 'oc3; header DOB=2006-02-01; episodes DECOM=2023-11-02 DEC=2024-01-31 REC=E5',
    passes: 'oc3; header DOB=2006-02-01; episodes DECOM=2023-11-01 DEC=2024-01-31 REC=E5',
  },
  '1002': {
    message:
      'This child has no previous episodes of care, therefore should not have care leaver information recorded.',
    reads: { oc3: '', episodes: '', 'last episodes': '' },
    breaks: (_, { child }) => child.history.length === 0,
    fails: 'oc3',
    passes: 'oc3; last episodes',
  },
  '1007': {
    message:
      'Care leaver information is not required for 17- or 18-year olds who are still looked after on their 17th or 18th birthday.',
    reads: { oc3: `DOB ${information}`, episodes: 'DECOM DEC LS' },
    breaks: (cells, { child }) =>
      anyFilled(cells) &&
      [17, 18].some((age) => {
        const day = isAgedAtEnd(child, age) ? child.birthdayInYear(age) : undefined
        return day !== undefined && child.isLookedAfterOn(day)
      }),
    fails: 'oc3; header DOB=2006-08-01; episodes DECOM=2023-06-01',
    passes: 'oc3; header DOB=2006-08-01; episodes DECOM=2023-06-01 DEC=2023-08-01 REC=E5',
  },
  '1010': {
    message:
      'This child has no episodes loaded for current year even though there was an open episode of care at the end of the previous year, and care leaver data has been entered.',
    reads: { oc3: '', episodes: '', 'last episodes': 'DECOM DEC' },
    breaks: (_, { child }) => {
      const earlier = child.last?.final('episodes')
      return earlier !== undefined && isBlank(earlier.DEC) && !child.has('episodes')
    },
    fails: 'oc3; last episodes DECOM=2022-06-01',
    passes: 'oc3; last episodes DECOM=2022-06-01 DEC=2022-09-01 REC=E5',
  },
  '1011': {
    message:
      'This child is recorded as having his/her care transferred to another local authority for the final episode and therefore should not have the care leaver information completed.',
    reads: { oc3: information, episodes: 'DECOM REC' },
    breaks: (cells, { child }) => anyFilled(cells) && child.final('episodes')?.REC === 'E3',
    fails: 'oc3; episodes DEC=2023-09-01 REC=E3',
    passes: 'oc3; episodes DEC=2023-09-01 REC=E5',
  },
  '1012': {
    message: 'No other data should be returned for OC3 children who had no episodes in the current year',
    reads: { oc3: '', episodes: '' },
    foundIn: ['placedAdoption', 'missing', 'reviews', 'ad1', 'prevPerm', 'oc2'],
    breaks: (_, { child }) => child.has('oc3') && !child.has('episodes'),
    fails: 'oc3; reviews',
    passes: 'oc3; reviews; episodes',
  },
  '1014': {
    message: 'UASC information is not required for care leavers',
    reads: { uasc: '', oc3: information, episodes: 'DECOM DEC' },
    breaks: (_, { child }) =>
      child.has('oc3', anyFilled) &&
      !child.has(
        'episodes',
        ({ DECOM, DEC }) => isUpTo(DECOM, child.end) && (isBlank(DEC) || isFrom(DEC, child.start)),
      ),
    fails: 'uasc; oc3',
    passes: 'uasc; oc3; episodes',
  },
  '1016': {
    message:
      'Care leaver information is not required for 17- or 18-year olds who cease to be looked after, after their birthday.',
    from: 2024,
    reads: { oc3: `DOB ${information}`, episodes: 'DEC REC' },
    breaks: (cells, { child }) =>
      anyFilled(cells) &&
      [17, 18].some(
        (age) =>
          isAgedAtEnd(child, age) &&
          child.has('episodes', (episode) => endsCare(episode) && isBefore(child.turns(age), episode.DEC)),
      ),
    fails: 'oc3; header DOB=2006-08-01; episodes DEC=2023-08-02 REC=E5',
    passes: 'oc3; header DOB=2006-08-01; episodes DEC=2023-08-01 REC=E5',
  },
  '3001': {
    message:
      'Where care leavers information is being returned for a young person around their 17th birthday, the accommodation cannot be with their former foster carer(s).',
    reads: { oc3: 'ACCOM DOB' },
    breaks: ({ ACCOM }, { child }) => isWithFosterCarers(ACCOM) && child.birthdayInYear(17) !== undefined,
    fails: 'oc3 ACCOM=Z1; header DOB=2006-08-01',
    passes: 'oc3 ACCOM=Z1; header DOB=2005-08-01',
  },
}
