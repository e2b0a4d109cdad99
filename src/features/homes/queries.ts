import { crud } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'

export const providers = crud(tables.providers)
export const homes = crud(tables.homes, { from: 'opensOn', until: 'closesOn' })
export const judgements = crud(tables.judgements, { from: 'judgedOn' })
export const restrictions = crud(tables.homeRestrictions, { from: 'startsOn', until: 'endsOn' })
export const contracts = crud(tables.contracts, { from: 'startsOn', until: 'endsOn' })
export const fees = crud(tables.fees, { from: 'startsOn', until: 'endsOn' })
export const beds = crud(tables.beds, { from: 'opensOn', until: 'closesOn' })
export const voids = crud(tables.voids, { from: 'startsOn', until: 'endsOn' })
