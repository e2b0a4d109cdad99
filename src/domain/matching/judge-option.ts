import { musts, preferences, type MustId, type PreferId } from './criteria.ts'
import type { Profile } from './profile.ts'
import { pointsOf } from './scale.ts'
import type { Judgement, Need, Option } from './types.ts'

export interface Reason extends Judgement {
  criterion: MustId | PreferId
  kind: 'must' | 'prefer'
  /** 0 for a must. */
  points: number
}

/** Every reason for and against an option. The score is the sum of the points. */
export function judgeOption(
  need: Need,
  option: Option,
  profile: Profile,
): { score: number; reasons: Reason[] } {
  const kept = musts.flatMap((must): Reason[] => {
    const judgement = must.judge(need, option)
    return judgement === null ? [] : [{ criterion: must.id, kind: 'must', points: 0, ...judgement }]
  })
  const earned = preferences.flatMap((prefer): Reason[] => {
    const judgement = prefer.judge(need, option)
    if (judgement === null) return []
    const points = pointsOf(prefer.scale, profile.weights[prefer.id], option)
    return [{ criterion: prefer.id, kind: 'prefer', points, ...judgement }]
  })
  const reasons = [...kept, ...earned]
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons }
}

/** Whether no must speaks against the option. One that cannot be told does not. */
export function isOffered(need: Need, option: Option): boolean {
  return musts.every((must) => must.judge(need, option)?.met !== false)
}
