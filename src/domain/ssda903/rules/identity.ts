import { validCell } from './invalid-cell.ts'
import { isBefore, isBlank, isFemale, isFilled, isMale, isShortBreak, isUpTo, oneOf } from './terms.ts'
import type { CheckedRow } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

const isUnknownUpn = oneOf('UN1 UN2 UN3 UN4 UN5')
/** Codes were 1 and 2 up to 2023/24. */
const sexOf = (value: string | undefined) => (isMale(value) ? 'M' : isFemale(value) ? 'F' : value)

/** What the child's Header of last year says; undefined where the child was not in it. */
const headerLastYear = ({ child }: CheckedRow): Cells | undefined => child.last?.first('header')

/** A cell of Header that must say what last year's said. */
const sameAsLastYear = (message: string, column: string, fails: string, passes: string): Rule => ({
  message,
  reads: { header: column, 'last header': column },
  breaks: (cells, row) => {
    const earlier = headerLastYear(row)
    return earlier !== undefined && sexOf(earlier[column]) !== sexOf(cells[column])
  },
  fails,
  passes,
})

/** Who the child is: Header. */
export const identityRules: Rules = {
  '101': validCell('The child or young person’s reported sex is not valid.', 'header', 'SEX', {
    isNeeded: true,
    fails: 'SEX=?',
    passes: 'SEX=1',
  }),
  '102': validCell('Date of birth is not a valid date.', 'header', 'DOB', {
    isNeeded: true,
    fails: 'DOB=?',
    passes: 'DOB=2012-02-29',
  }),
  '103': validCell('The ethnicity code is either not valid or has not been entered.', 'header', 'ETHNIC', {
    isNeeded: true,
    fails: 'ETHNIC=',
    passes: 'ETHNIC=WBRI',
  }),
  '168': {
    message:
      'Unique Pupil Number (UPN) is not valid. If unknown, default codes should be UN1, UN2, UN3, UN4 or UN5.',
    reads: { header: 'UPN' },
    breaks: ({ UPN }) => UPN === '' || /^[IOS]/.test(UPN ?? ''),
    fails: 'header UPN=S123456789012',
    passes: 'header UPN=UN5',
  },
  '202': sameAsLastYear(
    'The gender code conflicts with the gender already recorded for this child.',
    'SEX',
    'header SEX=1; last header SEX=2',
    'header SEX=1; last header SEX=1',
  ),
  '203': sameAsLastYear(
    'Date of birth disagrees with the date of birth already recorded for this child.',
    'DOB',
    'header DOB=2010-05-06; last header DOB=2010-06-05',
    'header DOB=2010-05-06; last header DOB=2010-05-06',
  ),
  '204': sameAsLastYear(
    'Ethnic origin code disagrees with the ethnic origin already recorded for this child.',
    'ETHNIC',
    'header ETHNIC=WBRI; last header ETHNIC=WIRI',
    'header ETHNIC=WBRI; last header ETHNIC=WBRI',
  ),
  '208': {
    message:
      'Unique Pupil Number (UPN) for the current year disagrees with the Unique Pupil Number (UPN) already recorded for this child.',
    reads: { header: 'UPN', 'last header': 'UPN' },
    // What was unknown may become known, and the reason for not knowing may follow UN1 (not yet of school age).
    breaks: ({ UPN }, row) => {
      const earlier = headerLastYear(row)
      if (!earlier || UPN === earlier.UPN) return false
      const wasUnknown = isBlank(earlier.UPN) || isUnknownUpn(earlier.UPN)
      if (wasUnknown && isFilled(UPN) && !isUnknownUpn(UPN)) return false
      return !((isBlank(earlier.UPN) || earlier.UPN === 'UN1') && isUnknownUpn(UPN))
    },
    fails: 'header UPN=A123456789012; last header UPN=A123456789013',
    passes: 'header UPN=A123456789012; last header UPN=UN4',
  },
  '209': {
    message:
      'Child looked after is of school age and should not have an unknown Unique Pupil Number (UPN) code of UN1.',
    reads: { header: 'UPN DOB' },
    breaks: ({ UPN }, { child }) => UPN === 'UN1' && isUpTo(child.turns(4), `${child.whole.year - 2}-08-31`),
    fails: 'header UPN=UN1 DOB=2018-08-31',
    passes: 'header UPN=UN1 DOB=2018-09-01',
  },
  '210': {
    message:
      'Children looked after for more than a week at 31 March should not have an unknown Unique Pupil Number (UPN) code of UN4.',
    reads: { header: 'UPN', episodes: 'DECOM DEC LS RNE' },
    breaks: ({ UPN }, { child }) =>
      UPN === 'UN4' &&
      child.isLookedAfterOn(child.end) &&
      isBefore(child.startOfCare, `${child.whole.year}-03-24`),
    fails: 'header UPN=UN4; episodes DECOM=2024-03-23',
    passes: 'header UPN=UN4; episodes DECOM=2024-03-24',
  },
  '232': {
    message: 'Sex of the child/young person has been reported as unknown.',
    from: 2025,
    reads: { header: 'SEX' },
    breaks: ({ SEX }) => SEX === 'U',
    fails: 'header SEX=U',
    passes: 'header SEX=F',
  },
  '301': {
    message: 'Date of birth falls after the year ended.',
    reads: { header: 'DOB' },
    breaks: ({ DOB }, { child }) => isBefore(child.end, DOB),
    fails: 'header DOB=2024-04-01',
    passes: 'header DOB=2024-03-31',
  },
  '351': {
    message: 'Child was over 25 at the start of the current collection year.',
    reads: { header: 'DOB' },
    breaks: (_, { child }) => isBefore(child.turns(25), child.start),
    fails: 'header DOB=1998-03-31',
    passes: 'header DOB=1998-04-01',
  },
  '442': {
    message: 'Unique Pupil Number (UPN) field is not completed.',
    reads: { header: 'UPN', episodes: 'LS' },
    breaks: ({ UPN }, { child }) => isBlank(UPN) && child.has('episodes', ({ LS }) => !isShortBreak(LS)),
    fails: 'header UPN=; episodes LS=C2',
    passes: 'header UPN=; episodes LS=V3',
  },
  '444': {
    message: 'Duplicate UPN has been reported',
    from: 2026,
    reads: { header: 'UPN' },
    breaks: ({ UPN }, { child }) =>
      isFilled(UPN) && !isUnknownUpn(UPN) && (child.whole.pupils.get(UPN ?? '') ?? 0) > 1,
    fails: 'header UPN=A123456789012; other header UPN=A123456789012',
    passes: 'header UPN=UN5; other header UPN=UN5',
  },
  EPI: {
    message: 'WARNING: Episodes need to be loaded for this child before further validation is possible',
    reads: { header: '', episodes: '' },
    mayRead: { oc3: '' },
    breaks: (_, { child }) => !child.has('episodes') && !child.has('oc3'),
    fails: 'header',
    passes: 'episodes',
  },
}
