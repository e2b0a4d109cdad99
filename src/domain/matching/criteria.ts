import { ageWithinRegistration } from './must/age-within-registration.ts'
import { bedForTheStay } from './must/bed-for-the-stay.ts'
import { capabilitiesMet } from './must/capabilities-met.ts'
import { companySuits } from './must/company-suits.ts'
import { enoughBeds } from './must/enough-beds.ts'
import { freeEveryNight } from './must/free-every-night.ts'
import { inAuthorityAsAsked } from './must/in-authority-as-asked.ts'
import { legalMinimumAge } from './must/legal-minimum-age.ts'
import { mustNotLiveTogether } from './must/must-not-live-together.ts'
import { notSuspended } from './must/not-suspended.ts'
import { ofstedGateway } from './must/ofsted-gateway.ts'
import { placesWithinRegistration } from './must/places-within-registration.ts'
import { ofstedRegistration } from './must/registered.ts'
import { placeNotToAvoid } from './must/place-not-to-avoid.ts'
import { sexAccepted } from './must/sex-accepted.ts'
import { soloWhereRequired } from './must/solo-where-required.ts'
import { takesParentAndChild } from './must/takes-parent-and-child.ts'
import { takesSiblings } from './must/takes-siblings.ts'
import { typeNotRuledOut } from './must/type-not-ruled-out.ts'
import { withinMiles } from './must/within-miles.ts'
import { cost } from './prefer/cost.ts'
import { cultureFaithLanguage } from './prefer/culture-faith-language.ts'
import { distanceToHome } from './prefer/distance-to-home.ts'
import { distanceToSchool } from './prefer/distance-to-school.ts'
import { inAuthority } from './prefer/in-authority.ts'
import { kin } from './prefer/kin.ts'
import { longTermFit } from './prefer/long-term-fit.ts'
import { ofstedGrade } from './prefer/ofsted-grade.ts'
import { otherNeedsMet } from './prefer/other-needs-met.ts'
import { placesThatMatter } from './prefer/places-that-matter.ts'
import { siblingsThere } from './prefer/siblings-there.ts'
import { typePreferred } from './prefer/type-preferred.ts'

/** The rules that every option offered must pass. */
export const musts = [
  freeEveryNight,
  enoughBeds,
  takesSiblings,
  takesParentAndChild,
  bedForTheStay,
  ofstedRegistration,
  placesWithinRegistration,
  ageWithinRegistration,
  legalMinimumAge,
  sexAccepted,
  capabilitiesMet,
  mustNotLiveTogether,
  soloWhereRequired,
  companySuits,
  notSuspended,
  ofstedGateway,
  typeNotRuledOut,
  placeNotToAvoid,
  withinMiles,
  inAuthorityAsAsked,
] as const

/** What ranks the options: in the order of the Children Act 1989 s22C(7)(a), (8) and (9), then preferences of our own. */
export const preferences = [
  kin,
  distanceToHome,
  distanceToSchool,
  siblingsThere,
  inAuthority,
  otherNeedsMet,
  typePreferred,
  ofstedGrade,
  longTermFit,
  cultureFaithLanguage,
  placesThatMatter,
  cost,
] as const

export type MustId = (typeof musts)[number]['id']
export type PreferId = (typeof preferences)[number]['id']
