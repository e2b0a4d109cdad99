import { createHash } from 'node:crypto'
import { laChildId, writeDailyChild, type DailyChild } from '../../../domain/daily-collection/child.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import { collectionYear } from '../../../domain/ssda903/years.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { recordedChildren } from '../out/queries.ts'
import { liveReferences } from './queries.ts'

const hexOf = (text: string) => createHash('sha256').update(text).digest('hex')
const makeId = (...words: string[]) => hexOf(words.join('|')).slice(0, 32)

/** A child in the form of the collection. */
export interface DailyRecord {
  id: string
  record: DailyChild
  hash: string
}

export interface DailyRecords {
  children: DailyRecord[]
  /** Children whose reference the collection could not take. */
  misfits: { id: string; reference: string }[]
  /** Those of the references asked for whose child has no record here any more, or one merged into another. */
  strays: string[]
}

/** The children in care in this collection year or the one before, and those of these references, as they are now. */
export async function dailyRecords(
  tx: Tx,
  today: CivilDate,
  references: readonly string[],
): Promise<DailyRecords> {
  const from = `${collectionYear(today) - 2}-04-01`
  const everyone = await recordedChildren(tx, { from, to: today }, references)
  const live = await liveReferences(tx, references)
  return {
    children: everyone
      .filter(({ record }) => laChildId.test(record.reference))
      .map(({ id, record }) => {
        const child = writeDailyChild({ id, record, today, makeId })
        return { id, record: child, hash: hexOf(JSON.stringify(child)) }
      }),
    misfits: everyone
      .filter(({ record }) => !laChildId.test(record.reference))
      .map(({ id, record }) => ({ id, reference: record.reference })),
    strays: references.filter((reference) => !live.has(reference)),
  }
}
