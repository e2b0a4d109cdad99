import { ageOn, type CivilDate } from '../dates.ts'
import type { GateRule } from './types.ts'

/** Years 10 and 11: those who were 14 or 15 on the 31 August before the school year that holds the day. */
function isInKeyStage4(dateOfBirth: CivilDate, day: CivilDate): boolean {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0)
  return [14, 15].includes(ageOn(dateOfBirth, `${year}-08-31`))
}

/** A move that may disrupt the schooling of a child in the fourth key stage. An emergency is exempt (reg. 10(4)). */
export const keyStage4Move = {
  id: 'key-stage-4-move',
  title: 'A move in years 10 or 11 that may disrupt schooling',
  regulation: 'CPPCR 2010 reg. 10',
  standsBecause: ({ isMove, emergency, keepsSchool, child, from }) => {
    if (!isMove || emergency || keepsSchool === true || !isInKeyStage4(child.dateOfBirth, from)) return null
    return keepsSchool === false
      ? 'The child is in year 10 or 11 and would change school.'
      : 'The child is in year 10 or 11, and nobody has said that the school stays the same.'
  },
  opens: {
    by: 'decision',
    office: 'nominated-officer',
    confirms: {
      'designated-teacher-consulted': 'The designated teacher has been consulted.',
      'iro-informed': 'The independent reviewing officer has been consulted.',
      'childs-wishes': "The child's wishes and feelings have been heard and considered.",
    },
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
