export { groupBy } from '../group.ts'
export { withYears, type UndatedRow } from './years.ts'
export { columnName, moduleOf, recognise, type ModuleName } from './modules.ts'
export { content, type Finding, type ReceivedRow, type Statement } from './rows.ts'
export {
  readSubmission,
  rowOutcomes,
  withoutChildren,
  type RowOutcome as Outcome,
  type Submission,
} from './submission.ts'
export type { ChildRecord } from './child.ts'
export type { Placement } from './placements.ts'
