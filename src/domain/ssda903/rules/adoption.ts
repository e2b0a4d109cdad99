import { validCell } from './invalid-cell.ts'
import {
  adoptionDetails, columnsOf, hasAdoption, isAdoption, isAfter, isBefore, isBlank, isFilled,
  isPlacedForAdoption, isSameDay, isWithin, lacksAdoption, oneOf,
} from './terms.ts' // prettier-ignore
import type { ChildYear } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'

const isCouple = oneOf('MM FF MF')
const isSameSexCouple = oneOf('MM FF')
const isOfTwoSexes = oneOf('MF')
const isOnePerson = oneOf('M1 F1')
const isWithCarer = oneOf('A2 A3 A5')
const isWithOthers = oneOf('A1 A4 A6')

const { anyFilled: hasInformation } = columnsOf('IN_TOUCH ACTIV ACCOM')

const wasAdoptedInYear = (child: ChildYear) =>
  child.has('episodes', ({ REC, DEC }) => isAdoption(REC) && isWithin(DEC, child.start, child.end))

/** A legal status of adopters that goes only with adopters of some sexes. */
const sexesOf = (
  status: string,
  goesWith: (sexes: string | undefined) => boolean,
  message: string,
  [fails, passes]: readonly [string, string],
): Rule => ({
  message,
  reads: { ad1: 'LS_ADOPTR SEX_ADOPTR' },
  breaks: ({ LS_ADOPTR, SEX_ADOPTR }) => LS_ADOPTR === status && !goesWith(SEX_ADOPTR),
  fails: `ad1 LS_ADOPTR=${status} SEX_ADOPTR=${fails}`,
  passes: `ad1 LS_ADOPTR=${status} SEX_ADOPTR=${passes}`,
})

