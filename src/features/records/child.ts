import { legalStatusLabels, placementEndReasons, relations } from '../../domain/codes.ts'
import { may } from '../../domain/access.ts'
import { ageOn, birthday, nightsBetween, type CivilDate } from '../../domain/dates.ts'
import { gateStates } from '../../domain/gates/gates.ts'
import { legalClock } from '../../domain/legal-clock.ts'
import { holdActions } from '../../domain/lifecycle/hold.ts'
import { placementActions } from '../../domain/lifecycle/placement.ts'
import { requestActions } from '../../domain/lifecycle/request.ts'
import { wasUnplanned } from '../../domain/moves/journey.ts'
import { statusAllows } from '../../domain/moves/status-allows.ts'
import { caseActions, caseStatus } from '../../domain/panels/lifecycle.ts'
import { placementStatus } from '../../domain/placement-status.ts'
import { placementTypes } from '../../domain/placement-types.ts'
import { attentionRows } from '../../engines/attention/rows.ts'
import { readJourney } from '../../engines/care-record/picture.ts'
import { circumstancesOf, othersNamed } from '../../engines/care-record/queries/circumstances.ts'
import { judgePlacesToAvoid } from '../../engines/matching/queries/avoid.ts'
import { placementCase, type PlacementCase } from '../../engines/placements/queries.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { actionsOf } from '../../platform/http/action.ts'
import { displayPostcodeOrNull } from '../../platform/http/fields.ts'
import * as queries from './queries/child.ts'
import type { WholeChild } from './schema.ts'

const isOpen = (status: string) => ['planned', 'current', 'overdue'].includes(status)

/**
 * Everything on record about a child, on a day; `childIds` are the children that it shows, for the access log.
 * @returns undefined for a child whom the authority does not have
 */
export async function recordOfChild(
  tx: Tx,
  childId: string,
  today: CivilDate,
): Promise<{ record: WholeChild; childIds: string[] } | undefined> {
  const row = await queries.readChild(tx, childId, today)
  const journey = await readJourney(tx, childId, today)
  if (row === undefined || journey === undefined) return undefined
  const { care, legal, libertyOrders, ...child } = row
  const placements = await placementsOf(tx, childId, today)
  const circumstances = await circumstancesOf(tx, childId, today)
  const requests = await queries.readRequests(tx, childId)
  const holds = await queries.readHolds(tx, childId)
  const siblings = await queries.readSiblings(tx, childId, today)
  const connections = await queries.readConnections(tx, childId)
  const panels = may(tx.principal, 'panels:read') ? await queries.readCases(tx, childId) : null
  const attention = await attentionRows(tx, today, { childId })
  const homeId = journey.current?.homeId ?? null
  const places = circumstances.needs?.placesToAvoid ?? []
  const judgements =
    homeId === null ? undefined : (await judgePlacesToAvoid(tx, places, [homeId])).get(homeId)
  const status = legal?.status as keyof typeof legalStatusLabels | undefined

  const record: WholeChild = {
    asAt: today,
    child: {
      ...child,
      homePostcode: displayPostcodeOrNull(child.homePostcode),
      schoolPostcode: displayPostcodeOrNull(child.schoolPostcode),
      age: ageOn(child.dateOfBirth, today),
      eighteenOn: birthday(child.dateOfBirth, 18),
      daysTo18: nightsBetween(today, birthday(child.dateOfBirth, 18)),
      href: `/v1/children/${childId}`,
    },
    care,
    legal:
      legal && status
        ? {
            ...legal,
            label: legalStatusLabels[status],
            allows: statusAllows[status],
            clock: legalClock(status, legal.since, today),
          }
        : null,
    libertyOrders,
    attention,
    ...circumstances,
    areasToAvoid: judgements ?? places.map((place) => ({ ...place, milesBeyond: null, inside: null })),
    connections: connections.map((line) => ({ ...line, title: relations[line.relation] })),
    moves: journey.moves,
    placements: placements.map(({ line }) => line),
    requests: requests.map((line) => ({ ...line, href: `/v1/placement-requests/${line.id}` })),
    holds: holds.map((line) => ({ ...line, href: `/v1/holds/${line.id}` })),
    siblings: siblings.map(({ dateOfBirth, ...line }) => ({ ...line, age: ageOn(dateOfBirth, today) })),
    panels:
      panels?.map((line) => ({
        ...line,
        status: caseStatus(line),
        href: `/v1/panel-cases/${line.id}`,
      })) ?? null,
    actions: [
      ...placements.flatMap(({ line, facts }) =>
        facts ? actionsOn('placement', line, placementActions, facts, today) : [],
      ),
      ...requests
        .filter(({ status }) => status !== 'withdrawn' && status !== 'placed')
        .flatMap((line) => actionsOn('placement-request', line, requestActions, line, today)),
      ...holds
        .filter(({ status }) => status === 'held')
        .flatMap((line) => actionsOn('hold', line, holdActions, line, today)),
      ...(panels ?? [])
        .filter((line) => !['withdrawn', 'closed'].includes(caseStatus(line)))
        .flatMap((line) => actionsOn('panel-case', line, caseActions, line, today)),
    ],
  }
  const childIds = [
    childId,
    ...othersNamed(circumstances),
    ...siblings.map((sibling) => sibling.childId),
    ...requests.flatMap((request) => request.childIds),
    ...attention.flatMap(({ children }) => children.map(({ id }) => id)),
  ]
  return { record, childIds }
}

type ActionLine = WholeChild['actions'][number]

/** Actions whose address is not below that of the record. */
const otherHrefs: Readonly<Record<string, string>> = { search: '/v1/vacancy-searches', hold: '/v1/holds' }

function actionsOn<Facts>(
  record: ActionLine['record'],
  { id }: { id: string },
  rules: Parameters<typeof actionsOf<string, Facts>>[0],
  ...[facts, today]: [Facts, CivilDate]
): ActionLine[] {
  return actionsOf(
    rules,
    facts,
    today,
    (action) => otherHrefs[action] ?? `/v1/${record}s/${id}/${action}`,
  ).map((state) => ({ record, id, ...state }))
}

interface PlacementOnLine {
  line: WholeChild['placements'][number]
  /** Null of one that is over. */
  facts: PlacementCase | null
}

async function placementsOf(tx: Tx, childId: string, today: CivilDate): Promise<PlacementOnLine[]> {
  const lines: PlacementOnLine[] = []
  for (const row of await queries.readPlacements(tx, childId)) {
    const { plannedFrom, plannedTo, startedOn, endedOn, endReason } = row
    const status = placementStatus(row, today)
    const facts = isOpen(status) ? ((await placementCase(tx, row.id, today)) ?? null) : null
    lines.push({
      facts,
      line: {
        ...row,
        title: placementTypes[row.type].label,
        status,
        from: startedOn ?? plannedFrom,
        to: endedOn ?? plannedTo,
        nights: startedOn === null ? null : Math.max(0, nightsBetween(startedOn, endedOn ?? today)),
        endReason: endReason && placementEndReasons[endReason],
        unplanned: endedOn === null ? null : wasUnplanned(row),
        gates: facts ? gateStates(facts.gates) : [],
        notice: facts?.notice ?? null,
        brokenMusts: facts ? [...facts.brokenMusts] : [],
        href: `/v1/placements/${row.id}`,
      },
    })
  }
  return lines
}
