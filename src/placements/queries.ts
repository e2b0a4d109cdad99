import { crud } from '../db/crud.ts'
import * as tables from '../db/tables.ts'

export const placements = crud(tables.placements, { from: 'startedOn', until: 'endedOn' })
