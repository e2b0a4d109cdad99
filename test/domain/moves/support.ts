import type { CareRecord, PlacementRecord } from '../../../src/domain/moves/care-record.ts'

/** A planned stay in a children's home. */
export function aStay(startedOn: string, endedOn: string | null): PlacementRecord {
  return {
    id: startedOn,
    homeId: null,
    homeName: null,
    type: 'residential',
    startedOn,
    startedBefore: false,
    endedOn,
    plannedTo: null,
    endReason: endedOn === null ? null : 'CARPL',
    endPlanned: endedOn === null ? null : true,
    sameCarer: false,
    emergency: false,
    distanceMiles: null,
    location: 'unknown',
    home: null,
  }
}

/** A child aged ten in December 2023, in care since 2020; nothing else is recorded. */
export function aRecord(fields: Partial<CareRecord> = {}): CareRecord {
  return {
    childId: 'child',
    reference: 'C1',
    dateOfBirth: '2013-06-15',
    careStartedOn: '2020-01-01',
    careStartedBefore: false,
    legalStatus: 'C2',
    legalStatusSince: '2020-01-01',
    placements: [],
    next: null,
    siblings: { inCare: 0, together: 0 },
    missing: null,
    reviews: null,
    ...fields,
  }
}
