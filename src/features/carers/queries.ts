import { sql } from 'drizzle-orm'
import { crud } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'

/** Journeys are in force from their first day until the one on which they end. */
export const carerJourneyStore = crud(tables.carerJourneys, (day) => sql`under_way @> ${day}::date`)
