import { groupBy } from '../../../../domain/ssda903/index.ts'
import type { CivilDate } from '../../../../domain/dates.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import { liveEdits } from '../live-edits.ts'
import {
  isDifferent,
  liveSpans,
  overlap,
  returnedWhat,
  spanKey,
  spansOf,
  spanSources,
  type Changes,
  type SpanSource,
} from '../apply.ts'
import { spansWithDependents, type RecordedSpan } from '../queries/records.ts'

/** A period of care, legal status or placement, as it is recorded or as a return has it. */
export interface Version {
  recordType: SpanSource['table']['name']
  /** Of the record; null of what a return says. */
  id: string | null
  startedOn: CivilDate
  endedOn: CivilDate | null
  /** The legal status, or the type of the placement. */
  what: string | null
}

/** What is recorded, and not made from returns, on nights of which the returns say something else; and what they say. */
export interface Versions {
  recorded: Version[]
  returned: Version[]
}

export interface Contradiction extends Versions {
  /** Of the child. */
  reference: string
}

/**
 * The children of whom a care period, legal status or placement that was not made from returns overlaps one that these
 * returns would make, within the years of which they tell; or was made from earlier ones, changed live, and is said
 * otherwise by these; or is no longer made, and other records depend on it.
 */
export async function contradictionsIn(tx: Tx, changes: Changes, today: CivilDate): Promise<Contradiction[]> {
  const changeOf = new Map(changes.map((change) => [change.reference, change]))
  const byChild = new Map<string, Contradiction>()
  for (const source of spanSources) {
    const edits = await liveEdits(tx, source, changes, today)
    const losses = spansOf(source, changes.filter(isDifferent), today).obsolete
    const holders = await spansWithDependents(tx, source.table, losses)
    const lives = groupBy(
      [...(await liveSpans(tx, source, changes, today)), ...edits.map(({ record }) => record), ...holders],
      ({ reference }) => reference,
    )
    const editKeys = new Set(edits.map(({ span }) => spanKey(span)))
    for (const [reference, ofChild] of lives) {
      const child = changeOf.get(reference)?.current
      const spans = child ? source.rowsOf(child, today) : []
      const entry = byChild.get(reference) ?? { reference, recorded: [], returned: [] }
      const recordType = source.table.name
      entry.recorded.push(...ofChild.map((span) => recordedVersion(recordType, span)))
      for (const span of spans) {
        if (!editKeys.has(spanKey(span)) && !ofChild.some((live) => overlap(live, span))) continue
        const { started_on: startedOn, ended_on: endedOn } = span
        entry.returned.push({ recordType, id: null, startedOn, endedOn, what: returnedWhat(span) })
      }
      byChild.set(reference, entry)
    }
  }
  return [...byChild.values()]
}

const recordedVersion = (recordType: Version['recordType'], span: RecordedSpan): Version => ({
  recordType,
  id: span.id,
  startedOn: span.started_on,
  endedOn: span.ended_on,
  what: span.what,
})

const versionWords = ({ recordType, startedOn, endedOn }: Version) =>
  `${recordType.replace('_', ' ')} ${startedOn} to ${endedOn ?? 'now'}`

/** A contradiction in words, for the report. */
export function contradictionWords(versions: Versions): string {
  const words = (some: readonly Version[]) => some.map(versionWords).join(', ') || 'nothing on these nights'
  return `which is right? Recorded, changed or built on live: ${words(versions.recorded)}; by the returns: ${words(versions.returned)}`
}
