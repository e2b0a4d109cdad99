import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'

export const populationStore = crud(tables.populations)
