import { sheets, type SupplySheet } from '../supply/sheets.ts'

/** How the end of a record is recorded: the field of its day and, if it has one, that of its reason. */
interface Ending {
  day: string
  reason?: string
}

/** An action by which alone a field that is empty is filled. Its body is made of fields, by their names there. */
export interface RecordStep {
  /** The last part of the action's path. */
  action: string
  /** The field that it fills. */
  field: string
  body: Readonly<Record<string, string>>
  /** Fields that can be recorded only after it. */
  later: readonly string[]
}

/** A kind of record that other systems can keep up to date. */
export interface UpsertKind {
  /**
   * Fields whose values together name one record of the authority: the first list of which all are given finds a record that
   * has no identifier of the system yet.
   */
  names: readonly (readonly string[])[]
  /** Undefined where records of the kind do not end. `unstarted`: of one that has not begun. */
  ending?: Ending & { unstarted?: { start: string } & Ending }
  steps?: readonly RecordStep[]
}

const allSheets: readonly SupplySheet[] = sheets

/** By what the spreadsheet of supply names its records, but for Ofsted's numbers: one may be of several buildings. */
function namesOnSheet(records: SupplySheet['records']): UpsertKind['names'] {
  const sheet = allSheets.find((candidate) => candidate.records === records)
  return sheet?.keys.filter((fields) => !fields.includes('ofstedUrn')) ?? []
}

const firstDayOfChild = [['childId', 'startedOn']]
const endedOn = { day: 'endedOn' }
const endsOn = { day: 'endsOn' }
const closesOn = { day: 'closesOn' }

/** The kinds, by their paths in the API, in the order in which they are taken: what others refer to comes first. */
export const upsertKinds = {
  'sibling-groups': { names: [['reference']] },
  children: { names: [['reference']] },
  providers: { names: namesOnSheet('providers') },
  'category-variations': { names: [['providerId', 'category']], ending: { day: 'removedOn' } },
  homes: { names: namesOnSheet('homes'), ending: closesOn },
  'home-contacts': { names: [] },
  judgements: { names: namesOnSheet('judgements') },
  'home-restrictions': { names: namesOnSheet('home-restrictions'), ending: endsOn },
  contracts: { names: namesOnSheet('contracts'), ending: endsOn },
  fees: { names: namesOnSheet('fees'), ending: endsOn },
  beds: { names: namesOnSheet('beds'), ending: closesOn },
  'carer-journeys': {
    names: ['enquiredOn', 'appliedOn', 'approvedOn'].map((day) => ['reference', day]),
    ending: { day: 'closedOn', reason: 'outcome' },
  },
  'care-periods': { names: firstDayOfChild, ending: { ...endedOn, reason: 'endReason' } },
  'legal-statuses': { names: firstDayOfChild, ending: endedOn },
  'child-needs': { names: [['childId']] },
  separations: { names: [['childId', 'otherChildId', 'fromOn']], ending: { day: 'toOn' } },
  connections: { names: [['childId', 'homeId']] },
  'liberty-orders': { names: [['childId', 'kind', 'fromOn']], ending: { day: 'untilOn' } },
  'placement-requests': {
    names: [],
    ending: { day: 'withdrawnOn', reason: 'withdrawnReason' },
    steps: [
      {
        action: 'withdrawal',
        field: 'withdrawnOn',
        body: { on: 'withdrawnOn', reason: 'withdrawnReason' },
        later: [],
      },
    ],
  },
  placements: {
    names: [
      ['childId', 'placementType', 'startedOn'],
      ['childId', 'placementType', 'plannedFrom'],
    ],
    ending: {
      ...endedOn,
      reason: 'endReason',
      unstarted: { start: 'startedOn', day: 'withdrawnOn', reason: 'withdrawalReason' },
    },
    steps: [
      {
        action: 'start',
        field: 'startedOn',
        body: { on: 'startedOn' },
        later: ['endedOn', 'endReason', 'endPlanned'],
      },
      {
        action: 'withdrawal',
        field: 'withdrawnOn',
        body: { on: 'withdrawnOn', reason: 'withdrawalReason' },
        later: [],
      },
    ],
  },
  voids: { names: namesOnSheet('voids'), ending: endsOn },
  'care-plans': { names: [['childId', 'agreedOn']], ending: endedOn },
  wishes: { names: [] },
  consultations: { names: [] },
  introductions: { names: [['childId', 'homeId', 'visitOn']] },
  'disruption-meetings': { names: [['placementId', 'heldOn']] },
} as const satisfies Record<string, UpsertKind>

export type UpsertPath = keyof typeof upsertKinds
export const upsertPaths = Object.keys(upsertKinds) as [UpsertPath, ...UpsertPath[]]

/** The fields that refer to other records, whatever kind they are of, each with the kind that it refers to. */
export const referenceFields: Readonly<Record<string, UpsertPath>> = {
  bedId: 'beds',
  childId: 'children',
  childIds: 'children',
  homeId: 'homes',
  mockingbirdHubId: 'homes',
  otherChildId: 'children',
  parentId: 'children',
  placementId: 'placements',
  providerId: 'providers',
  requestId: 'placement-requests',
  siblingGroupId: 'sibling-groups',
}
