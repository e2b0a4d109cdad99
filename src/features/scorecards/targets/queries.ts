import { checkFilter, normaliseFilter } from '../../../engines/figures/subject.ts'
import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'

export const ragRuleStore = crud(tables.ragRules)

const records = crud(tables.targets, { from: 'startsOn', until: 'endsOn' })

/** The store of targets. The filter is checked and normalised on insert; measure, filter and series can't be changed later. */
export const targetStore: typeof records = {
  ...records,
  async insert(tx, values) {
    const { measure, filter = {} } = values
    if (measure) checkFilter(measure, filter)
    return records.insert(tx, { ...values, filter: normaliseFilter(filter) })
  },
}
