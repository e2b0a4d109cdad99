import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  date,
  integer,
  jsonb,
  numeric,
  pgTable,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ContactHours } from '../../domain/contact-hours.ts'

/**
 * Drizzle's description of the tables that the stores read and write. The migrations define the schema; a test compares
 * the two. Generated ranges and columns that only triggers write are left out. Column names are the keys in snake_case.
 */

/** A timestamptz, read as ISO 8601 in UTC. */
const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamptz',
  fromDriver: (value) => new Date(value).toISOString(),
})

const record = {
  id: uuid().primaryKey().defaultRandom(),
  authorityCode: text().notNull(),
  version: integer().notNull().default(1),
  createdAt: instant()
    .notNull()
    .default(sql`now()`),
  updatedAt: instant()
    .notNull()
    .default(sql`now()`),
}

const money = () => numeric({ precision: 10, scale: 2, mode: 'number' })

export const providers = pgTable('providers', {
  ...record,
  name: text().notNull(),
  sector: text().notNull(),
  ofstedUrn: text(),
  supportedRegisteredOn: date(),
  supportedRegistrationEndedOn: date(),
  supportedCategories: text().array().notNull().default([]),
})

export const categoryVariations = pgTable('category_variations', {
  ...record,
  providerId: uuid().notNull(),
  category: text().notNull(),
  addedOn: date(),
  removedOn: date(),
})

const homeColumns = {
  ...record,
  providerId: uuid().notNull(),
  name: text().notNull(),
  kind: text().notNull(),
  placementType: text().notNull().default(''), // a trigger derives it
  ofstedUrn: text(),
  postcode: text(),
  address: text(),
  easting: integer(),
  northing: integer(),
  locatedAuthorityCode: text(),
  confidential: boolean().notNull().default(false),
  shared: boolean().notNull().default(false),
  registeredPlaces: smallint(),
  ageFrom: smallint().notNull().default(0),
  ageTo: smallint().notNull().default(17),
  accepts: text().notNull().default('any'),
  capabilities: text().array().notNull().default([]),
  takesSiblings: boolean().notNull().default(true),
  takesEmergencies: boolean().notNull().default(false),
  takesParentAndChild: boolean().notNull().default(false),
  opensOn: date().notNull(),
  closesOn: date(),
  mockingbirdHubId: uuid(),
  faiths: text().array(),
  languages: text().array(),
  cultures: text().array(),
  longTerm: boolean(),
  registeredOn: date(),
  registrationEndedOn: date(),
  accommodationCategory: text(),
}

export const homes = pgTable('homes', homeColumns)
/** The homes that the reader sees, those that others share among them, with what may be told of each. */
export const visibleHomes = pgTable('visible_homes', { ...homeColumns, locatedCountry: text() })

export const homeRestrictions = pgTable('home_restrictions', {
  ...record,
  homeId: uuid().notNull(),
  kind: text().notNull(),
  startsOn: date().notNull(),
  endsOn: date(),
})

export const judgements = pgTable('judgements', {
  ...record,
  homeId: uuid(),
  providerId: uuid(),
  judgedOn: date().notNull(),
  grade: text().notNull(),
})

export const contracts = pgTable('contracts', {
  ...record,
  homeId: uuid().notNull(),
  kind: text().notNull(),
  bedsBought: smallint(),
  startsOn: date().notNull(),
  endsOn: date(),
})

export const fees = pgTable('fees', {
  ...record,
  homeId: uuid().notNull(),
  weeklyFee: money().notNull(),
  startsOn: date().notNull(),
  endsOn: date(),
})

export const populations = pgTable('populations', {
  ...record,
  asAt: date().notNull(),
  people: integer().notNull(),
  source: text(),
})

export const carerJourneys = pgTable('carer_journeys', {
  ...record,
  reference: text().notNull(),
  carerType: text().notNull(),
  transferredFrom: text(),
  district: text(),
  enquiredOn: date(),
  appliedOn: date(),
  assessmentStartedOn: date(),
  panelOn: date(),
  approvedOn: date(),
  closedOn: date(),
  outcome: text(),
  places: smallint(),
  homeId: uuid(),
})

