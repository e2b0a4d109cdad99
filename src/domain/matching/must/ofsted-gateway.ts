import { ofstedGrades, supportedOutcomes } from '../../codes.ts'
import type { GatewayGrade, Must, OfstedGrade } from '../types.ts'

const worse: Readonly<Record<GatewayGrade, readonly OfstedGrade[]>> = {
  outstanding: ['good', 'requires-improvement', 'inadequate'],
  good: ['requires-improvement', 'inadequate'],
  'requires-improvement': ['inadequate'],
}

/** Supported accommodation is judged on a scale of its own, of which no more than the lowest outcome is below any grade. */
const LOWEST_OUTCOME = 'serious-or-widespread-weaknesses'
const isOutcome = (grade: OfstedGrade): boolean => supportedOutcomes.some((outcome) => outcome === grade)

/** The judgements below a minimum grade. A home not yet inspected is not below it. */
export const gradesBelow = (gateway: GatewayGrade): readonly OfstedGrade[] => [
  ...worse[gateway],
  LOWEST_OUTCOME,
]

/** A home below the minimum grade of the authority's profile is offered only with a named exemption. */
export const ofstedGateway = {
  id: 'ofsted-gateway',
  kind: 'must',
  title: 'Judged well enough, or exempted by name',
  judge({ gateway }, { ofstedGrade: grade }) {
    if (gateway === null) return null
    if (grade === null) return { met: null, detail: 'No Ofsted judgement is recorded: find out what it is.' }
    if (grade === 'not-yet-inspected')
      return { met: null, detail: 'Not yet inspected by Ofsted: find out how it is run.' }
    if (grade === 'inconsistent')
      return {
        met: null,
        detail: 'Ofsted: Inconsistent, an outcome of supported accommodation and no grade: weigh it.',
      }
    if (!gradesBelow(gateway.grade).includes(grade))
      return { met: true, detail: `Ofsted: ${ofstedGrades[grade]}.` }
    const limit = isOutcome(grade) ? 'the lowest outcome' : `below ${ofstedGrades[gateway.grade]}`
    const finding = `Ofsted: ${ofstedGrades[grade]}, ${limit}`
    return gateway.exemption === null
      ? { met: false, detail: `${finding}: it needs a named exemption.` }
      : { met: true, detail: `${finding}; exempted: ${gateway.exemption}.` }
  },
} as const satisfies Must
