import { validCell } from './invalid-cell.ts'
import { isBefore, isBlank, isFemale, isFilled, isFrom, isMale, isShortBreak, isUpTo } from './terms.ts'
import type { CheckedRow } from './child-year.ts'
import type { Rules } from './rule.ts'

const headerLastYear = ({ child }: CheckedRow) => child.last?.first('header')

/** Mothers: Header. */
export const motherRules: Rules = {
  '165': {
    message: 'Data entry for mother status is invalid.',
    reads: { header: 'SEX MOTHER', episodes: 'DECOM DEC LS' },
    breaks: ({ SEX, MOTHER }, { child }) =>
      MOTHER === '' ||
      (isMale(SEX) && isFilled(MOTHER)) ||
      (isFemale(SEX) && isBlank(MOTHER) && child.isLookedAfterInYear),
    fails: 'header SEX=1 MOTHER=0; episodes',
    passes: 'header SEX=2 MOTHER=0; episodes',
  },
  '171': validCell('Date of birth of mother’s child is not a valid date.', 'header', 'MC_DOB', {
    fails: 'MC_DOB=?',
    passes: 'MC_DOB=2023-12-01',
  }),
  '174': {
    message: 'Mother’s child date of birth is recorded but sex shows that the child is a male.',
    reads: { header: 'SEX MC_DOB' },
    breaks: ({ SEX, MC_DOB }) => isMale(SEX) && isFilled(MC_DOB),
    fails: 'header SEX=1 MC_DOB=2023-12-01',
    passes: 'header SEX=2 MC_DOB=2023-12-01',
  },
  '207': {
    message:
      'Mother status for the current year disagrees with the mother status already recorded for this child.',
    reads: { header: 'MOTHER', 'last header': 'MOTHER', episodes: '' },
    breaks: ({ MOTHER }, row) =>
      headerLastYear(row)?.MOTHER === '1' && MOTHER !== '1' && row.child.has('episodes'),
    fails: 'header MOTHER=0; last header MOTHER=1; episodes',
    passes: 'header MOTHER=1; last header MOTHER=0; episodes',
  },
  '393': {
    message: 'Child is looked after but mother field is not completed.',
    reads: { header: 'SEX MOTHER', episodes: 'LS' },
    breaks: ({ SEX, MOTHER }, { child }) =>
      isFemale(SEX) && isBlank(MOTHER) && child.has('episodes', ({ LS }) => !isShortBreak(LS)),
    fails: 'header SEX=2 MOTHER=; episodes LS=V2',
    passes: 'header SEX=2 MOTHER=; episodes LS=V4',
  },
  '607': {
    message: 'Child ceased to be looked after in the year, but mother field has not been completed.',
    reads: { header: 'SEX MOTHER', episodes: 'DEC REC LS' },
    breaks: ({ SEX, MOTHER }, { child }) =>
      isFemale(SEX) &&
      isBlank(MOTHER) &&
      child.has(
        'episodes',
        ({ DEC, REC, LS }) =>
          isFilled(REC) &&
          REC !== 'X1' &&
          !isShortBreak(LS) &&
          isFrom(DEC, child.start) &&
          isUpTo(DEC, child.end),
      ),
    fails: 'header SEX=2 MOTHER=; episodes DEC=2023-08-01 REC=E4A',
    passes: 'header SEX=2 MOTHER=; episodes DEC=2023-08-01 REC=X1',
  },
  '611': {
    message: 'Date of birth field is blank, but child is a mother.',
    reads: { header: 'MOTHER MC_DOB' },
    breaks: ({ MOTHER, MC_DOB }) => MOTHER === '1' && isBlank(MC_DOB),
    fails: 'header MOTHER=1 MC_DOB=',
    passes: 'header MOTHER=1 MC_DOB=2023-12-01',
  },
  '612': {
    message: 'Date of birth field has been completed but mother field indicates child is not a mother.',
    reads: { header: 'SEX MOTHER MC_DOB' },
    breaks: ({ SEX, MOTHER, MC_DOB }) => isFemale(SEX) && MOTHER !== '1' && isFilled(MC_DOB),
    fails: 'header SEX=2 MOTHER=0 MC_DOB=2023-12-01',
    passes: 'header SEX=2 MOTHER=1 MC_DOB=2023-12-01',
  },
  '620': {
    message:
      'Child has been recorded as a mother, but date of birth shows that the mother is under 11 years of age.',
    reads: { header: 'DOB MOTHER' },
    breaks: ({ MOTHER }, { child }) => MOTHER === '1' && isBefore(child.start, child.turns(11)),
    fails: 'header MOTHER=1 DOB=2012-04-02',
    passes: 'header MOTHER=1 DOB=2012-04-01',
  },
  '621': {
    message:
      'Mother’s field has been completed but date of birth shows that the mother is younger than her child.',
    reads: { header: 'DOB MC_DOB' },
    breaks: ({ DOB, MC_DOB }) => isUpTo(MC_DOB, DOB),
    fails: 'header DOB=2010-06-15 MC_DOB=2010-06-15',
    passes: 'header DOB=2010-06-15 MC_DOB=2023-12-01',
  },
  '624': {
    message:
      'Date of birth of the first child contradicts the date of birth of the first child previously recorded.',
    reads: { header: 'MC_DOB', 'last header': 'MC_DOB' },
    breaks: ({ MC_DOB }, row) => {
      const earlier = headerLastYear(row)?.MC_DOB
      return isFilled(earlier) && earlier !== MC_DOB
    },
    fails: 'header MC_DOB=2022-12-01; last header MC_DOB=2022-12-02',
    passes: 'header MC_DOB=2022-12-01; last header MC_DOB=2022-12-01',
  },
  '625': {
    message:
      'Date of birth of the first child is beyond the end of this reporting year or the date the child ceased to be looked after.',
    reads: { header: 'MC_DOB', episodes: 'DEC REC' },
    breaks: ({ MC_DOB }, { child }) => {
      const { DEC, REC } = child.final('episodes') ?? {}
      return isBefore(child.end, MC_DOB) || (REC !== 'X1' && isBefore(DEC, MC_DOB))
    },
    fails: 'header MC_DOB=2023-12-01; episodes DEC=2023-11-30 REC=E4A',
    passes: 'header MC_DOB=2023-12-01; episodes DEC=2023-12-01 REC=E4A',
  },
  '626': {
    message:
      'Child was reported as a mother but the date of birth of the first child is before the current year which contradicts with the mother status recorded last year.',
    reads: { header: 'MOTHER MC_DOB', 'last header': 'MOTHER' },
    breaks: ({ MOTHER, MC_DOB }, row) =>
      MOTHER === '1' && headerLastYear(row)?.MOTHER === '0' && isBefore(MC_DOB, row.child.start),
    fails: 'header MOTHER=1 MC_DOB=2023-03-31; last header MOTHER=0',
    passes: 'header MOTHER=1 MC_DOB=2023-04-01; last header MOTHER=0',
  },
  '628': {
    message:
      'Motherhood details are not required for care leavers who have not been looked after during the year.',
    reads: { header: 'MOTHER', oc3: 'IN_TOUCH ACTIV ACCOM', episodes: '' },
    breaks: ({ MOTHER }, { child }) => isFilled(MOTHER) && child.has('oc3') && !child.has('episodes'),
    fails: 'header MOTHER=1; oc3',
    passes: 'header MOTHER=1; oc3; episodes',
  },
}