export const beds = pgTable('beds', {
  ...record,
  homeId: uuid().notNull(),
  label: text().notNull(),
  kind: text().notNull().default('standard'),
  opensOn: date().notNull(),
  closesOn: date(),
})

export const voids = pgTable('voids', {
  ...record,
  bedId: uuid().notNull(),
  reason: text().notNull(),
  detail: text(),
  startsOn: date().notNull(),
  endsOn: date(),
  placementId: uuid(),
})

export const siblingGroups = pgTable('sibling_groups', { ...record, reference: text().notNull() })

export const children = pgTable('children', {
  ...record,
  reference: text().notNull(),
  upn: text(),
  dateOfBirth: date().notNull(),
  sex: text().notNull(),
  ethnicity: text().notNull().default('NOBT'),
  uasc: boolean().notNull().default(false),
  uascCeasedOn: date(),
  disabled: boolean(),
  homePostcode: text(),
  schoolPostcode: text(),
  siblingGroupId: uuid(),
  parentId: uuid(),
  mergedIntoId: uuid(),
  mergedFromIds: uuid().array().notNull().default([]),
})

export const distinctChildren = pgTable('distinct_children', {
  ...record,
  childId: uuid().notNull(),
  otherChildId: uuid().notNull(),
  reason: text().notNull(),
})

export const importQuestions = pgTable('import_questions', {
  ...record,
  importId: uuid().notNull(),
  childId: uuid().notNull(),
  recorded: jsonb().notNull(),
  returned: jsonb().notNull(),
  statements: jsonb().notNull(),
  status: text().notNull().default('open'),
  answer: text(),
  reason: text(),
  answeredAt: instant(),
  answeredBy: text(),
  notes: text().array().notNull().default([]),
})

export const childNeeds = pgTable('child_needs', {
  ...record,
  childId: uuid().notNull(),
  livingWith: text(),
  capabilities: text().array().notNull().default([]),
  preferredCapabilities: text().array().notNull().default([]),
  fostering: text(),
  residential: text(),
  supported: text(),
  placesToAvoid: jsonb().notNull().default([]),
  placesThatMatter: text().array().notNull().default([]),
  faith: text(),
  languages: text().array().notNull().default([]),
  culture: text(),
  longTerm: boolean(),
  withParent: boolean(),
})

export const separations = pgTable('separations', {
  ...record,
  childId: uuid().notNull(),
  otherChildId: uuid().notNull(),
  category: text().notNull(),
  fromOn: date().notNull(),
  toOn: date(),
})

export const connections = pgTable('connections', {
  ...record,
  childId: uuid().notNull(),
  homeId: uuid().notNull(),
  relation: text().notNull(),
})

export const homeContacts = pgTable('home_contacts', {
  ...record,
  homeId: uuid().notNull(),
  position: smallint().notNull().default(1),
  office: text().notNull(),
  purpose: text().notNull(),
  phone: text(),
  email: text(),
  hours: jsonb().$type<ContactHours[]>().notNull().default([]),
})

export const carePlans = pgTable('care_plans', {
  ...record,
  childId: uuid().notNull(),
  plan: text().notNull(),
  parallelPlan: text(),
  agreedOn: date().notNull(),
  agreedBy: text().notNull(),
  achieveBy: date(),
  endedOn: date(),
})

export const consultations = pgTable('consultations', {
  ...record,
  childId: uuid().notNull(),
  requestId: uuid(),
  placementId: uuid(),
  homeId: uuid(),
  party: text().notNull(),
  otherChildId: uuid(),
  consultedOn: date().notNull(),
  consultedBy: text().notNull(),
  view: text().notNull(),
  said: text().notNull(),
})

export const introductions = pgTable('introductions', {
  ...record,
  childId: uuid().notNull(),
  homeId: uuid().notNull(),
  placementId: uuid(),
  kind: text().notNull(),
  visitOn: date().notNull(),
  outcome: text(),
  note: text(),
})

