import { ofstedGrades } from '../../codes.ts'
import type { Prefer } from '../types.ts'

/**
 * The latest Ofsted judgement of the home, else of its provider. Met by good and outstanding, and by the best outcome of
 * supported accommodation.
 */
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
      'consistently-strong': 90,
      inconsistent: 30,
      'serious-or-widespread-weaknesses': 0,
    },
  },
  judge(_need, { ofstedGrade: grade }) {
    if (grade === null) return { met: null, detail: 'No Ofsted judgement is recorded.' }
    return {
      met:
        grade === 'not-yet-inspected' ? null : ['outstanding', 'good', 'consistently-strong'].includes(grade),
      detail:
        grade === 'not-yet-inspected' ? 'Not yet inspected by Ofsted.' : `Ofsted: ${ofstedGrades[grade]}.`,
    }
  },
} as const satisfies Prefer
