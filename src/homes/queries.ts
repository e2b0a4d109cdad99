import { crud } from '../db/crud.ts'
import * as tables from '../db/tables.ts'

export const providers = crud(tables.providers)
export const homes = crud(tables.homes)
export const judgements = crud(tables.judgements)
export const contracts = crud(tables.contracts)
export const fees = crud(tables.fees)
export const beds = crud(tables.beds)
export const voids = crud(tables.voids)
