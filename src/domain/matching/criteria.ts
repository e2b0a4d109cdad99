import { ageWithinRegistration } from './must/age-within-registration.ts'
import { bedForTheStay } from './must/bed-for-the-stay.ts'
import { capabilitiesMet } from './must/capabilities-met.ts'
import { enoughBeds } from './must/enough-beds.ts'
import { freeEveryNight } from './must/free-every-night.ts'
import { inAuthorityAsAsked } from './must/in-authority-as-asked.ts'
import { legalMinimumAge } from './must/legal-minimum-age.ts'
import { sexAccepted } from './must/sex-accepted.ts'
import { takesSiblings } from './must/takes-siblings.ts'
import { typeNotRuledOut } from './must/type-not-ruled-out.ts'
import { withinMiles } from './must/within-miles.ts'
import { cost } from './prefer/cost.ts'
import { distanceToHome } from './prefer/distance-to-home.ts'
import { distanceToSchool } from './prefer/distance-to-school.ts'
import { inAuthority } from './prefer/in-authority.ts'
import { ofstedGrade } from './prefer/ofsted-grade.ts'
import { siblingsThere } from './prefer/siblings-there.ts'

/** What an option must be to be offered at all. */
export const musts = [
  freeEveryNight,
  enoughBeds,
  takesSiblings,
  bedForTheStay,
  ageWithinRegistration,
  legalMinimumAge,
  sexAccepted,
  capabilitiesMet,
  typeNotRuledOut,
  withinMiles,
  inAuthorityAsAsked,
] as const

/** What ranks the options, in the order of Children Act 1989 s22C(8) and (9), then what the law leaves open. */
export const preferences = [
  distanceToHome,
  distanceToSchool,
  siblingsThere,
  inAuthority,
  ofstedGrade,
  cost,
] as const

export type MustId = (typeof musts)[number]['id']
export type PreferId = (typeof preferences)[number]['id']
