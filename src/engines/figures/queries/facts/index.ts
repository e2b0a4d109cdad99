import type { FactSet } from '../../../../domain/measures/fact-sets.ts'
import { adoptions } from './adoption.ts'
import { afterCareNights, afterCareStarts } from './after-care.ts'
import { areaNights } from './areas.ts'
import { bedCostNights, bedNights, blockNights } from './beds.ts'
import { careDuring } from './care-during.ts'
import { careLeavers } from './care-leavers.ts'
import { careNights, costNights, gradedNights, populationNights } from './care.ts'
import { carerEvents, carerNights } from './carers.ts'
import { requestSource, searchSource } from './demand.ts'
import { emptyNights } from './empty-beds.ts'
import { careEnds, careStarts, closeLeavers, fosterLeavers, placementEnds } from './events.ts'
import { healthNights } from './health.ts'
import { leaverNights } from './leavers-in-placements.ts'
import { libertyNights } from './liberty.ts'
import { missingChildren, missingIncidents } from './missing.ts'
import { endings, noticesGiven, placementStarts } from './placements.ts'
import { reviewedChildren, reviewsDue, reviewsHeld } from './reviews.ts'
import { siblingNights } from './siblings.ts'
import { workerNights } from './social-workers.ts'
import type { FactScope, Source } from './source.ts'

export { hasVersions, recordKeys, type FactScope, type RecordKey, type Source } from './source.ts'

/** The source of each set of facts. */
export const sources = {
  careNights,
  gradedNights,
  costNights,
  populationNights,
  siblingNights,
  bedNights,
  emptyNights,
  bedCostNights,
  blockNights,
  areaNights,
  careDuring,
  careStarts,
  careEnds,
  placementEnds,
  placementStarts,
  endings,
  notices: noticesGiven,
  fosterLeavers,
  closeLeavers,
  leaverNights,
  afterCareNights,
  afterCareStarts,
  careLeavers,
  missingIncidents,
  missingChildren,
  reviewsDue,
  reviewedChildren,
  reviewsHeld,
  workerNights,
  healthNights,
  adoptions,
  libertyNights,
  carerNights,
  carerEvents,
  searches: searchSource,
  requests: requestSource,
} as const satisfies Record<FactSet, (asked: FactScope) => Source>
