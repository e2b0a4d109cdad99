import type { MustId } from '../matching/criteria.ts'
import type { Office } from './offices.ts'

/**
 * What becomes of a must of the search at the door: at hold, agreement, move and start.
 * `refused`: nobody overrides it. `override`: the holder of an office may, in writing and until a day.
 * `elsewhere`: a gate, a constraint or the question itself sees to it.
 */
export type AtTheDoor =
  | { binds: 'refused'; because: string }
  | { binds: 'override'; office: Office }
  | { binds: 'elsewhere'; by: string }

/** The child's own musts bind the act, not only the search. Who may override which is our reading of practice. */
export const mustsAtTheDoor: Readonly<Record<MustId, AtTheDoor>> = {
  'not-suspended': {
    binds: 'refused',
    because: "Lifting it is Ofsted's or the fostering service's decision: record that it has ended.",
  },
  'legal-minimum-age': { binds: 'refused', because: 'The law sets the age.' },
  'must-not-live-together': {
    binds: 'refused',
    because: 'End the separation on record, if it is over, before anything else.',
  },
  'takes-parent-and-child': {
    binds: 'refused',
    because:
      "The home's registration, or the carer's terms, say whether it takes both: record it with the home.",
  },
  'type-not-ruled-out': { binds: 'override', office: 'head-of-service' },
  'solo-where-required': { binds: 'override', office: 'head-of-service' },
  'company-suits': { binds: 'override', office: 'head-of-service' },
  'capabilities-met': { binds: 'override', office: 'head-of-service' },
  'place-not-to-avoid': { binds: 'override', office: 'dcs' },
  'ofsted-gateway': { binds: 'override', office: 'head-of-service' },
  registered: { binds: 'elsewhere', by: 'the gates of settings under 16 and of registration' },
  'places-within-registration': { binds: 'elsewhere', by: 'the gates of registration and of the terms' },
  'age-within-registration': { binds: 'elsewhere', by: 'the gates of registration and of the terms' },
  'sex-accepted': { binds: 'elsewhere', by: 'the gates of registration and of the terms' },
  'free-every-night': { binds: 'elsewhere', by: 'the constraint on the use of a bed' },
  'enough-beds': { binds: 'elsewhere', by: 'the constraint on the use of a bed' },
  'bed-for-the-stay': { binds: 'elsewhere', by: 'the gate of emergency beds' },
  'takes-siblings': { binds: 'elsewhere', by: 'the search: it is asked of a group, not of a child' },
  'in-authority-as-asked': { binds: 'elsewhere', by: 'the search: it is a filter' },
  'within-miles': { binds: 'elsewhere', by: 'the search: it is a filter' },
}

/** The musts that the holder of an office may override. */
export const overridableMusts = Object.entries(mustsAtTheDoor).flatMap(([must, door]) =>
  door.binds === 'override' ? [must as MustId] : [],
) as [MustId, ...MustId[]]