export const wishes = pgTable('wishes', {
  ...record,
  childId: uuid().notNull(),
  requestId: uuid(),
  placementId: uuid(),
  subject: text().notNull(),
  heardOn: date().notNull(),
  heardBy: text().notNull(),
  wish: text().notNull(),
})

export const disruptionMeetings = pgTable('disruption_meetings', {
  ...record,
  placementId: uuid().notNull(),
  childId: uuid().notNull(), // a trigger takes it from the placement
  heldOn: date().notNull(),
  attendees: jsonb().notNull().default([]),
  lessons: text().notNull(),
  actions: jsonb().notNull().default([]),
})

export const carePeriods = pgTable('care_periods', {
  ...record,
  childId: uuid().notNull(),
  startedOn: date().notNull(),
  endedOn: date(),
  need: text(),
  endReason: text(),
  startedBefore: boolean().notNull().default(false),
  endToConfirm: boolean().notNull().default(false),
})

export const legalStatuses = pgTable('legal_statuses', {
  ...record,
  childId: uuid().notNull(),
  status: text().notNull(),
  startedOn: date().notNull(),
  endedOn: date(),
})

export const placements = pgTable('placements', {
  ...record,
  childId: uuid().notNull(),
  bedId: uuid(),
  homeId: uuid(),
  placementType: text().notNull(),
  placeCode: text(),
  providerCode: text(),
  plannedFrom: date(),
  plannedTo: date(),
  startedOn: date(),
  endedOn: date(),
  withdrawnOn: date(),
  endReason: text(),
  endPlanned: boolean(),
  sameCarer: boolean().notNull().default(false),
  startedBefore: boolean().notNull().default(false),
  postcode: text(),
  homePostcode: text(),
  weeklyCost: money(),
  distanceMiles: numeric({ precision: 5, scale: 1, mode: 'number' }),
  distanceShown: numeric({ precision: 5, scale: 1, mode: 'number' }),
  location: text().notNull().default('unknown'),
  locatedIn: text(),
  agreedAt: instant(),
  emergency: boolean().notNull().default(false),
  requestId: uuid(),
  holdId: uuid(),
  movedFromId: uuid(),
  movedToId: uuid(),
  absenceFromId: uuid(),
  withdrawalKind: text(),
  withdrawalReason: text(),
  statedArea: text(),
  keepsSchool: boolean(),
  recordedAsHappened: text(),
})

const placementRequest = {
  ...record,
  childIds: uuid().array().notNull(),
  urgency: text().notNull(),
  receivedOn: date().notNull(),
  neededFrom: date().notNull(),
  latestStart: date(),
  neededTo: date(),
  referral: jsonb().notNull().default({}),
  withdrawnOn: date(),
  withdrawnReason: text(),
}

export const placementRequests = pgTable('placement_requests', placementRequest)

/** The view of placement requests with their status. */
export const placementRequestDetails = pgTable('placement_request_details', {
  ...placementRequest,
  status: text().notNull(),
  furthest: text().notNull(),
})

export const holds = pgTable('holds', {
  ...record,
  requestId: uuid(),
  fromOn: date().notNull(),
  toOn: date(),
  expiresAt: instant().notNull(),
  endedAt: instant(),
  outcome: text(),
  releasedByAuthorityCode: text(),
  releaseReason: text(),
})

export const placingConsents = pgTable('placing_consents', {
  ...record,
  homeId: uuid().notNull(),
  forAuthorityCode: text().notNull(),
  holdId: uuid(),
  startsOn: date().notNull(),
  endsOn: date(),
  givenBy: text().notNull(),
  note: text(),
})

export const approvals = pgTable('approvals', {
  ...record,
  placementId: uuid().notNull(),
  gate: text().notNull(),
  decision: text().notNull(),
  office: text().notNull(),
  confirmed: text().array().notNull().default([]),
  decidedBy: text().notNull(),
  decidedOn: date().notNull(),
  note: text(),
})

