import { groupBy } from '../../group.ts'
import type { ModuleName } from '../modules.ts'
import { writtenCells } from './written.ts'
import type { MadeRow } from './rows.ts'

/** An element with a cell's text: its name where the column has another, and how long the text may be. */
interface Leaf {
  column: string
  element?: string
  least?: number
  most: number
}

const leaf = (column: string, most: number, more: Partial<Leaf> = {}): Leaf => ({ column, most, ...more })
const flags = (...columns: string[]) => columns.map((column) => leaf(column, 1))
const date = 10

/**
 * A part of a child's element, in the order of the schema: the leaves of one row of a module within the element of the
 * child (no `element`), or an element for each row.
 */
interface Part {
  module: ModuleName
  element?: string
  leaves: readonly Leaf[]
}

/** What HEADER has, in the order of the schema of 2021 (CLA.xsd, version 3.3.0). */
const headerParts: readonly Part[] = [
  {
    module: 'header',
    leaves: [
      leaf('CHILD', 10, { element: 'CHILDID', least: 1 }),
      leaf('UPN', 13, { least: 0 }),
      leaf('SEX', 1, { least: 1 }),
      leaf('DOB', date, { least: date }),
      leaf('ETHNIC', 4, { least: 4 }),
      leaf('UASC', 1, { least: 1 }),
    ],
  },
  { module: 'uasc', leaves: [leaf('DUC', date)] },
  {
    module: 'ad1',
    leaves: [
      leaf('DATE_INT', date),
      leaf('DATE_MATCH', date),
      ...flags('FOSTER_CARE', 'NB_ADOPTR'),
      leaf('SEX_ADOPTR', 2),
      leaf('LS_ADOPTR', 3),
    ],
  },
  { module: 'oc3', leaves: [leaf('IN_TOUCH', 4), leaf('ACTIV', 2), leaf('ACCOM', 2)] },
  {
    module: 'missing',
    element: 'AMISSING',
    leaves: [leaf('MISSING', 1, { least: 0 }), leaf('MIS_START', date, { least: 0 }), leaf('MIS_END', date)],
  },
  {
    module: 'reviews',
    element: 'AREVIEW',
    leaves: [leaf('REVIEW', date, { least: date }), leaf('REVIEW_CODE', 3, { least: 3 })],
  },
  { module: 'header', leaves: [leaf('MOTHER', 1), leaf('MC_DOB', date)] },
  {
    module: 'prevPerm',
    element: 'PERMANENCE',
    leaves: [leaf('PREV_PERM', 2), leaf('LA_PERM', 3), leaf('DATE_PERM', date)],
  },
  {
    module: 'oc2',
    element: 'OC2',
    leaves: [
      leaf('SDQ_SCORE', 2),
      leaf('SDQ_REASON', 4),
      ...flags(
        'CONVICTED',
        'HEALTH_CHECK',
        'IMMUNISATIONS',
        'TEETH_CHECK',
        'HEALTH_ASSESSMENT',
        'SUBSTANCE_MISUSE',
        'INTERVENTION_RECEIVED',
        'INTERVENTION_OFFERED',
      ),
    ],
  },
  {
    module: 'placedAdoption',
    element: 'AD_PLACED',
    leaves: [
      leaf('DATE_PLACED', date, { least: 0 }),
      leaf('DATE_PLACED_CEASED', date),
      leaf('REASON_PLACED_CEASED', 3),
    ],
  },
]

const episodePart: Part = {
  module: 'episodes',
  element: 'EPISODE',
  leaves: [
    leaf('DECOM', date, { least: date }),
    leaf('RNE', 1, { least: 1 }),
    leaf('LS', 2, { least: 2 }),
    leaf('CIN', 2, { least: 2 }),
    leaf('PLACE', 2, { element: 'PL', least: 2 }),
    leaf('PL_POST', 8),
    leaf('HOME_POST', 8),
    leaf('URN', 8),
    leaf('PLACE_PROVIDER', 3),
    leaf('DEC', date, { least: 0 }),
    leaf('REC', 3, { least: 0 }),
    leaf('REASON_PLACE_CHANGE', 6),
  ],
}

/** The modules for which the XML form has no place. */
export const modulesBesideXml = ['swEpisodes', 'dolo'] as const satisfies readonly ModuleName[]

/** A column whose values the XML form does not take, and in how many rows: it is older than their codes. */
export interface Misfit {
  module: ModuleName
  column: string
  rows: number
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escapeText = (text: string) => text.replace(/[&<>]/g, (character) => entities[character] ?? '')
const tag = (name: string, content: string) => `<${name}>${content}</${name}>`

/** Writes a return in its XML form, and counts what does not fit it. */
class ReturnWriter {
  readonly misfits = new Map<string, Misfit>()

  child(rows: readonly MadeRow[]): string {
    const isUnaccompanied = rows.some(({ module }) => module === 'uasc')
    const parts = headerParts.map((part) => this.#part(part, rows, { UASC: isUnaccompanied ? '1' : '0' }))
    return tag('CHILD', `${tag('HEADER', parts.join(''))}${this.#part(episodePart, rows, {})}\n`)
  }

  #part(
    { module, element, leaves }: Part,
    rows: readonly MadeRow[],
    additions: Record<string, string>,
  ): string {
    return rows
      .filter((row) => row.module === module)
      .map((row) => {
        const cells = { ...writtenCells(module, row.cells), ...additions }
        const content = leaves.map((spot) => this.#leaf(module, spot, cells)).join('')
        return element === undefined ? content : tag(element, content)
      })
      .join('')
  }

  #leaf(
    module: ModuleName,
    { column, element = column, least, most }: Leaf,
    cells: Record<string, string>,
  ): string {
    const value = cells[column] ?? ''
    if (value === '' && least === undefined) return ''
    if (value.length < (least ?? 0) || value.length > most) {
      const misfit = this.misfits.get(`${module} ${column}`) ?? { module, column, rows: 0 }
      this.misfits.set(`${module} ${column}`, { ...misfit, rows: misfit.rows + 1 })
    }
    return tag(element, escapeText(value))
  }
}

/**
 * A return in the XML form of the collection (root EXPSSDA903, the schema of 2021). It has no place for the modules of
 * `modulesBesideXml`, which are left out; where there are misfits, the document does not meet the schema.
 */
export function returnXml(rows: readonly MadeRow[]): { document: string; misfits: Misfit[] } {
  const writer = new ReturnWriter()
  const children = [...groupBy(rows, ({ cells }) => cells.CHILD ?? '').values()]
  const content = children.map((ofChild) => writer.child(ofChild)).join('')
  const document = `<?xml version="1.0" encoding="UTF-8"?>\n${tag('EXPSSDA903', `\n${content}`)}\n`
  return { document, misfits: [...writer.misfits.values()] }
}
