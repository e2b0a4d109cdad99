import { preferences } from '../../../domain/matching/criteria.ts'
import type { Profile } from '../../../domain/matching/profile.ts'
import { gradePoints } from '../../../domain/matching/scale.ts'
import type { Scale } from '../../../domain/matching/types.ts'

/** The column of each fact that scales use, in the unit of the scale's steps (tenths of a mile, pence). */
const columns: Record<Scale['fact'], string> = {
  homeMiles: 'home_tenths',
  schoolMiles: 'school_tenths',
  matterMiles: 'matter_tenths',
  weeklyCost: 'weekly_pence',
  inAuthority: 'in_authority',
  siblingsThere: 'siblings_there',
  kin: 'kin',
  typePreferred: 'type_preferred',
  longTermFit: 'long_term_fit',
  preferredMet: 'preferred_met',
  cultureMet: 'culture_met',
  ofstedGrade: 'ofsted_grade',
}

/** SQL of the points that a scale gives: the same whole number as `pointsOf` in the domain. */
function pointsSql(scale: Scale, weight: number): string {
  const column = columns[scale.fact]
  switch (scale.kind) {
    case 'falling': {
      const worst = scale.worst * scale.steps
      return `${weight} * greatest(0, ${worst} - ${column}) / ${worst}` // greatest() ignores null, so an unknown fact earns nothing
    }
    case 'flag':
      return `case when ${column} then ${weight} else 0 end`
    case 'share':
      return `coalesce(${weight} * ${column} / 100, 0)`
    case 'graded': {
      const grades = Object.entries(scale.hundredths).map(
        ([grade, hundredths]) => `when '${grade}' then ${gradePoints(weight, hundredths)}`,
      )
      return `case ${column} ${grades.join(' ')} else 0 end`
    }
  }
}

/** SQL of an option's score: the sum of the points of every preference, by the profile's weights. */
export function scoreSql(profile: Profile): string {
  return preferences.map(({ id, scale }) => pointsSql(scale, profile.weights[id])).join(' + ')
}
