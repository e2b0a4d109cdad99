import { ofstedGrades } from '../../codes.ts'
import type { Prefer } from '../types.ts'

/** The latest Ofsted judgement of the home, else of its agency. Met by good and outstanding. */
export const ofstedGrade = {
  id: 'ofsted-grade',
  kind: 'prefer',
  title: 'Judged good or outstanding',
  scale: {
    kind: 'graded',
    fact: 'ofstedGrade',
    hundredths: {
      outstanding: 100,
      good: 80,
      'not-yet-inspected': 40,
      'requires-improvement': 30,
      inadequate: 0,
    },
  },
  judge(_need, { ofstedGrade: grade }) {
    if (grade === null) return { met: null, detail: 'No Ofsted judgement is recorded.' }
    return {
      met: grade === 'not-yet-inspected' ? null : grade === 'outstanding' || grade === 'good',
      detail:
        grade === 'not-yet-inspected' ? 'Not yet inspected by Ofsted.' : `Ofsted: ${ofstedGrades[grade]}.`,
    }
  },
} as const satisfies Prefer
