import type { FeedName } from '../feeds/sets.ts'
import { navigations, noColumn, type Navigation, type VisibleSet } from './entities.ts'
import { ODataRefusal, refusalByName } from './refusal.ts'

/** What of each row is asked for. */
export interface Projection {
  columns: string[]
  /** Null where all columns are asked for by not naming any. */
  select: string[] | null
  expansions: { navigation: Navigation; columns: string[] }[]
}

const names = (text: string): string[] => text.split(',').map((name) => name.trim())

/**
 * Reads `$select` and `$expand`: columns, and rows of other sets, one step away.
 * @throws {ODataRefusal} naming what there is not, or what is not offered
 */
export function readProjection(
  { set, columns }: VisibleSet,
  { select, expand }: { select: string | undefined; expand: string | undefined },
): Projection {
  const visible = columns[set]
  const ways = navigations(set, visible)
  const expansions = expand === undefined ? [] : readExpand(expand, ways, columns)
  if (select === undefined) return { columns: [...visible], select: null, expansions }
  const wishes = readSelect(select, visible, ways)
  const chosenColumns = visible.filter((column) => wishes.has('*') || wishes.has(column))
  return { columns: chosenColumns, select: [...wishes], expansions }
}

/** A navigation may be named beside columns: it says nothing more of the row. */
function readSelect(text: string, visible: readonly string[], ways: readonly Navigation[]): Set<string> {
  const wishes = new Set(names(text))
  for (const name of wishes) {
    if (name === '*' || visible.includes(name) || ways.some((way) => way.name === name)) continue
    throw name === '' ? new ODataRefusal('It has an empty name.') : noColumn(name, visible)
  }
  return wishes
}

/** `home`, `home($select=kind)`, several of them with commas between. */
const item = /\s*([A-Za-z_]\w*)\s*(?:\(([^()]*)\))?\s*(,|$)/y

function readExpand(text: string, ways: readonly Navigation[], columns: VisibleSet['columns']) {
  const expansions: Projection['expansions'] = []
  item.lastIndex = 0
  for (let end: string | undefined = ','; end === ',';) {
    const match = item.exec(text)
    if (match === null) throw new ODataRefusal('It is written navigation($select=column,column).')
    const [, name = '', options, comma] = match
    const navigation = ways.find((way) => way.name === name)
    if (navigation === undefined) {
      const offers = ways.map((way) => way.name).join(', ')
      throw new ODataRefusal(
        `There is no navigation \`${name}\`; there are: ${offers === '' ? 'none' : offers}.`,
      )
    }
    if (expansions.some((other) => other.navigation.name === name))
      throw new ODataRefusal(`It names \`${name}\` twice.`)
    expansions.push({ navigation, columns: readNestedSelect(options, navigation.target, columns) })
    end = comma
  }
  return expansions
}

function readNestedSelect(
  options: string | undefined,
  target: FeedName,
  columns: VisibleSet['columns'],
): string[] {
  const visible = columns[target]
  if (options === undefined) return [...visible]
  const [, select] = /^\s*\$select=(.*)$/.exec(options) ?? []
  if (select === undefined) {
    const [name = options] = options.split('=', 1)
    throw refusalByName(`Within a navigation there is $select alone, one step away; not \`${name.trim()}\`.`)
  }
  const wishes = readSelect(select, visible, [])
  return visible.filter((column) => wishes.has('*') || wishes.has(column))
}