export const notices = pgTable('notices', {
  ...record,
  placementId: uuid().notNull(),
  givenBy: text().notNull(),
  givenOn: date().notNull(),
  endsOn: date().notNull(),
  plannedToBefore: date(),
  withdrawnOn: date(),
})

export const checklistItems = pgTable('checklist_items', {
  ...record,
  placementId: uuid().notNull(),
  item: text().notNull(),
  doneOn: date().notNull(),
  note: text(),
})

export const officers = pgTable('officers', {
  ...record,
  subject: text().notNull(),
  office: text().notNull(),
  fromOn: date().notNull(),
  toOn: date(),
})

export const carerApprovals = pgTable('carer_approvals', {
  ...record,
  homeId: uuid().notNull(),
  kind: text().notNull(),
  childId: uuid(),
  fromOn: date().notNull(),
  untilOn: date(),
  assessed: boolean().notNull().default(false),
  pendingReview: boolean().notNull().default(false),
  office: text().notNull(),
  decidedBy: text().notNull(),
  note: text(),
})

export const termsExemptions = pgTable('terms_exemptions', {
  ...record,
  homeId: uuid().notNull(),
  childId: uuid().notNull(),
  fromOn: date().notNull(),
  toOn: date().notNull(),
  reason: text().notNull(),
  decidedBy: text().notNull(),
})

export const libertyOrders = pgTable('liberty_orders', {
  ...record,
  childId: uuid().notNull(),
  kind: text().notNull(),
  fromOn: date().notNull(),
  untilOn: date().notNull(),
})

export const overrides = pgTable('overrides', {
  ...record,
  childId: uuid().notNull(),
  homeId: uuid().notNull(),
  must: text().notNull(),
  office: text().notNull(),
  decidedBy: text().notNull(),
  decidedOn: date().notNull(),
  untilOn: date().notNull(),
  reason: text().notNull(),
})

export const authoritySettings = pgTable('authority_settings', {
  ...record,
  distantOverMiles: numeric({ precision: 5, scale: 1, mode: 'number' }),
  emergencyApprovalWorkingDays: smallint().notNull(),
  warningDays: smallint().notNull(),
  longestHoldHours: smallint().notNull(),
  purposeRequiredFor: text().array().notNull().default([]),
  sharesForecastSpreads: boolean().notNull().default(false),
})

export const panels = pgTable('panels', {
  ...record,
  reference: text().notNull(),
  title: text().notNull(),
  purpose: text().notNull(),
  meets: text().notNull(),
  chairRole: text().notNull(),
  roles: text().array().notNull().default([]),
})

const panelMeeting = {
  ...record,
  panelId: uuid().notNull(),
  heldOn: date().notNull(),
  startTime: text(),
  attendees: jsonb().notNull().default([]),
  cancelledOn: date(),
  cancelledReason: text(),
}

export const panelMeetings = pgTable('panel_meetings', panelMeeting)

/** The view of panel meetings with the numbers of cases on their agenda. */
export const panelMeetingDetails = pgTable('panel_meeting_details', {
  ...panelMeeting,
  cases: integer().notNull(),
  decided: integer().notNull(),
  openActions: integer().notNull(),
})

const panelCase = {
  ...record,
  meetingId: uuid().notNull(),
  childId: uuid().notNull(),
  requestId: uuid(),
  position: smallint().notNull().default(1),
  purpose: text().notNull(),
  question: text().notNull(),
  referredBy: text().notNull(),
  optionsLaidAt: instant(),
  withdrawnOn: date(),
  withdrawnReason: text(),
}

export const panelCases = pgTable('panel_cases', panelCase)

/** The view of panel cases with their meeting, their current decision and their open actions. */
export const panelCaseDetails = pgTable('panel_case_details', {
  ...panelCase,
  panelId: uuid().notNull(),
  heldOn: date().notNull(),
  meetingCancelled: boolean().notNull(),
  outcome: text(),
  decidedOn: date(),
  openActions: integer().notNull(),
})

