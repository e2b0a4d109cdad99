import { addDays, type CivilDate } from '../dates.ts'
import { cellValue, textOf } from './cells.ts'
import { codeLists, outOfYear, yearName } from './code-lists.ts'
import { moduleOf, type Column, type Holds } from './modules.ts'
import { finding, type Finding, type ReceivedRow, type Statement } from './rows.ts'

function expectation(holds: Holds): string {
  switch (holds.kind) {
    case 'date':
      return 'write it as dd/mm/yyyy, a day that exists, from 1901 on'
    case 'code': {
      const codes = Object.keys(codeLists[holds.list])
      return codes.length > 12 ? `not on the list of ${holds.list} codes` : `one of ${codes.join(', ')}`
    }
    case 'whole':
      return `a whole number from ${holds.from} to ${holds.to}`
    case 'postcode':
      return 'not in the form of a postcode'
    case 'identifier':
    case 'text':
      return `should be ${holds.form}`
  }
}

interface Checked {
  cells: Record<string, string>
  findings: Finding[]
}

function tellForm(row: ReceivedRow, column: Column, form: string | null, { findings }: Checked): void {
  if (form !== null) findings.push(finding('read', row, { rule: null, column: column.name, more: form }))
}

function checkCell(column: Column, row: ReceivedRow, isInterpreted: boolean, result: Checked): void {
  const { value: text, form: blankForm } = textOf(row.cells[column.name])
  const identifier = column.name === 'CHILD'
  tellForm(row, column, blankForm, result)
  if (text === '') {
    if (column.blank) return
    const kind = isInterpreted || identifier ? 'rejected' : 'noted'
    result.findings.push(
      finding(kind, row, { rule: column.rule, column: column.name, more: `${column.name} is blank` }),
    )
    return
  }
  const cell = cellValue(column.holds, text)
  if (cell !== null) {
    const { value, form } = cell
    tellForm(row, column, form, result)
    result.cells[column.name] = value
    const late = column.holds.kind === 'code' ? outOfYear(column.holds.list, value, row.year) : null
    if (late !== null) {
      const why = `${late}; used as it stands in the return of ${yearName(row.year)}`
      result.findings.push(finding('noted', row, { rule: column.rule, column: column.name, more: why }))
    }
    return
  }
  if (!isInterpreted && !identifier) {
    result.cells[column.name] = text
    result.findings.push(
      finding('noted', row, { rule: column.rule, column: column.name, more: expectation(column.holds) }),
    )
  } else if (column.invalid === 'reject') {
    result.findings.push(
      finding('rejected', row, { rule: column.rule, column: column.name, more: expectation(column.holds) }),
    )
  } else {
    const why = `${expectation(column.holds)}; left out`
    result.findings.push(finding('repaired', row, { rule: column.rule, column: column.name, more: why }))
  }
}

const firstDay = '1991-10-14'

/** Checks the validation rules that concern one episode by itself. */
function checkEpisode(row: ReceivedRow, { cells, findings }: Checked, today: CivilDate): void {
  const { DECOM, DEC, REC } = cells
  const add = (kind: Finding['kind'], rule: string | null, column: string, more = '') =>
    findings.push(finding(kind, row, { rule, column, more }))
  if (DECOM && DECOM < firstDay) add('rejected', '353', 'DECOM')
  if (DECOM && DECOM > today) add('rejected', '141', 'DECOM', 'the day has not come yet')
  if (DEC && DEC > today) add('rejected', '354', 'DEC', 'the day has not come yet')
  if (DECOM && DEC && DEC < DECOM) add('rejected', '356', 'DEC')
  if (DECOM && DEC && DEC === DECOM) add('rejected', '355', 'DEC', 'it covers no night')
  const hasText = (column: string) => textOf(row.cells[column]).value !== ''
  if (hasText('DEC') && !hasText('REC')) add('rejected', '148', 'REC', 'REC is blank')
  if (!hasText('DEC') && REC === 'X1') {
    delete cells.REC
    add('repaired', '148', 'REC', 'no date, so read as an episode still open')
  } else if (!hasText('DEC') && hasText('REC')) {
    add('rejected', '148', 'DEC', 'it says that care ended, but not when')
  }
  const [yearStart, yearEnd] = [`${row.year - 1}-04-01`, `${row.year}-03-31`]
  const outside = `outside ${yearName(row.year)}, the year of its return; used as it stands`
  if (DECOM && DECOM > yearEnd && DECOM <= today)
    add('noted', null, 'DECOM', `the episode starts after 31 March ${row.year}: ${outside}`)
  else if (DEC && DEC > yearEnd && DEC <= today) add('noted', '354', 'DEC', outside)
  else if (DEC && DEC <= yearStart)
    add('noted', null, 'DEC', `the episode ended before 1 April ${row.year - 1}: ${outside}`)
  const { lastDay } = codeLists.PLACE[cells.PLACE ?? ''] ?? {}
  if (lastDay && addDays(DEC ?? yearEnd, -1) > lastDay) add('noted', '217t', 'PLACE')
}

/** Checks one row by itself. Returns its statement, or null where the row cannot be used, and all findings. */
export function checkRow(
  row: ReceivedRow,
  today: CivilDate,
): { statement: Statement | null; findings: Finding[] } {
  if (row.fault)
    return {
      statement: null,
      findings: [finding('rejected', row, { rule: null, column: null, more: row.fault })],
    }
  const module = moduleOf(row.module)
  const result: Checked = { cells: {}, findings: [] }
  for (const column of module.columns) checkCell(column, row, module.isInterpreted, result)
  if (row.module === 'episodes') checkEpisode(row, result, today)
  if (row.module === 'header' && (result.cells.DOB ?? '') > today) {
    result.findings.push(
      finding('rejected', row, { rule: '102', column: 'DOB', more: 'the day has not come yet' }),
    )
  }
  if (result.findings.some((entry) => entry.kind === 'rejected')) {
    // A rejected row counts as rejected only, not also as repaired.
    return { statement: null, findings: result.findings.filter((entry) => entry.kind !== 'repaired') }
  }
  const { cells, findings } = result
  const key = module.key.map((column) => cells[column] ?? '').join('|')
  return {
    statement: { module: row.module, child: cells.CHILD ?? '', year: row.year, key, cells, from: row },
    findings,
  }
}
