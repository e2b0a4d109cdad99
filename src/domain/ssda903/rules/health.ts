import { validCell } from './invalid-cell.ts'
import { columnsOf, isBefore, isBlank, isFilled, isUpTo } from './terms.ts'
import type { CheckedRow, ChildYear } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

const checks = 'IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT SUBSTANCE_MISUSE'
const interventions = 'INTERVENTION_RECEIVED INTERVENTION_OFFERED'
const items = `CONVICTED HEALTH_CHECK ${checks} ${interventions}`
const sdq = 'SDQ_SCORE SDQ_REASON'
const { anyBlank: lacksCheck } = columnsOf(checks)
const { anyFilled: hasItem } = columnsOf(items)
const { anyFilled: hasOther } = columnsOf(`CONVICTED HEALTH_CHECK ${interventions}`)
const { anyFilled: hasIntervention } = columnsOf(interventions)
const { anyFilled: hasSdq } = columnsOf(sdq)
const { anyFilled: hasInformation } = columnsOf('IN_TOUCH ACTIV ACCOM')
const careAllYear = 'DECOM DEC RNE LS REC'

/** At least so old on 1 April. */
const hadTurned = (age: number, child: ChildYear) => isUpTo(child.turns(age), child.start)
/** Younger on 31 March. */
const isStillUnder = (age: number, child: ChildYear) => isBefore(child.end, child.turns(age))

/** A rule of OC2 about children looked after continuously for the 12 months to 31 March, or about the others. */
const careRule =
  (isAllYear: boolean) =>
  (
    message: string,
    columns: string,
    test: (cells: Cells, child: ChildYear) => boolean,
    [fails, passes]: readonly [string, string],
  ): Rule => ({
    message,
    reads: { oc2: columns, episodes: careAllYear },
    breaks: (cells: Cells, { child }: CheckedRow) =>
      child.isLookedAfterAllYear === isAllYear && test(cells, child),
    fails,
    passes,
  })
const ofAllYear = careRule(true)
const ofOthers = careRule(false)
const allYear = 'episodes DECOM=2022-06-01'
const partOfYear = 'episodes DECOM=2023-06-01'

