import type { Body, TestClient } from '../support/app.ts'
import * as a from '../support/builders.ts'

/** A kind of record, with what the contract tests need to know about it. */
export interface ResourceCase {
  path: string
  /** Makes a record; `fields` replace its defaults. */
  make: (client: TestClient, fields?: Record<string, unknown>) => Promise<Body>
  /** A valid change of what `make` makes. */
  change: Record<string, unknown>
  /** An optional field, with a valid value. */
  optional: Record<string, unknown>
  /** The field that says what it belongs to: it cannot be changed, and lists are filtered by it. */
  belongsTo?: { field: string; make: (client: TestClient) => Promise<Body> }
  /** Makes a record that refers to it, so that it can't be removed. */
  keeps?: (client: TestClient, id: string) => Promise<Body>
  /** Fields that refer to other records; an unknown id in any of them is refused. */
  names: readonly string[]
}

export const resources: readonly ResourceCase[] = [
  {
    path: 'providers',
    make: a.aProvider,
    change: { sector: 'voluntary' },
    optional: { ofstedUrn: 'SC123456' },
    keeps: (client, providerId) => a.aHome(client, { providerId }),
    names: [],
  },
  {
    path: 'category-variations',
    make: a.aCategoryVariation,
    change: { removedOn: '2023-11-01' },
    optional: { removedOn: '2023-11-01' },
    belongsTo: { field: 'providerId', make: a.aProvider },
    names: ['providerId'],
  },
  {
    path: 'homes',
    make: a.aHome,
    change: { ageFrom: 8, capabilities: ['autism'] },
    optional: { registeredPlaces: 3 },
    keeps: (client, homeId) => a.aBed(client, { homeId }),
    names: ['providerId', 'mockingbirdHubId'],
  },
  {
    path: 'placing-consents',
    make: a.aPlacingConsent,
    change: { note: 'For emergencies alone.' },
    optional: { endsOn: '2024-04-01' },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'judgements',
    make: a.aJudgement,
    change: { grade: 'outstanding' },
    optional: {},
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId', 'providerId'],
  },
  {
    path: 'home-restrictions',
    make: a.aRestriction,
    change: { kind: 'restriction' },
    optional: { endsOn: '2024-04-01' },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'contracts',
    make: a.aContract,
    change: { kind: 'framework' },
    optional: { bedsBought: 2 },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'fees',
    make: a.aFee,
    change: { weeklyFee: 4600.25 },
    optional: { endsOn: '2023-04-01' },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'carer-journeys',
    make: a.aCarerJourney,
    change: { appliedOn: '2023-04-01', transferredFrom: 'agency' },
    optional: { places: 2 },
    names: ['homeId'],
  },
  {
    path: 'populations',
    make: a.aPopulation,
    change: { people: 77_000 },
    optional: { source: 'ONS' },
    names: [],
  },
  {
    path: 'beds',
    make: a.aBed,
    change: { kind: 'emergency' },
    optional: { closesOn: '2030-01-01' },
    belongsTo: { field: 'homeId', make: a.aHome },
    keeps: (client, bedId) => a.aVoid(client, { bedId }),
    names: ['homeId'],
  },
  {
    path: 'voids',
    make: a.aVoid,
    change: { reason: 'refurbishment' },
    optional: { detail: 'A new boiler' },
    belongsTo: { field: 'bedId', make: a.aBed },
    names: ['bedId'],
  },
  {
    path: 'sibling-groups',
    make: a.aSiblingGroup,
    change: { reference: 'SG-renamed' },
    optional: {},
    keeps: (client, siblingGroupId) => a.aChild(client, { siblingGroupId }),
    names: [],
  },
  {
    path: 'children',
    make: a.aChild,
    change: { disabled: true },
    optional: { schoolPostcode: 'CW1 2BJ' },
    keeps: (client, childId) => a.aPlacement(client, { childId }),
    names: ['siblingGroupId'],
  },
  {
    path: 'child-needs',
    make: a.someNeeds,
    change: { capabilities: ['autism'], placesToAvoid: [{ place: 'CW1 2', miles: 1.5 }] },
    optional: { livingWith: 'solo' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'separations',
    make: a.aSeparation,
    change: { category: 'investigation' },
    optional: { toOn: '2024-04-01' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'otherChildId'],
  },
  {
    path: 'child-distinctions',
    make: a.aDistinction,
    change: { reason: 'Two cousins of one name.' },
    optional: {},
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'otherChildId'],
  },
  {
    path: 'connections',
    make: a.aConnection,
    change: { relation: 'friend' },
    optional: {},
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'homeId'],
  },
  {
    path: 'care-periods',
    make: a.aCarePeriod,
    change: { startedOn: '2022-02-01' },
    optional: { need: 'N3' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'legal-statuses',
    make: a.aLegalStatus,
    change: { status: 'V2' },
    optional: { endedOn: '2023-06-01' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'placements',
    make: a.aPlacement,
    change: { startedOn: '2022-01-12', sameCarer: true },
    optional: { weeklyCost: 812.4 },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'bedId', 'homeId'],
  },
  {
    path: 'webhooks',
    make: a.aWebhook,
    change: { state: 'paused', types: ['uk.sufficiency.placement.started.v1'] },
    optional: { description: 'Case system' },
    names: [],
  },
  {
    path: 'keys',
    make: a.aServiceKey,
    change: { scopes: ['homes:read', 'measures:read'] },
    optional: {},
    names: [],
  },
  {
    path: 'case-systems',
    make: a.aCaseSystem,
    change: { description: 'Mosaic; data team' },
    optional: {},
    names: [],
  },
  {
    path: 'panels',
    make: a.aPanel,
    change: { meets: 'monthly', roles: ['Fostering manager'] },
    optional: {},
    keeps: (client, panelId) => a.aPanelMeeting(client, { panelId }),
    names: [],
  },
  {
    path: 'panel-meetings',
    make: a.aPanelMeeting,
    change: { attendees: [{ role: 'Head of service', present: true }] },
    optional: { startTime: '09:30' },
    belongsTo: { field: 'panelId', make: a.aPanel },
    keeps: (client, meetingId) => a.aPanelCase(client, { meetingId }),
    names: ['panelId'],
  },
  {
    path: 'panel-cases',
    make: a.aPanelCase,
    change: { question: 'What would let the child step down?' },
    optional: {},
    belongsTo: { field: 'meetingId', make: a.aPanelMeeting },
    keeps: (client, caseId) => a.aPanelAction(client, { caseId }),
    names: ['meetingId', 'childId'],
  },
  {
    path: 'panel-actions',
    make: a.aPanelAction,
    change: { dueOn: '2024-01-10' },
    optional: {},
    belongsTo: { field: 'caseId', make: a.aPanelCase },
    names: ['caseId'],
  },
  {
    path: 'placement-requests',
    make: a.aPlacementRequest,
    change: { urgency: 'emergency' },
    optional: { latestStart: '2023-12-08' },
    keeps: async (client, requestId) => {
      const { childIds } = (await client.get(`/v1/placement-requests/${requestId}`)).body
      const [childId] = childIds as string[]
      return a.aPlacement(client, { childId, requestId })
    },
    names: [],
  },
  {
    path: 'home-contacts',
    make: a.aHomeContact,
    change: { purpose: 'Out of hours', hours: [{ days: ['fri', 'sat'], from: '17:00', to: '09:00' }] },
    optional: { email: 'duty@example.org' },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'care-plans',
    make: a.aCarePlan,
    change: { parallelPlan: 'special-guardianship', achieveBy: '2024-06-01' },
    optional: { endedOn: '2023-09-01' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'consultations',
    make: a.aConsultation,
    change: { view: 'supports-with-conditions', said: 'With more respite.' },
    optional: {},
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'homeId'],
  },
  {
    path: 'introductions',
    make: a.anIntroduction,
    change: { visitOn: '2023-12-02', outcome: 'went-well' },
    optional: { note: 'Stayed for tea.' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'homeId'],
  },
  {
    path: 'wishes',
    make: a.aWish,
    change: { wish: 'To live with the brother.', subject: 'whom-to-live-with' },
    optional: {},
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'disruption-meetings',
    make: a.aDisruptionMeeting,
    change: {
      actions: [{ what: 'Offer respite', ownerRole: 'Fostering manager', dueOn: '2023-07-01', doneOn: null }],
    },
    optional: {},
    belongsTo: {
      field: 'placementId',
      make: (client) =>
        a.aPlacement(client, { endedOn: '2023-05-01', endReason: 'CREQB', endPlanned: false }),
    },
    names: ['placementId'],
  },
  {
    path: 'observation-series',
    make: a.anObservationSeries,
    change: { polarity: 'low' },
    optional: { definition: 'Done within 20 working days' },
    keeps: (client, id) => anObservationOf(client, id),
    names: [],
  },
  {
    path: 'observations',
    make: a.anObservation,
    change: { value: 88 },
    optional: { note: 'Provisional' },
    names: [],
  },
  {
    path: 'rag-rules',
    make: a.aRagRule,
    change: { amberWithin: 3.5 },
    optional: {},
    keeps: (client, ragRuleId) => a.aTarget(client, { ragRuleId }),
    names: [],
  },
  {
    path: 'targets',
    make: a.aTarget,
    change: { value: 86.5 },
    optional: { ownerRole: 'Head of fostering' },
    names: ['ragRuleId'],
  },
  {
    path: 'scorecard-definitions',
    make: a.aScorecard,
    change: { title: 'Corporate parenting' },
    optional: { description: 'For the committee' },
    names: [],
  },
  {
    path: 'scorecard-comments',
    make: a.aScorecardComment,
    change: { comment: 'Two homes opened' },
    optional: {},
    names: ['scorecard'],
  },
  {
    path: 'actions',
    make: a.anAction,
    change: { what: 'Open four homes' },
    optional: { completedOn: '2023-11-30' },
    keeps: (client, actionId) => a.anActionUpdate(client, { actionId }),
    names: [],
  },
  {
    path: 'action-updates',
    make: a.anActionUpdate,
    change: { status: 'at-risk' },
    optional: {},
    belongsTo: { field: 'actionId', make: a.anAction },
    names: ['actionId'],
  },
]

async function anObservationOf(client: TestClient, seriesId: string): Promise<Body> {
  const { body } = await client.get(`/v1/observation-series/${seriesId}`)
  return a.anObservation(client, { series: body.key })
}
