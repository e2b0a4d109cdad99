import { moduleNames, modules, moduleOf, type ModuleName } from '../../../../src/domain/ssda903/modules.ts'
import type { Rule } from '../../../../src/domain/ssda903/rules/rule.ts'
import type { Lookups, ReturnModule } from '../../../../src/domain/ssda903/rules/types.ts'
import { columnsIn, moduleOfSource, Validation } from '../../../../src/domain/ssda903/validation.ts'
import type { ReceivedRow } from '../../../../src/domain/ssda903/rows.ts'

/**
 * The notation in which a rule's examples are written: rows separated by `;`, each the module and the cells that matter,
 * `COLUMN=value` (`COLUMN=` for a blank one). All else of a row is in order. `last` before a module: a row of the year
 * before. The child is in Header unless `no header` says otherwise; `other` before a module: a row of another child.
 */
type Cells = Record<string, string>

const own = 'E06000049'
const place = (authorityCode: string | null, country: string, miles: number) => ({
  authorityCode,
  country,
  easting: 300_000,
  northing: 200_000 + Math.round(miles * 1609.3),
})
const home = { kind: 'childrens-home', sector: 'own', postcode: 'XX11AA', authorityCode: own, closedOn: null }

/** Postcodes and homes of the examples: XX1 1AA is in the own authority, XX1 2AA in another, XX5 1AA 400 miles away. */
export const lookups: Lookups = {
  authorityCode: own,
  places: new Map([
    ['XX11AA', place(own, 'E', 0)],
    ['XX12AA', place('E08000003', 'E', 30)],
    ['XX51AA', place(null, 'S', 400)],
  ]),
  homes: new Map([
    ['SC123456', [home]],
    ['SC999999', [{ ...home, closedOn: '2023-10-01' }]],
  ]),
}

/** The collection year of a rule's examples. */
export const yearOfExamples = ({ from = 2024, to = 2024 }: Rule) => (from > 2024 ? from : Math.min(to, 2024))

const defaultCells = (module: ModuleName, year: number): Cells => {
  const [startYear, sex] = [year - 1, year >= 2025 ? 'M' : '1']
  const cells: Record<ModuleName, Cells> = {
    header: { SEX: sex, ETHNIC: 'WBRI', UPN: 'A123456789012', UASC: '0' },
    episodes: {
      DECOM: `${startYear}-06-01`, RNE: 'S', LS: 'C2', CIN: 'N1', PLACE: 'U4', PLACE_PROVIDER: 'PR1',
      HOME_POST: 'XX1 1AA', PL_POST: 'XX1 2AA', URN: 'SC123456',
    },
    uasc: { SEX: sex },
    oc3: { IN_TOUCH: 'YES', ACTIV: 'F1', ACCOM: 'B1' },
    missing: { MISSING: 'M', MIS_START: `${startYear}-07-01`, MIS_END: `${startYear}-07-03` },
    reviews: { REVIEW: `${startYear}-09-01`, REVIEW_CODE: 'PN1' },
    oc2: {
      SDQ_SCORE: '10', CONVICTED: '0', IMMUNISATIONS: '1', TEETH_CHECK: '1', HEALTH_ASSESSMENT: '1', SUBSTANCE_MISUSE: '0',
    },
    ad1: {
      DATE_INT: `${startYear}-07-01`, DATE_MATCH: `${startYear}-08-01`, FOSTER_CARE: '0', NB_ADOPTR: '2', SEX_ADOPTR: 'MF',
      LS_ADOPTR: 'L11',
    },
    placedAdoption: { DATE_PLACED: `${startYear}-07-01` },
    prevPerm: { PREV_PERM: 'Z1' },
    swEpisodes: { SW_ID: 'SW1', SW_DECOM: `${startYear}-06-01`, SW_REASON: 'MANAGE' },
    dolo: { DOLO_START: `${startYear}-07-01` },
  } // prettier-ignore
  return cells[module]
}

interface Written {
  source: ReturnModule
  child: string
  cells: Cells
}