/** Children adopted in the year, and their adopters: AD1. */
export const adoptionRules: Rules = {
  '112': validCell('Date should be placed for adoption is not a valid date.', 'ad1', 'DATE_INT', {
    fails: 'DATE_INT=?',
    passes: 'DATE_INT=2023-07-01',
  }),
  '113': validCell('Date matching child and adopter(s) is not a valid date.', 'ad1', 'DATE_MATCH', {
    fails: 'DATE_MATCH=?',
    passes: 'DATE_MATCH=2023-08-01',
  }),
  '114': validCell(
    'Data entry to record the status of former carer(s) of an adopted child is invalid.',
    'ad1',
    'FOSTER_CARE',
    { fails: 'FOSTER_CARE=2', passes: 'FOSTER_CARE=1' },
  ),
  '175': validCell('The number of adopter(s) code is not a valid code.', 'ad1', 'NB_ADOPTR', {
    fails: 'NB_ADOPTR=3',
    passes: 'NB_ADOPTR=2',
  }),
  '176': validCell(
    'The gender of adopter(s) at the date of adoption code is not a valid code.',
    'ad1',
    'SEX_ADOPTR',
    { fails: 'SEX_ADOPTR=?', passes: 'SEX_ADOPTR=MF' },
  ),
  '177': validCell('The legal status of adopter(s) code is not a valid code.', 'ad1', 'LS_ADOPTR', {
    fails: 'LS_ADOPTR=?',
    passes: 'LS_ADOPTR=L11',
  }),
  '151': {
    message: 'All data items relating to a childs adoption must be coded or left blank.',
    reads: { ad1: adoptionDetails },
    breaks: (cells) => hasAdoption(cells) && lacksAdoption(cells),
    fails: 'ad1 NB_ADOPTR=',
    passes: 'ad1',
  },
  '187': {
    message:
      'Child cannot be looked after continuously for 12 months at 31 March (OC2) and have any of adoption or care leavers returns completed.',
    reads: { ad1: adoptionDetails, oc3: 'IN_TOUCH ACTIV ACCOM', episodes: 'DECOM DEC RNE LS REC' },
    foundIn: ['ad1', 'oc3'],
    breaks: (cells, { module, child }) =>
      child.isLookedAfterAllYear && (module === 'ad1' ? hasAdoption(cells) : hasInformation(cells)),
    fails: 'ad1; episodes DECOM=2022-06-01',
    passes: 'ad1; episodes DECOM=2023-06-01',
  },
  '331': {
    message:
      'Date of matching child and adopter(s) should be the same as, or prior to, the date of placement of adoption.',
    reads: { ad1: 'DATE_MATCH', episodes: 'DECOM REC' },
    breaks: ({ DATE_MATCH }, { child }) =>
      child.has('episodes', ({ DECOM, REC }) => isAdoption(REC) && isAfter(DATE_MATCH, DECOM)),
    fails: 'ad1 DATE_MATCH=2023-06-02; episodes DECOM=2023-06-01 DEC=2023-09-01 REC=E11 PLACE=A4',
    passes: 'ad1 DATE_MATCH=2023-06-01; episodes DECOM=2023-06-01 DEC=2023-09-01 REC=E11 PLACE=A4',
  },
  '333': {
    message:
      'Date should be placed for adoption must be on or prior to the date of matching child with adopter(s).',
    reads: { ad1: 'DATE_INT DATE_MATCH' },
    breaks: ({ DATE_INT, DATE_MATCH }) =>
      isFilled(DATE_MATCH) && (isBlank(DATE_INT) || isAfter(DATE_INT, DATE_MATCH)),
    fails: 'ad1 DATE_INT=2023-08-02 DATE_MATCH=2023-08-01',
    passes: 'ad1 DATE_INT=2023-08-01 DATE_MATCH=2023-08-01',
  },
  '334': {
    message:
      'Date child started to be looked after in latest period of care must be on or prior to the date should be placed for adoption.',
    reads: { ad1: 'DATE_INT', episodes: 'DECOM RNE' },
    breaks: ({ DATE_INT }, { child }) =>
      isBefore(
        DATE_INT,
        child
          .rows('episodes')
          .filter(({ cells }) => cells.RNE === 'S')
          .at(-1)?.cells.DECOM,
      ),
    fails: 'ad1 DATE_INT=2023-05-31; episodes DECOM=2023-06-01',
    passes: 'ad1 DATE_INT=2023-06-01; episodes DECOM=2023-06-01',
  },
  '335': {
    message:
      'The current foster value (0) suggests that child is not adopted by current foster carer, but last placement is A2, A3, or A5. Or the current foster value (1) suggests that child is adopted by current foster carer, but last placement is A1, A4 or A6.',
    reads: { ad1: 'FOSTER_CARE', episodes: 'REC PLACE' },
    breaks: ({ FOSTER_CARE }, { child }) =>
      child.has(
        'episodes',
        ({ REC, PLACE }) =>
          isAdoption(REC) &&
          ((FOSTER_CARE === '0' && isWithCarer(PLACE)) || (FOSTER_CARE === '1' && isWithOthers(PLACE))),
      ),
    fails: 'ad1 FOSTER_CARE=0; episodes DEC=2023-09-01 REC=E11 PLACE=A3',
    passes: 'ad1 FOSTER_CARE=1; episodes DEC=2023-09-01 REC=E11 PLACE=A3',
  },
  '511': {
    message:
      'If reporting that the number of person(s) adopting the looked after child is two adopters then the code should only be MM, FF or MF. MM = the adopting couple are both males; FF = the adopting couple are both females; MF = The adopting couple are male and female.',
    reads: { ad1: 'NB_ADOPTR SEX_ADOPTR' },
    breaks: ({ NB_ADOPTR, SEX_ADOPTR }) => NB_ADOPTR === '2' && isOnePerson(SEX_ADOPTR),
    fails: 'ad1 NB_ADOPTR=2 SEX_ADOPTR=F1',
    passes: 'ad1 NB_ADOPTR=2 SEX_ADOPTR=FF',
  },
  '514': sexesOf(
    'L0',
    isOnePerson,
    'Data entry on the legal status of adopters shows a single adopter but data entry for the numbers of adopters shows it as a couple.',
    ['MF', 'M1'],
  ),
  '517': sexesOf(
    'L3',
    isOfTwoSexes,
    'If reporting legal status of adopters is L3 then the genders of adopters should be coded as MF. MF = the adopting couple are male and female.',
    ['FF', 'MF'],
  ),
  '518': sexesOf(
    'L4',
    isSameSexCouple,
    'If reporting legal status of adopters is L4 then the genders of adopters should be coded as MM or FF. MM = the adopting couple are both males. FF = the adopting couple are both females.',
    ['MF', 'FF'],
  ),
  '519': sexesOf(
    'L2',
    isCouple,
    'Data entered on the legal status of adopters shows civil partnership couple, but data entered on genders of adopters does not show it as a couple.',
    ['M1', 'MM'],
  ),
  '520': sexesOf(
    'L11',
    isOfTwoSexes,
    'Data entry on the legal status of adopters shows different gender married couple but data entry on genders of adopters shows it as a same gender couple.',
    ['MM', 'MF'],
  ),
  '524': sexesOf(
    'L12',
    isSameSexCouple,
    'If reporting legal status of adopters is L12 then the genders of adopters should be coded as MM or FF. MM = the adopting couple are both males. FF = the adopting couple are both females',
    ['MF', 'MM'],
  ),
  '521': {
    message:
      'Date of local authority’s decision (LA) that adoption is in the best interests of the child (date should be placed) must be on or prior to the date the child is placed for adoption.',
    reads: { ad1: 'DATE_INT', episodes: 'DECOM PLACE' },
    breaks: ({ DATE_INT }, { child }) =>
      child.has('episodes', ({ DECOM, PLACE }) => isPlacedForAdoption(PLACE) && isAfter(DATE_INT, DECOM)),
    fails: 'ad1 DATE_INT=2023-06-02; episodes DECOM=2023-06-01 PLACE=A4',
    passes: 'ad1 DATE_INT=2023-06-01; episodes DECOM=2023-06-01 PLACE=A4',
  },
  '582': {
    message:
      'Child is showing as ceasing to be looked after due to adoption, but the date of adoption is the same as the date reported for being matched with adopters. In most circumstances we expect the date the child is matched with adopters to be before the date of adoption.',
    reads: { episodes: 'DEC REC', ad1: 'DATE_MATCH' },
    breaks: ({ DEC, REC }, { child }) =>
      isAdoption(REC) && child.has('ad1', ({ DATE_MATCH }) => isSameDay(DEC, DATE_MATCH)),
    fails: 'episodes DEC=2023-09-01 REC=E11 PLACE=A4; ad1 DATE_MATCH=2023-09-01',
    passes: 'episodes DEC=2023-09-01 REC=E11 PLACE=A4; ad1 DATE_MATCH=2023-08-01',
  },
  '601': {
    message:
      'The additional fields relating to adoption have not been completed although the episode data shows that the child was adopted during the year.',
    reads: { episodes: 'DEC REC', ad1: adoptionDetails },
    breaks: ({ DEC, REC }, { child }) =>
      isAdoption(REC) &&
      isWithin(DEC, child.start, child.end) &&
      !child.has('ad1', (cells) => !lacksAdoption(cells)),
    fails: 'episodes DEC=2023-09-01 REC=E11 PLACE=A4; ad1 DATE_MATCH=',
    passes: 'episodes DEC=2023-09-01 REC=E11 PLACE=A4; ad1',
  },
  '602': {
    message:
      'The episode data submitted for this child does not show that he/she was adopted during the year.',
    reads: { ad1: adoptionDetails, episodes: 'DEC REC' },
    breaks: (cells, { child }) => hasAdoption(cells) && !wasAdoptedInYear(child),
    fails: 'ad1; episodes DEC=2023-09-01 REC=E4A',
    passes: 'ad1; episodes DEC=2023-09-01 REC=E12',
  },
}
