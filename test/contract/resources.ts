import type { Body, TestClient } from '../support/app.ts'
import * as a from '../support/builders.ts'

/** One kind of record, and what a test of any of them must know of it. */
export interface ResourceCase {
  path: string
  /** Makes one; `fields` are over its defaults. */
  make: (client: TestClient, fields?: Record<string, unknown>) => Promise<Body>
  /** A change that is right for what `make` makes. */
  change: Record<string, unknown>
  /** A field that may be empty, and something it can say. */
  emptied: Record<string, unknown>
  /** Says what it belongs to, and cannot be changed; also what a list is narrowed by. */
  belongsTo?: { field: string; make: (client: TestClient) => Promise<Body> }
  /** Makes what hangs on it and keeps it from being removed. */
  keeps?: (client: TestClient, id: string) => Promise<Body>
  /** Fields of a body that name another record, each to be refused when it is not known. */
  names: readonly string[]
}

export const resources: readonly ResourceCase[] = [
  {
    path: 'providers',
    make: a.aProvider,
    change: { sector: 'voluntary' },
    emptied: { ofstedUrn: 'SC123456' },
    keeps: (client, providerId) => a.aHome(client, { providerId }),
    names: [],
  },
  {
    path: 'homes',
    make: a.aHome,
    change: { ageFrom: 8, capabilities: ['autism'] },
    emptied: { registeredPlaces: 3 },
    keeps: (client, homeId) => a.aBed(client, { homeId }),
    names: ['providerId', 'mockingbirdHubId'],
  },
  {
    path: 'judgements',
    make: a.aJudgement,
    change: { grade: 'outstanding' },
    emptied: {},
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId', 'providerId'],
  },
  {
    path: 'home-restrictions',
    make: a.aRestriction,
    change: { kind: 'restriction' },
    emptied: { endsOn: '2024-04-01' },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'contracts',
    make: a.aContract,
    change: { kind: 'framework' },
    emptied: { bedsBought: 2 },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'fees',
    make: a.aFee,
    change: { weeklyFee: 4600.25 },
    emptied: { endsOn: '2023-04-01' },
    belongsTo: { field: 'homeId', make: a.aHome },
    names: ['homeId'],
  },
  {
    path: 'carer-journeys',
    make: a.aCarerJourney,
    change: { appliedOn: '2023-04-01', transferredFrom: 'agency' },
    emptied: { places: 2 },
    names: ['homeId'],
  },
  {
    path: 'populations',
    make: a.aPopulation,
    change: { people: 77_000 },
    emptied: { source: 'ONS' },
    names: [],
  },
  {
    path: 'beds',
    make: a.aBed,
    change: { kind: 'emergency' },
    emptied: { closesOn: '2030-01-01' },
    belongsTo: { field: 'homeId', make: a.aHome },
    keeps: (client, bedId) => a.aVoid(client, { bedId }),
    names: ['homeId'],
  },
  {
    path: 'voids',
    make: a.aVoid,
    change: { reason: 'refurbishment' },
    emptied: { detail: 'A new boiler' },
    belongsTo: { field: 'bedId', make: a.aBed },
    names: ['bedId'],
  },
  {
    path: 'sibling-groups',
    make: a.aSiblingGroup,
    change: { reference: 'SG-renamed' },
    emptied: {},
    keeps: (client, siblingGroupId) => a.aChild(client, { siblingGroupId }),
    names: [],
  },
  {
    path: 'children',
    make: a.aChild,
    change: { disabled: true },
    emptied: { schoolPostcode: 'CW1 2BJ' },
    keeps: (client, childId) => a.aPlacement(client, { childId }),
    names: ['siblingGroupId'],
  },
  {
    path: 'child-needs',
    make: a.someNeeds,
    change: { capabilities: ['autism'], placesToAvoid: [{ place: 'CW1 2', miles: 1.5 }] },
    emptied: { livingWith: 'solo' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'separations',
    make: a.aSeparation,
    change: { category: 'investigation' },
    emptied: { toOn: '2024-04-01' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'otherChildId'],
  },
  {
    path: 'connections',
    make: a.aConnection,
    change: { relation: 'friend' },
    emptied: {},
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'homeId'],
  },
  {
    path: 'care-periods',
    make: a.aCarePeriod,
    change: { startedOn: '2022-02-01' },
    emptied: { need: 'N3' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'legal-statuses',
    make: a.aLegalStatus,
    change: { status: 'V2' },
    emptied: { endedOn: '2023-06-01' },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId'],
  },
  {
    path: 'placements',
    make: a.aPlacement,
    change: { startedOn: '2022-01-12', sameCarer: true },
    emptied: { weeklyCost: 812.4 },
    belongsTo: { field: 'childId', make: a.aChild },
    names: ['childId', 'bedId', 'homeId'],
  },
  {
    path: 'webhooks',
    make: a.aWebhook,
    change: { state: 'paused', types: ['uk.sufficiency.placement.started.v1'] },
    emptied: { description: 'Case system' },
    names: [],
  },
  {
    path: 'panels',
    make: a.aPanel,
    change: { meets: 'monthly', roles: ['Fostering manager'] },
    emptied: {},
    keeps: (client, panelId) => a.aPanelMeeting(client, { panelId }),
    names: [],
  },
  {
    path: 'panel-meetings',
    make: a.aPanelMeeting,
    change: { attendees: [{ role: 'Head of service', present: true }] },
    emptied: { startTime: '09:30' },
    belongsTo: { field: 'panelId', make: a.aPanel },
    keeps: (client, meetingId) => a.aPanelCase(client, { meetingId }),
    names: ['panelId'],
  },
  {
    path: 'panel-cases',
    make: a.aPanelCase,
    change: { question: 'What would let the child step down?' },
    emptied: {},
    belongsTo: { field: 'meetingId', make: a.aPanelMeeting },
    keeps: (client, caseId) => a.aPanelAction(client, { caseId }),
    names: ['meetingId', 'childId'],
  },
  {
    path: 'panel-actions',
    make: a.aPanelAction,
    change: { dueOn: '2024-01-10' },
    emptied: {},
    belongsTo: { field: 'caseId', make: a.aPanelCase },
    names: ['caseId'],
  },
  {
    path: 'placement-requests',
    make: a.aPlacementRequest,
    change: { urgency: 'emergency' },
    emptied: { latestStart: '2023-12-08' },
    keeps: async (client, requestId) => {
      const { childIds } = (await client.get(`/v1/placement-requests/${requestId}`)).body
      const [childId] = childIds as string[]
      return a.aPlacement(client, { childId, requestId })
    },
    names: [],
  },
  {
    path: 'observation-series',
    make: a.anObservationSeries,
    change: { polarity: 'low' },
    emptied: { definition: 'Done within 20 working days' },
    keeps: (client, id) => anObservationOf(client, id),
    names: [],
  },
  {
    path: 'observations',
    make: a.anObservation,
    change: { value: 88 },
    emptied: { note: 'Provisional' },
    names: [],
  },
  {
    path: 'rag-rules',
    make: a.aRagRule,
    change: { amberWithin: 3.5 },
    emptied: {},
    keeps: (client, ragRuleId) => a.aTarget(client, { ragRuleId }),
    names: [],
  },
  {
    path: 'targets',
    make: a.aTarget,
    change: { value: 86.5 },
    emptied: { ownerRole: 'Head of fostering' },
    names: ['ragRuleId'],
  },
  {
    path: 'scorecard-definitions',
    make: a.aScorecard,
    change: { title: 'Corporate parenting' },
    emptied: { description: 'For the committee' },
    names: [],
  },
  {
    path: 'scorecard-comments',
    make: a.aScorecardComment,
    change: { comment: 'Two homes opened' },
    emptied: {},
    names: ['scorecard'],
  },
  {
    path: 'actions',
    make: a.anAction,
    change: { what: 'Open four homes' },
    emptied: { completedOn: '2023-11-30' },
    keeps: (client, actionId) => a.anActionUpdate(client, { actionId }),
    names: [],
  },
  {
    path: 'action-updates',
    make: a.anActionUpdate,
    change: { status: 'at-risk' },
    emptied: {},
    belongsTo: { field: 'actionId', make: a.anAction },
    names: ['actionId'],
  },
]

async function anObservationOf(client: TestClient, seriesId: string): Promise<Body> {
  const { body } = await client.get(`/v1/observation-series/${seriesId}`)
  return a.anObservation(client, { series: body.key })
}