/** Health, conviction and strengths and difficulties (SDQ) of children looked after for 12 months: OC2. */
export const healthRules: Rules = {
  '180': validCell(
    'Data entry for the strengths and difficulties questionnaire (SDQ) score is invalid.',
    'oc2',
    'SDQ_SCORE',
    { fails: 'SDQ_SCORE=41', passes: 'SDQ_SCORE=40' },
  ),
  '181': validCell(
    'Data items relating to children looked after continuously for 12 months should be completed with a 0 or 1.',
    'oc2',
    items,
    { fails: 'TEETH_CHECK=2', passes: 'TEETH_CHECK=1' },
  ),
  '196': validCell('Strengths and Difficulties (SDQ) reason is not a valid code.', 'oc2', 'SDQ_REASON', {
    fails: 'SDQ_SCORE= SDQ_REASON=SDQ9',
    passes: 'SDQ_SCORE= SDQ_REASON=SDQ2',
  }),
  '157': ofAllYear(
    'Child is aged 4 years or over at the beginning of the year or 16 years or under at the end of the year and Strengths and Difficulties Questionnaire (SDQ) 1 has been recorded as the reason for no Strengths and Difficulties Questionnaire (SDQ) score.',
    `DOB ${sdq}`,
    ({ SDQ_SCORE, SDQ_REASON }, child) =>
      isBlank(SDQ_SCORE) && SDQ_REASON === 'SDQ1' && hadTurned(4, child) && isStillUnder(17, child),
    [
      `oc2 SDQ_SCORE= SDQ_REASON=SDQ1; header DOB=2019-04-01; ${allYear}`,
      `oc2 SDQ_SCORE= SDQ_REASON=SDQ1; header DOB=2019-04-02; ${allYear}`,
    ],
  ),
  '158': {
    message:
      'If a child has been recorded as receiving an intervention for their substance misuse problem, then the additional item on whether an intervention was offered should be left blank.',
    reads: { oc2: interventions },
    breaks: ({ INTERVENTION_RECEIVED, INTERVENTION_OFFERED }) =>
      INTERVENTION_RECEIVED === '1' && isFilled(INTERVENTION_OFFERED),
    fails: 'oc2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=1 INTERVENTION_OFFERED=1',
    passes: 'oc2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=1 INTERVENTION_OFFERED=',
  },
  '159': {
    message:
      'If a child has been recorded as not receiving an intervention for their substance misuse problem, then the additional item on whether an intervention was offered should be completed as well.',
    reads: { oc2: `SUBSTANCE_MISUSE ${interventions}` },
    breaks: ({ SUBSTANCE_MISUSE, INTERVENTION_RECEIVED, INTERVENTION_OFFERED }) =>
      SUBSTANCE_MISUSE === '1' && INTERVENTION_RECEIVED === '0' && isBlank(INTERVENTION_OFFERED),
    fails: 'oc2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=0 INTERVENTION_OFFERED=',
    passes: 'oc2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=0 INTERVENTION_OFFERED=1',
  },
  '182': {
    message:
      'Data entries on immunisations, teeth checks, health assessments and substance misuse problem identified should be completed or all OC2 fields should be left blank.',
    reads: { oc2: items },
    breaks: (cells) => lacksCheck(cells) && hasOther(cells),
    fails: 'oc2 CONVICTED=0 TEETH_CHECK=',
    passes: 'oc2 CONVICTED= TEETH_CHECK=',
  },
  '185': ofOthers(
    'Child has not been looked after continuously for at least 12 months at 31 March but a Strengths and Difficulties (SDQ) score has been completed.',
    'SDQ_SCORE',
    ({ SDQ_SCORE }) => isFilled(SDQ_SCORE),
    [`oc2 SDQ_SCORE=10; ${partOfYear}`, `oc2 SDQ_SCORE=10; ${allYear}`],
  ),
  '186': ofAllYear(
    'Children aged 4 or over at the start of the year and children aged under 17 at the end of the year and who have been looked after for at least 12 months continuously should have a Strengths and Difficulties (SDQ) score completed.',
    `DOB ${sdq}`,
    (cells, child) => !hasSdq(cells) && hadTurned(4, child) && isStillUnder(17, child),
    [
      `oc2 SDQ_SCORE=; header DOB=2019-04-01; ${allYear}`,
      `oc2 SDQ_SCORE=; header DOB=2019-04-02; ${allYear}`,
    ],
  ),
  '188': {
    message:
      'Child is aged under 4 years at the end of the year, but a Strengths and Difficulties (SDQ) score or a reason for no SDQ score has been completed.',
    reads: { oc2: `DOB ${sdq}` },
    breaks: (cells, { child }) => hasSdq(cells) && isBefore(child.end, child.turns(4)),
    fails: 'oc2; header DOB=2020-04-01',
    passes: 'oc2; header DOB=2020-03-31',
  },
  '189': {
    message:
      'Child is aged 17 years or over at the beginning of the year, but an Strengths and Difficulties (SDQ) score or a reason for no Strengths and Difficulties (SDQ) score has been completed.',
    reads: { oc2: `DOB ${sdq}` },
    breaks: (cells, { child }) => hasSdq(cells) && isBefore(child.turns(17), child.start),
    fails: 'oc2; header DOB=2006-03-31',
    passes: 'oc2; header DOB=2006-04-01',
  },
  '190': ofOthers(
    'Child has not been looked after continuously for at least 12 months at 31 March but one or more data items relating to children looked after for 12 months have been completed.',
    items,
    hasItem,
    [`oc2; ${partOfYear}`, `oc2; ${allYear}`],
  ),
  '191': {
    message:
      'Child has been looked after continuously for at least 12 months at 31 March but one or more data items relating to children looked after for 12 months have been left blank.',
    reads: { oc2: checks, episodes: careAllYear },
    foundIn: ['oc2', 'episodes'],
    breaks: (cells, { module, index, child }) =>
      child.isLookedAfterAllYear && (module === 'oc2' ? lacksCheck(cells) : index === 0 && !child.has('oc2')),
    fails: `oc2 TEETH_CHECK=; ${allYear}`,
    passes: `oc2 TEETH_CHECK=; ${partOfYear}`,
  },
  '192': {
    message:
      'Child has been identified as having a substance misuse problem but the additional item on whether an intervention was received has been left blank.',
    reads: { oc2: 'SUBSTANCE_MISUSE INTERVENTION_RECEIVED' },
    breaks: ({ SUBSTANCE_MISUSE, INTERVENTION_RECEIVED }) =>
      SUBSTANCE_MISUSE === '1' && isBlank(INTERVENTION_RECEIVED),
    fails: 'oc2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=',
    passes: 'oc2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=1',
  },
  '193': {
    message:
      'Child not identified as having a substance misuse problem but at least one of the two additional items on whether an intervention were offered and received have been completed.',
    reads: { oc2: `SUBSTANCE_MISUSE ${interventions}` },
    breaks: (cells) => cells.SUBSTANCE_MISUSE !== '1' && hasIntervention(cells),
    fails: 'oc2 SUBSTANCE_MISUSE=0 INTERVENTION_RECEIVED=0',
    passes: 'oc2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=0',
  },
  '197a': {
    message:
      'Reason for no Strengths and Difficulties (SDQ) score is not required if Strengths and Difficulties Questionnaire score is filled in.',
    reads: { oc2: sdq },
    breaks: ({ SDQ_SCORE, SDQ_REASON }) => isFilled(SDQ_SCORE) && isFilled(SDQ_REASON),
    fails: 'oc2 SDQ_SCORE=10 SDQ_REASON=SDQ2',
    passes: 'oc2 SDQ_SCORE= SDQ_REASON=SDQ2',
  },
  '197B': ofAllYear(
    'SDQ score or reason for no SDQ should be reported for 4- or 17-year-olds.',
    `DOB ${sdq}`,
    (cells, child) => !hasSdq(cells) && [4, 17].some((age) => child.birthdayInYear(age) !== undefined),
    [
      `oc2 SDQ_SCORE=; header DOB=2020-03-31; ${allYear}`,
      `oc2 SDQ_SCORE=; header DOB=2020-04-01; ${allYear}`,
    ],
  ),
  '198': ofOthers(
    'Child has not been looked after continuously for at least 12 months at 31 March but a reason for no Strengths and Difficulties (SDQ) score has been completed.',
    'SDQ_REASON',
    ({ SDQ_REASON }) => isFilled(SDQ_REASON),
    [`oc2 SDQ_SCORE= SDQ_REASON=SDQ2; ${partOfYear}`, `oc2 SDQ_SCORE= SDQ_REASON=SDQ2; ${allYear}`],
  ),
  '215': {
    message:
      'Child has care leaver information but one or more data items relating to children looked after for 12 months have been completed.',
    reads: { oc2: items, oc3: 'IN_TOUCH ACTIV ACCOM' },
    breaks: (cells, { child }) => hasItem(cells) && child.has('oc3', hasInformation),
    fails: 'oc2; oc3',
    passes: 'oc2; oc3 IN_TOUCH= ACTIV= ACCOM=',
  },
  '542': {
    message: 'A child aged under 10 at 31 March should not have conviction information completed.',
    reads: { oc2: 'DOB CONVICTED' },
    breaks: ({ CONVICTED }, { child }) => isFilled(CONVICTED) && isBefore(child.end, child.turns(10)),
    fails: 'oc2 CONVICTED=0; header DOB=2014-04-01',
    passes: 'oc2 CONVICTED=0; header DOB=2014-03-31',
  },
  '543': ofAllYear(
    'Child is aged 10 or over at 31 March and has been looked after continuously for 12 months yet conviction information has not been completed.',
    'DOB CONVICTED',
    ({ CONVICTED }, child) => isBlank(CONVICTED) && isUpTo(child.turns(10), child.end),
    [
      `oc2 CONVICTED=; header DOB=2014-03-31; ${allYear}`,
      `oc2 CONVICTED=; header DOB=2014-04-01; ${allYear}`,
    ],
  ),
  '544': {
    message:
      'Any child who has conviction information completed must also have immunisation, teeth check, health assessment and substance misuse problem identified fields completed.',
    reads: { oc2: `CONVICTED ${checks}` },
    breaks: (cells) => isFilled(cells.CONVICTED) && lacksCheck(cells),
    fails: 'oc2 CONVICTED=1 TEETH_CHECK=',
    passes: 'oc2 CONVICTED=1 TEETH_CHECK=0',
  },
  '545': ofAllYear(
    'Child is aged under 5 at 31 March and has been looked after continuously for 12 months yet health promotion information has not been completed.',
    'DOB HEALTH_CHECK',
    ({ HEALTH_CHECK }, child) => isBlank(HEALTH_CHECK) && isStillUnder(5, child),
    [
      `oc2 HEALTH_CHECK=; header DOB=2019-04-01; ${allYear}`,
      `oc2 HEALTH_CHECK=; header DOB=2019-03-31; ${allYear}`,
    ],
  ),
  '546': {
    message: 'Children aged 5 or over at 31 March should not have health promotion information completed.',
    reads: { oc2: 'DOB HEALTH_CHECK' },
    breaks: ({ HEALTH_CHECK }, { child }) => isFilled(HEALTH_CHECK) && isUpTo(child.turns(5), child.end),
    fails: 'oc2 HEALTH_CHECK=1; header DOB=2019-03-31',
    passes: 'oc2 HEALTH_CHECK=1; header DOB=2019-04-01',
  },
  '547': {
    message:
      'Any child who has health promotion information completed must also have immunisation, teeth check, health assessment and substance misuse problem identified fields completed.',
    reads: { oc2: `HEALTH_CHECK ${checks}` },
    breaks: (cells) => isFilled(cells.HEALTH_CHECK) && lacksCheck(cells),
    fails: 'oc2 HEALTH_CHECK=1 TEETH_CHECK=',
    passes: 'oc2 HEALTH_CHECK=1 TEETH_CHECK=0',
  },
}
