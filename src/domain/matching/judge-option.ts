import { musts, preferences, type MustId, type PreferId } from './criteria.ts'
import type { Profile } from './profile.ts'
import { pointsOnScale } from './scale.ts'
import type { Judgement, Need, Option } from './types.ts'

export interface Reason extends Judgement {
  criterion: MustId | PreferId
  kind: 'must' | 'prefer'
  /** 0 for a must. */
  points: number
}

/** All reasons for and against an option. The score is the sum of their points, 0 to 100. */
export function judgeOption(
  need: Need,
  option: Option,
  profile: Profile,
): { score: number; reasons: Reason[] } {
  const mustReasons = musts.flatMap((must): Reason[] => {
    const judgement = must.judge(need, option)
    return judgement === null ? [] : [{ criterion: must.id, kind: 'must', points: 0, ...judgement }]
  })
  const preferReasons = preferences.flatMap((prefer): Reason[] => {
    const judgement = prefer.judge(need, option)
    if (judgement === null) return []
    const points = pointsOnScale(prefer.scale, profile.weights[prefer.id], option)
    return [{ criterion: prefer.id, kind: 'prefer', points, ...judgement }]
  })
  const reasons = [...mustReasons, ...preferReasons]
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons }
}

/** Whether an option is offered: no must is judged not met. A must that cannot be decided does not exclude it. */
export function isOffered(need: Need, option: Option): boolean {
  return musts.every((must) => must.judge(need, option)?.met !== false)
}
