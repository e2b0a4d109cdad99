import type { CivilDate } from '../../domain/dates.ts'
import type { Store } from '../db/crud.ts'
import { fieldProblem } from './action.ts'

/**
 * Refuses a date of something that has happened where it is still to come.
 * @throws {Problem} 422 that names the field
 */
export function refuseFuture(values: object, fields: readonly string[], today: CivilDate): void {
  for (const field of fields) {
    const day = (values as Record<string, unknown>)[field]
    if (typeof day === 'string' && day > today)
      throw fieldProblem(field, 'is still to come: give the day on which it happened', 'in-future')
  }
}

/** A store that takes no date to come in these fields, which say when something happened. */
export function withPastDates<Row, New extends object>(
  store: Store<Row, New>,
  fields: readonly (keyof New & string)[],
  today: () => CivilDate,
): Store<Row, New> {
  return {
    ...store,
    insert(tx, values) {
      refuseFuture(values, fields, today())
      return store.insert(tx, values)
    },
    update(tx, id, values, version) {
      refuseFuture(values, fields, today())
      return store.update(tx, id, values, version)
    },
  }
}
