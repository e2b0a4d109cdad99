import { crud } from '../../db/crud.ts'
import * as tables from '../../db/tables.ts'

export const populations = crud(tables.populations)
