import { isDeepStrictEqual } from 'node:util'
import type { CivilDate } from '../../../domain/dates.ts'
import type { ChildRecord, Placement, Submission } from '../../../domain/ssda903/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { matchBeds, type Seeking, type Unmatched } from './beds.ts'
import { freeNightsOf, homesOfUrns, placeInBeds, releaseBeds } from './queries/beds.ts'
import {
  carePeriods,
  legalStatuses,
  placements,
  spansOnNightsOf,
  writeChildren,
  writeSpans,
  type ChildFields,
  type SpanFields,
  type SpanTable,
  type Tally,
} from './queries/records.ts'

type Changes = Submission['children']

interface Spans {
  table: SpanTable
  of: (child: ChildRecord, today: CivilDate) => SpanFields[]
}

const layerOf = ({ type }: Placement) =>
  type === 'temporary' || type === 'short-break' ? 'temporary' : 'usual'

/** An end that has yet to come (Staying Put ends on the 21st birthday at the latest) is a plan. */
function placementFields(reference: string, placement: Placement, today: CivilDate): SpanFields {
  const over = placement.endedOn !== null && placement.endedOn <= today
  return {
    reference,
    started_on: placement.startedOn,
    layer: layerOf(placement),
    ended_on: over ? placement.endedOn : null,
    planned_to: over ? null : placement.endedOn,
    placement_type: placement.type,
    place_code: placement.placeCode,
    provider_code: placement.providerCode,
    end_reason: placement.endReason,
    same_carer: placement.sameCarer,
    postcode: placement.postcode,
    home_postcode: placement.homePostcode,
  }
}

const tables: readonly Spans[] = [
  {
    table: carePeriods,
    of: ({ reference, carePeriods }) =>
      carePeriods.map(({ startedOn, endedOn, need, endReason }) => ({
        reference,
        started_on: startedOn,
        ended_on: endedOn,
        need,
        end_reason: endReason,
      })),
  },
  {
    table: legalStatuses,
    of: ({ reference, legalStatuses }) =>
      legalStatuses.map(({ status, startedOn, endedOn }) => ({
        reference,
        started_on: startedOn,
        ended_on: endedOn,
        status,
      })),
  },
  {
    table: placements,
    of: ({ reference, placements }, today) =>
      placements.map((placement) => placementFields(reference, placement, today)),
  },
]

function childFields(child: ChildRecord): ChildFields {
  return {
    reference: child.reference,
    date_of_birth: child.dateOfBirth,
    sex: child.sex,
    ethnicity: child.ethnicity,
    upn: child.upn,
    uasc: child.uasc,
    uasc_ceased_on: child.uascCeasedOn,
    home_postcode: child.homePostcode,
  }
}

const keyOf = ({ reference, started_on, layer }: SpanFields) => JSON.stringify([reference, started_on, layer])

/** Children whose record differs from what the returns made of them before. */
function different(changes: Changes): Changes {
  return changes.filter(({ before, after }) => !isDeepStrictEqual(before, after))
}

function spansOf({ of }: Spans, changes: Changes, today: CivilDate) {
  const wanted = changes.flatMap(({ after }) => of(after, today))
  const before = changes.flatMap((change) => (change.before ? of(change.before, today) : []))
  const keys = new Set(wanted.map(keyOf))
  return { wanted, before, gone: before.filter((span) => !keys.has(keyOf(span))) }
}

/** The children whose records made otherwise would overlap those of the returns. */
export async function standingInTheWay(tx: Tx, changes: Changes, today: CivilDate): Promise<Set<string>> {
  const inTheWay = new Set<string>()
  for (const spans of tables) {
    const { wanted, before } = spansOf(spans, different(changes), today)
    const known = new Set([...wanted, ...before].map(keyOf))
    for (const span of await spansOnNightsOf(tx, spans.table, wanted)) {
      if (!known.has(keyOf(span))) inTheWay.add(span.reference)
    }
  }
  return inTheWay
}

export interface Applied {
  records: Record<'children' | SpanTable['name'], Tally>
  unmatched: Unmatched[]
}

/** Writes what the returns changed of children, and matches their placements to beds. */
export async function applyChanges(tx: Tx, all: Changes, today: CivilDate): Promise<Applied> {
  await tx.client.query(`select set_config('app.reason', 'SSDA903 import', true)`)
  const changes = different(all)
  const sought = placementsToMatch(changes)
  const children = await writeChildren(
    tx,
    changes.map(({ after }) => childFields(after)),
  )
  const held = await releaseBeds(tx, sought)
  const tallies: [SpanTable['name'], Tally][] = []
  for (const spans of tables) {
    const { wanted, gone } = spansOf(spans, changes, today)
    const tally = await writeSpans(tx, spans.table, gone, wanted)
    tally.unchanged += all.flatMap(({ after }) => spans.of(after, today)).length - wanted.length
    tallies.push([spans.table.name, tally])
  }
  children.unchanged += all.length - changes.length
  const bedOf = new Map(
    held.map((stay) => [JSON.stringify([stay.reference, stay.startedOn, stay.layer]), stay.bedId]),
  )
  const unmatched = await match(
    tx,
    sought.map((stay) => ({
      ...stay,
      bedId: bedOf.get(JSON.stringify([stay.reference, stay.startedOn, stay.layer])) ?? null,
    })),
  )
  return {
    records: { children, ...(Object.fromEntries(tallies) as Record<SpanTable['name'], Tally>) },
    unmatched,
  }
}

/** New placements, and those whose nights or place the returns changed. */
function placementsToMatch(changes: Changes): Seeking[] {
  return changes.flatMap(({ before, after }) =>
    after.placements
      .filter((placement) => !before?.placements.some((earlier) => isDeepStrictEqual(earlier, placement)))
      .map((placement) => ({
        reference: after.reference,
        startedOn: placement.startedOn,
        layer: layerOf(placement),
        to: placement.endedOn,
        urn: placement.urn,
        postcode: placement.postcode,
        bedId: null,
      })),
  )
}

async function match(tx: Tx, seeking: readonly Seeking[]): Promise<Unmatched[]> {
  const urns = [...new Set(seeking.flatMap(({ urn }) => urn ?? []))]
  const bedIds = seeking.flatMap(({ bedId }) => bedId ?? [])
  if (urns.length === 0 && bedIds.length === 0) return []
  const homes = await homesOfUrns(tx, urns)
  const free = await freeNightsOf(
    tx,
    homes.map(({ homeId }) => homeId),
    bedIds,
  )
  const { found, unmatched } = matchBeds(seeking, homes, free)
  await placeInBeds(tx, found)
  return unmatched
}
