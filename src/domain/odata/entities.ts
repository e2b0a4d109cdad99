import { feedNames, feedSets, type FeedName } from '../feeds/sets.ts'
import type { FeedColumn } from '../feeds/set.ts'
import type { FindColumn } from './parser.ts'
import { ODataRefusal } from './refusal.ts'

/** The name of a set in OData: `child-months` → `ChildMonths`. */
export const entitySetName = (set: FeedName): string =>
  set.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())

const setsByName = new Map(feedNames.map((set) => [entitySetName(set), set]))
export const entitySetByName = (name: string): FeedName | undefined => setsByName.get(name)

/** What leads from a row to the one row of another set whose key a column has. */
export interface Navigation {
  name: string
  /** The column with the key of the other row. */
  column: string
  target: FeedName
  /** The column that is the key of the other set. */
  targetKey: string
}

const entitySingular = (set: FeedName) => entitySetName(set).replace(/ies$/, 'y').replace(/s$/, '')

/** `homeId` leads to `home`, `month` to `monthDate`. */
const navigationName = (column: string, target: FeedName) =>
  /(Id|Code)$/.test(column) ? column.replace(/(Id|Code)$/, '') : column + entitySingular(target)

/** The columns of a set, by name. */
export const columnsByName = (set: FeedName): Readonly<Record<string, FeedColumn>> => feedSets[set].columns

/** The navigations of a set that start at one of its visible columns. */
export function navigations(set: FeedName, visible: readonly string[]): Navigation[] {
  return Object.entries(columnsByName(set)).flatMap(([column, { refers }]) => {
    const target = feedNames.find((name) => name === refers)
    if (target === undefined || target === set || !visible.includes(column)) return []
    const [targetKey = ''] = feedSets[target].key
    return [{ name: navigationName(column, target), column, target, targetKey }]
  })
}

/** A set as a reader sees it. */
export interface VisibleSet {
  set: FeedName
  /** The columns that the reader sees, of this set and of every other. */
  columns: Readonly<Record<FeedName, readonly string[]>>
}

/** Finds the columns of a set by name, and by `navigation/name` those of the rows to which it leads. */
export const columnFinder =
  ({ set, columns }: VisibleSet): FindColumn =>
  (path) => {
    const [first = '', second, ...others] = path
    const ways = navigations(set, columns[set])
    const way = second === undefined ? undefined : ways.find(({ name }) => name === first)
    const place = way?.target ?? set
    const name = way === undefined ? path.join('/') : [second, ...others].join('/')
    if (!columns[place].includes(name)) throw noColumn(path.join('/'), columns[place])
    return columnsByName(place)[name]?.type
  }

/** The refusal of a column that is not there, or not for the reader, with those that are. */
export const noColumn = (name: string, visible: readonly string[]): ODataRefusal =>
  new ODataRefusal(`There is no column \`${name.slice(0, 80)}\`; there are: ${visible.join(', ')}.`)
