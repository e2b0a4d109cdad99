export { groupBy } from '../group.ts'
export {
  withYears,
  collectionYear,
  givenYear,
  type GivenYear,
  type ReturnRead,
  type UndatedRow,
} from './years.ts'
export { yearName } from './code-lists.ts'
export { childOfCells, isBlankCell } from './cells.ts'
export { yearsOfEmpty, type EmptyModule, type EmptyTable } from './empty-tables.ts'
export { columnName, recognise, type Layout, type Nearest } from './headings.ts'
export { explainsHeadings, isFooter, repeatsHeadings } from './other-lines.ts'
export { moduleOf, type ModuleName } from './modules.ts'
export { content, summarise, type Finding, type ReceivedRow, type Statement } from './rows.ts'
export {
  readSubmission,
  rowOutcomes,
  earlierLastDayOf,
  lastDayOf,
  restate,
  yearOf,
  withoutChildren,
  type ChildChange,
  type RowOutcome as Outcome,
  type Submission,
} from './submission.ts'
export { absencesFrom, absentOtherwise, lossesOf, wholeYears, type Loss } from './whole-returns.ts'
export { placeOf } from './stack.ts'
export { childOf, type ChildRecord } from './child.ts'
export type { Placement } from './placements.ts'
export { lastYearNotes } from './last-year-notes.ts'
export { readRow } from './rules/read-row.ts'
export { columnsIn, isCheckable, Validation, type Breach, type Undecided } from './validation.ts'
export { validationRules } from './rules/index.ts'
export type { Lookups, PostcodePlace, RecordedHome } from './rules/types.ts'
export { withHeaderSpellings } from './spellings.ts'
