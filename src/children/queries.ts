import { inArray } from 'drizzle-orm'
import { crud } from '../db/crud.ts'
import * as tables from '../db/tables.ts'
import type { Tx } from '../db/tenant.ts'

export const siblingGroups = crud(tables.siblingGroups)
export const children = crud(tables.children)
export const needs = crud(tables.childNeeds)
export const separations = crud(tables.separations, { from: 'fromOn', until: 'toOn' })
export const connections = crud(tables.connections)
export const carePeriods = crud(tables.carePeriods, { from: 'startedOn', until: 'endedOn' })
export const legalStatuses = crud(tables.legalStatuses, { from: 'startedOn', until: 'endedOn' })

/** The children of these references; a reference that is not known has none. */
export function childrenByReference(tx: Tx, references: readonly string[]) {
  return tx.db
    .select()
    .from(tables.children)
    .where(inArray(tables.children.reference, [...references]))
}
