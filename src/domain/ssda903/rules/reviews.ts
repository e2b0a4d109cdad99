import { validCell } from './invalid-cell.ts'
import { isAfter, isBefore, oneOf } from './terms.ts'
import type { Rules } from './rule.ts'

const tookPartInSomeWay = oneOf('PN1 PN2 PN3 PN4 PN5 PN6 PN7')

/** Reviews, and how the child took part. */
export const reviewRules: Rules = {
  '166': validCell('Date of review is invalid or blank.', 'reviews', 'REVIEW', {
    isNeeded: true,
    fails: 'REVIEW=?',
    passes: 'REVIEW=2023-09-01',
  }),
  '167': validCell('Data entry for participation is invalid or blank.', 'reviews', 'REVIEW_CODE', {
    isNeeded: true,
    fails: 'REVIEW_CODE=',
    passes: 'REVIEW_CODE=PN1',
  }),
  '440': {
    message:
      'Participation method indicates child was under 4 years old at the time of the review, but date of birth and review date indicates the child was 4 years old or over.',
    reads: { reviews: 'REVIEW REVIEW_CODE DOB' },
    breaks: ({ REVIEW, REVIEW_CODE }, { child }) => REVIEW_CODE === 'PN0' && isAfter(REVIEW, child.turns(4)),
    fails: 'reviews REVIEW_CODE=PN0 REVIEW=2023-09-02; header DOB=2019-09-01',
    passes: 'reviews REVIEW_CODE=PN0 REVIEW=2023-09-01; header DOB=2019-09-01',
  },
  '441': {
    message:
      'Participation method indicates child was 4 years old or over at the time of the review, but the date of birth and review date indicates the child was under 4 years old.',
    reads: { reviews: 'REVIEW REVIEW_CODE DOB' },
    breaks: ({ REVIEW, REVIEW_CODE }, { child }) =>
      tookPartInSomeWay(REVIEW_CODE) && isBefore(REVIEW, child.turns(4)),
    fails: 'reviews REVIEW_CODE=PN1 REVIEW=2023-08-31; header DOB=2019-09-01',
    passes: 'reviews REVIEW_CODE=PN1 REVIEW=2023-09-01; header DOB=2019-09-01',
  },
}
