import { acrossModulesRules } from './across-modules.ts'
import { adoptionRules } from './adoption.ts'
import { careLeaverRules } from './care-leavers.ts'
import { deprivationOfLibertyRules } from './deprivation-of-liberty.ts'
import { episodeCellRules } from './episode-cells.ts'
import { episodeOrderRules } from './episode-order.ts'
import { healthRules } from './health.ts'
import { identityRules } from './identity.ts'
import { lastYearRules } from './last-year.ts'
import { leavingCareRules } from './leaving-care.ts'
import { legalStatusRules } from './legal-status.ts'
import { missingRules } from './missing.ts'
import { motherRules } from './mothers.ts'
import { placedForAdoptionRules } from './placed-for-adoption.ts'
import { placementDetailRules } from './placement-details.ts'
import { placementRules } from './placements.ts'
import { previousPermanenceRules } from './previous-permanence.ts'
import { recordedHomeRules } from './recorded-homes.ts'
import { reviewRules } from './reviews.ts'
import { shortBreakRules } from './short-breaks.ts'
import { socialWorkerRules } from './social-workers.ts'
import { unaccompaniedRules } from './unaccompanied.ts'
import type { Rules } from './rule.ts'

/** The collection's validation rules that are checked before a return is submitted, by number. */
export const validationRules: Rules = {
  ...acrossModulesRules,
  ...identityRules,
  ...motherRules,
  ...unaccompaniedRules,
  ...episodeCellRules,
  ...episodeOrderRules,
  ...legalStatusRules,
  ...shortBreakRules,
  ...placementRules,
  ...placementDetailRules,
  ...recordedHomeRules,
  ...leavingCareRules,
  ...lastYearRules,
  ...adoptionRules,
  ...placedForAdoptionRules,
  ...careLeaverRules,
  ...healthRules,
  ...missingRules,
  ...reviewRules,
  ...previousPermanenceRules,
  ...socialWorkerRules,
  ...deprivationOfLibertyRules,
}

/** Rules of the collection that are not checked, and why. */
export const rulesNotChecked: Readonly<Record<string, string>> = {
  '179':
    'The collection works out whether a placement is in or outside the authority from its postcode; the return has no such code.',
  '411':
    'The collection takes both the authority and the location of a placement from its postcode, so they cannot disagree.',
}
