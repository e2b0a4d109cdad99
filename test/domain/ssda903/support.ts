import {
  readSubmission,
  withYears,
  type Statement,
  type UndatedRow,
} from '../../../src/domain/ssda903/index.ts'

export const today = '2026-11-22'

type Cells = Record<string, string>
let line = 1

/** A row of one module, by default in a file named after the module. */
export function row(module: UndatedRow['module'], cells: Cells, file = `${module}.csv`): UndatedRow {
  return { file, upload: file, row: ++line, module, cells }
}

export function header(child: string, dob = '05/06/2010', more: Cells = {}, file?: string): UndatedRow {
  return row(
    'header',
    { CHILD: child, SEX: '1', DOB: dob, ETHNIC: 'WBRI', UPN: 'UN2', MOTHER: '', MC_DOB: '', ...more },
    file,
  )
}

/** An episode with these dates; by default long-term fostering with the authority's own carer. */
export function episode(
  child: string,
  from: string,
  to: string,
  more: Cells = {},
  file?: string,
): UndatedRow {
  return row(
    'episodes',
    {
      CHILD: child, DECOM: from, RNE: 'S', LS: 'C2', CIN: 'N1', PLACE: 'U4', PLACE_PROVIDER: 'PR1',
      DEC: to, REC: to === '' ? '' : 'E4A', REASON_PLACE_CHANGE: '', HOME_POST: '', PL_POST: '', URN: '',
      ...more,
    },
    file,
  ) // prettier-ignore
}

/** The years with episodes, in order. */
export const returnsOf = (rows: readonly { module: string; year: number }[]) =>
  [...new Set(rows.flatMap(({ module, year }) => (module === 'episodes' ? year : [])))].sort((a, b) => a - b)

/** Reads a submission, given the statements stored before, and its year where the rows do not say it. */
export function read(rows: readonly UndatedRow[], earlier: readonly Statement[] = [], year?: number) {
  const sender = year === undefined ? null : { year, confirmed: true }
  const rowsRead = withYears(rows, today, sender).rows
  return readSubmission(
    rowsRead,
    { statements: earlier, returns: returnsOf(earlier) },
    returnsOf([...earlier, ...rowsRead]),
    today,
  )
}

/** The record of the first child in a submission. */
export function recordOf(rows: readonly UndatedRow[], year?: number) {
  const submission = read(rows, [], year)
  const [child] = submission.children
  if (!child?.current) throw new Error('the submission has no child that can be used')
  return { ...submission, record: child.current }
}

/** Placements as `type from–to`. */
export function stays(rows: readonly UndatedRow[]): string[] {
  return recordOf(rows).record.placements.map((p) => `${p.type} ${p.startedOn}–${p.endedOn ?? ''}`)
}

/** Findings as `kind rule column`. */
export function findingsOf(rows: readonly UndatedRow[], year?: number): string[] {
  return read(rows, [], year).findings.map(({ kind, rule, column }) =>
    [kind, rule, column].filter(Boolean).join(' '),
  )
}
