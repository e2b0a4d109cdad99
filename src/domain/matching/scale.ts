import type { OfstedGrade, Option, Scale } from './types.ts'

/** The points that an option earns on a scale: a whole number from 0 to `weight`, rounded down. */
export function pointsOnScale(scale: Scale, weight: number, option: Option): number {
  const fact = option[scale.fact]
  if (fact === null) return 0
  switch (scale.kind) {
    case 'falling': {
      const worst = scale.worst * scale.steps
      const short = Math.max(0, worst - Math.round(Number(fact) * scale.steps))
      return Math.floor((weight * short) / worst)
    }
    case 'flag':
      return fact === true ? weight : 0
    case 'share':
      return gradePoints(weight, Number(fact))
    case 'graded':
      return gradePoints(weight, scale.hundredths[fact as OfstedGrade])
  }
}

/** `hundredths` per cent of a weight, rounded down to whole points. */
export function gradePoints(weight: number, hundredths: number): number {
  return Math.floor((weight * hundredths) / 100)
}
