import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'

export const observationSeries = crud(tables.observationSeries)
export const observations = crud(tables.observations)
