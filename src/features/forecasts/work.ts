import type { Principal } from '../../domain/access.ts'
import type { CivilDate } from '../../domain/dates.ts'
import type { ForecastAsked } from './schema.ts'

/** A forecast to be made. */
export interface ForecastWork {
  id: string
  principal: Principal
  question: ForecastAsked
  /** The last night of which all is known: it ends a month. */
  asAt: CivilDate
}