function parseRow(text: string): Written {
  const cells = Object.fromEntries(
    [...text.matchAll(/([A-Z_]+)=(.*?)(?=\s+[A-Z_]+=|$)/g)].map(([, column = '', value = '']) => [
      column,
      value,
    ]),
  )
  const words = (text.split(/\s*[A-Z_]+=/)[0] ?? '').trim().split(' ')
  const module = words.at(-1) ?? ''
  if (!Object.hasOwn(modules, module)) throw new Error(`no module in “${text}”`)
  return {
    source: (words.includes('last') ? `last ${module}` : module) as ReturnModule,
    child: words.includes('other') ? 'B2' : 'A1',
    cells,
  }
}

/** The rows of an example, and rows of another child, so that every module is there in both years. */
export function rowsOf(example: string, year: number): ReceivedRow[] {
  const texts = example.split(';').map((text) => text.trim())
  const rows = texts.filter((text) => text !== 'no header').map(parseRow)
  const isMentioned = (source: ReturnModule) =>
    rows.some((row) => row.source === source && row.child === 'A1')
  if (!isMentioned('header') && !texts.includes('no header'))
    rows.push({ source: 'header', child: 'A1', cells: {} })
  for (const module of moduleNames) {
    rows.push(
      { source: module, child: 'Z9', cells: {} },
      { source: `last ${module}`, child: 'Z9', cells: {} },
    )
  }
  const born = (child: string, which: 'this' | 'last') =>
    rows.find((row) => row.child === child && row.source === (which === 'last' ? 'last header' : 'header'))
      ?.cells.DOB
  return rows.map(({ source, child, cells }, index) => {
    const [module, from] = moduleOfSource(source)
    const rowYear = from === 'last' ? year - 1 : year
    const columns = moduleOf(module).columns.map(({ name }) => name)
    const blank = Object.fromEntries(
      [...columns, ...(module === 'header' ? ['UASC'] : [])].map((name) => [name, '']),
    )
    const DOB = born(child, from) ?? born(child, 'this') ?? '2010-06-15'
    const full = {
      ...blank,
      ...defaultCells(module, rowYear),
      ...(columns.includes('DOB') ? { DOB } : {}),
      ...cells,
      CHILD: child,
    }
    return {
      file: `${module}.csv`,
      row: index + 2,
      module,
      year: rowYear,
      cells: withUasc(module, full, cells, rows, source, child),
    }
  })
}

/** Header's own column says what the module UASC says, unless the example has it otherwise. */
function withUasc(
  module: ModuleName,
  full: Cells,
  cells: Cells,
  rows: readonly Written[],
  source: ReturnModule,
  child: string,
): Cells {
  if (module !== 'header' || cells.UASC !== undefined) return full
  const uasc: ReturnModule = source === 'header' ? 'uasc' : 'last uasc'
  return { ...full, UASC: rows.some((row) => row.source === uasc && row.child === child) ? '1' : '0' }
}

/** The numbers of the rules that the child of an example breaks in a year. */
export function rulesBroken(rows: readonly ReceivedRow[], year: number): Set<string> {
  const numbers = new Set<string>()
  for (const breaches of new Validation(rows, [], lookups).breaches()) {
    for (const { rule, child, row } of breaches) if (child === 'A1' && row.year === year) numbers.add(rule)
  }
  return numbers
}

/** The rows with nothing but the modules and columns that a rule says it reads. */
export function asDeclared(rows: readonly ReceivedRow[], rule: Rule, year: number): ReceivedRow[] {
  return rows.flatMap((row): ReceivedRow[] => {
    const source: ReturnModule = row.year === year ? row.module : `last ${row.module}`
    const texts = [
      rule.reads[source],
      rule.mayRead?.[source],
      rule.foundIn?.includes(row.module) ? '' : undefined,
    ]
    const lists = texts.filter((text) => text !== undefined)
    if (lists.length === 0) return []
    const columns = ['CHILD', ...lists.flatMap(columnsIn)]
    return [{ ...row, cells: Object.fromEntries(columns.map((name) => [name, row.cells[name] ?? ''])) }]
  })
}