export const panelDecisions = pgTable('panel_decisions', {
  ...record,
  caseId: uuid().notNull(),
  supersedesId: uuid(),
  outcome: text().notNull(),
  reasons: text().notNull(),
  conditions: text(),
  dissent: jsonb().notNull().default([]),
  bedId: uuid(),
  chairRole: text().notNull(),
  presentRoles: text().array().notNull(),
  decidedOn: date().notNull(),
  decidedBy: text().notNull(),
})

export const panelDecisionLinks = pgTable('panel_decision_links', {
  ...record,
  decisionId: uuid().notNull(),
  requestId: uuid(),
  holdId: uuid(),
  placementId: uuid(),
})

export const panelActions = pgTable('panel_actions', {
  ...record,
  caseId: uuid().notNull(),
  what: text().notNull(),
  ownerRole: text().notNull(),
  dueOn: date().notNull(),
  doneOn: date(),
  doneNote: text(),
  droppedOn: date(),
  droppedReason: text(),
})

export const webhooks = pgTable('webhooks', {
  ...record,
  url: text().notNull(),
  description: text(),
  types: text().array(),
  state: text().notNull().default('enabled'),
  secretIssuedAt: instant(),
})

export const ragRules = pgTable('rag_rules', {
  ...record,
  name: text().notNull(),
  amberWithin: numeric({ precision: 10, scale: 4, mode: 'number' }).notNull(),
  basis: text().notNull(),
})

export const observationSeries = pgTable('observation_series', {
  ...record,
  key: text().notNull(),
  title: text().notNull(),
  definition: text(),
  source: text().notNull(),
  unit: text().notNull(),
  polarity: text().notNull(),
})

const figure = () => numeric({ precision: 16, scale: 4, mode: 'number' })
const actor = () =>
  text()
    .notNull()
    .default(sql`coalesce(setting('actor'), session_user)`)

export const observations = pgTable('observations', {
  ...record,
  series: text().notNull(),
  asAt: date().notNull(),
  periodFrom: date(),
  value: figure().notNull(),
  numerator: figure(),
  denominator: figure(),
  source: text(),
  note: text(),
  recordedBy: actor(),
})

export const targets = pgTable('targets', {
  ...record,
  measure: text(),
  filter: jsonb().$type<Record<string, string[]>>().notNull().default({}),
  series: text(),
  value: figure(),
  low: figure(),
  high: figure(),
  startsOn: date().notNull(),
  endsOn: date(),
  dueOn: date(),
  ownerRole: text(),
  note: text(),
  ragRuleId: uuid(),
})

export const scorecards = pgTable('scorecards', {
  ...record,
  title: text().notNull(),
  description: text(),
  rows: jsonb().notNull(),
})

export const scorecardComments = pgTable('scorecard_comments', {
  ...record,
  scorecard: text().notNull(),
  rowRef: text().notNull(),
  period: text().notNull(),
  comment: text().notNull(),
  writtenBy: actor(),
})

export const strategyActions = pgTable('strategy_actions', {
  ...record,
  ref: text().notNull(),
  strategy: text(),
  priority: text(),
  what: text().notNull(),
  ownerRole: text().notNull(),
  startsOn: date().notNull(),
  dueOn: date().notNull(),
  completedOn: date(),
  measures: jsonb().notNull().default([]),
})

export const actionUpdates = pgTable('action_updates', {
  ...record,
  actionId: uuid().notNull(),
  asAt: date().notNull(),
  status: text().notNull(),
  words: text().notNull(),
  recordedBy: actor(),
})

export const caseSystems = pgTable('case_systems', {
  ...record,
  name: text().notNull(),
  description: text().notNull(),
})

export const serviceKeys = pgTable('service_keys', {
  ...record,
  name: text().notNull(),
  purpose: text().notNull(),
  scopes: text().array().notNull(),
  secretIssuedAt: instant(),
  revokedAt: instant(),
})
