import { sql } from 'drizzle-orm'
import { crud } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'

/** Carer journeys. `asAt` selects those under way on a day: from their first known stage to the day before they close. */
export const carerJourneyStore = crud(tables.carerJourneys, (day) => sql`under_way @> ${day}::date`)
