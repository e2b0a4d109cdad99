import { crud } from '../../db/crud.ts'
import * as tables from '../../db/tables.ts'

export const observationSeries = crud(tables.observationSeries)
export const observations = crud(tables.observations)
