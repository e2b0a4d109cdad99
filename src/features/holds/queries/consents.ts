import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'

export const placingConsentStore = crud(tables.placingConsents, { from: 'startsOn', until: 'endsOn' })
