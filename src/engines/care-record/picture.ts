import { legalStatusLabels, placementEndReasons } from '../../domain/codes.ts'
import type { CivilDate } from '../../domain/dates.ts'
import type { PlacementRecord } from '../../domain/moves/care-record.ts'
import { journeyOf, wasUnplanned, type Journey } from '../../domain/moves/journey.ts'
import { careLevelOf } from '../../domain/moves/ladder.ts'
import { readinessFacts } from '../../domain/moves/readiness.ts'
import { statusAllows } from '../../domain/moves/status-allows.ts'
import { placementTypes } from '../../domain/placement-types.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { careRecordsOf } from './queries/records.ts'
import type { Picture } from './schema.ts'

/** A child's care on a day: placements, legal status and what follows from them; undefined for an unknown child. */
export async function readJourney(tx: Tx, childId: string, asAt: CivilDate): Promise<Journey | undefined> {
  const [record] = await careRecordsOf(tx, [childId], asAt)
  return record && journeyOf(record, asAt)
}

/** A child's journey through care as panels and move options show it. */
export function pictureOf(journey: Journey): Picture {
  const { record, current, home, age, asAt } = journey
  const status = record.legalStatus as keyof typeof legalStatusLabels | null
  return {
    asAt,
    child: {
      id: record.childId,
      reference: record.reference,
      age,
      legalStatus: status,
      legalStatusLabel: status && legalStatusLabels[status],
      legalStatusSince: record.legalStatusSince,
      lookedAfterSince: record.careStartedOn,
      lookedAfterBefore: record.careStartedBefore,
      statusAllows: status && statusAllows[status],
    },
    current: current && {
      ...stay(current),
      level: careLevelOf(current.type, home?.capabilities ?? []),
      weeklyCost: home?.weeklyCost ?? null,
      ofstedGrade: home?.ofstedGrade ?? null,
    },
    history: record.placements.toReversed().map((placement) => ({
      ...stay(placement),
      to: placement.endedOn,
      endReason: placement.endReason && placementEndReasons[placement.endReason],
      unplanned: placement.endedOn === null ? null : wasUnplanned(placement),
    })),
    facts: readinessFacts.map(({ id, title, unit, source, value, means }) => ({
      id,
      title,
      value: value(journey),
      unit,
      source,
      meaning: means(journey),
    })),
  }
}

const stay = ({ id, type, homeName, startedOn, startedBefore, distanceMiles }: PlacementRecord) => ({
  id,
  type,
  title: placementTypes[type].label,
  homeName,
  from: startedOn,
  startedBefore,
  distanceMiles,
})
