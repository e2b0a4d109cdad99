import { crud } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'

export const providerStore = crud(tables.providers)
export const categoryVariationStore = crud(tables.categoryVariations, { from: 'addedOn', until: 'removedOn' })

const homes = crud(tables.homes, { from: 'opensOn', until: 'closesOn' })
const visibleHomes = crud(tables.visibleHomes, { from: 'opensOn', until: 'closesOn' })
const households: readonly string[] = ['fostering-household', 'connected-carer-household']
/** A carer's household is confidential without anybody saying so. */
export const homeStore: typeof homes = {
  ...homes,
  list: (tx, listing) => visibleHomes.list(tx, listing),
  get: (tx, id, knownAt) => visibleHomes.get(tx, id, knownAt),
  insert: async (tx, home) =>
    homes.insert(tx, { ...home, confidential: home.confidential ?? households.includes(home.kind) }),
}

export const judgementStore = crud(tables.judgements, { from: 'judgedOn' })
export const restrictionStore = crud(tables.homeRestrictions, { from: 'startsOn', until: 'endsOn' })
export const contractStore = crud(tables.contracts, { from: 'startsOn', until: 'endsOn' })
export const feeStore = crud(tables.fees, { from: 'startsOn', until: 'endsOn' })
export const bedStore = crud(tables.beds, { from: 'opensOn', until: 'closesOn' })
export const voidStore = crud(tables.voids, { from: 'startsOn', until: 'endsOn' })
export const contactStore = crud(tables.homeContacts)
