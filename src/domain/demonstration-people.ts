import type { Role } from './access.ts'
import type { Office } from './gates/offices.ts'

/** Whom one may be in the demonstration: made-up people, each with a role and, where they decide, an office. */
export interface DemonstrationPerson {
  subject: string
  role: Role
  title: string
  does: string
  office?: Office
}

export const demonstrationPeople: readonly DemonstrationPerson[] = [
  {
    subject: 'demonstration',
    role: 'placements',
    title: 'Placements officer',
    does: 'Takes requests, looks for beds, holds them, agrees and starts placements.',
  },
  {
    subject: 'demonstration-nominated-officer',
    role: 'panel',
    title: 'Nominated officer',
    does: "Decides on placements outside the authority's area, and with parents.",
    office: 'nominated-officer',
  },
  {
    subject: 'demonstration-dcs',
    role: 'panel',
    title: "Director of children's services",
    does: 'Decides on placements at a distance.',
    office: 'dcs',
  },
  {
    subject: 'demonstration-head-of-service',
    role: 'panel',
    title: 'Head of service',
    does: "Decides on emergency beds and on the authority's own rule of miles; chairs panels.",
    office: 'head-of-service',
  },
  {
    subject: 'demonstration-fostering-service',
    role: 'panel',
    title: 'Fostering service',
    does: "Decides on carers' terms of approval.",
    office: 'fostering-service',
  },
  {
    subject: 'demonstration-data',
    role: 'data',
    title: 'Data officer',
    does: 'Loads the returns, and looks after the records.',
  },
  {
    subject: 'demonstration-data-protection',
    role: 'data-protection',
    title: 'Data protection officer',
    does: 'Answers for what is kept of people, for how long, and who reads it.',
  },
  {
    subject: 'demonstration-analyst',
    role: 'bi',
    title: 'Analyst',
    does: 'Reads the figures, by whatever divides them, and never a child.',
  },
  {
    subject: 'demonstration-administrator',
    role: 'admin',
    title: 'Administrator',
    does: 'Gives keys to systems, and may do all that others may.',
  },
]
