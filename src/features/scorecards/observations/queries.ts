import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'

export const observationSeriesStore = crud(tables.observationSeries)
export const observationStore = crud(tables.observations)
