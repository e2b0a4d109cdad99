import { moduleNames, moduleOf, type Column, type ModuleName } from './modules.ts'

/** Names that systems give to columns, and the names that the collection's guide gives them. */
const otherNames: Readonly<Record<string, string>> = {
  CHILDID: 'CHILD',
  CHILD_ID: 'CHILD',
  CHILD_REF: 'CHILD',
  CHILD_REFERENCE: 'CHILD',
  CHILD_UNIQUE_ID: 'CHILD',
  UNIQUE_CHILD_ID: 'CHILD',
  LA_CHILD_ID: 'CHILD',
  PERSON_ID: 'CHILD',
  CLIENT_ID: 'CHILD',
  GENDER: 'SEX',
  DATE_OF_BIRTH: 'DOB',
  BIRTH_DATE: 'DOB',
  ETHNICITY: 'ETHNIC',
  ETHNIC_ORIGIN: 'ETHNIC',
  UNIQUE_PUPIL_NUMBER: 'UPN',
  DATE_EPISODE_BEGAN: 'DECOM',
  DATE_EPISODE_COMMENCED: 'DECOM',
  DATE_EPISODE_STARTED: 'DECOM',
  EPISODE_START: 'DECOM',
  EPISODE_START_DATE: 'DECOM',
  REASON_NEW_EPISODE: 'RNE',
  REASON_FOR_NEW_EPISODE: 'RNE',
  DATE_EPISODE_CEASED: 'DEC',
  DATE_EPISODE_ENDED: 'DEC',
  EPISODE_END: 'DEC',
  EPISODE_END_DATE: 'DEC',
  REASON_EPISODE_CEASED: 'REC',
  REASON_EPISODE_ENDED: 'REC',
  REASON_FOR_EPISODE_CEASED: 'REC',
  REASON_FOR_PLACEMENT_CHANGE: 'REASON_PLACE_CHANGE',
  REASON_PLACEMENT_CHANGE: 'REASON_PLACE_CHANGE',
  PLACEMENT_CHANGE_REASON: 'REASON_PLACE_CHANGE',
  LEGAL_STATUS: 'LS',
  CATEGORY_OF_NEED: 'CIN',
  PL: 'PLACE',
  PLACEMENT: 'PLACE',
  PLACEMENT_TYPE: 'PLACE',
  PROVIDER: 'PLACE_PROVIDER',
  PLACEMENT_PROVIDER: 'PLACE_PROVIDER',
  HOME_POSTCODE: 'HOME_POST',
  PLACEMENT_POSTCODE: 'PL_POST',
  PL_POSTCODE: 'PL_POST',
  OFSTED_URN: 'URN',
  PLACEMENT_URN: 'URN',
  PLACEMENT_OFSTED_URN: 'URN',
  URN_OFSTED: 'URN',
  DATE_UASC_STATUS_CEASED: 'DUC',
  UASC_CEASED_DATE: 'DUC',
  ACTIVITY: 'ACTIV',
  ACCOMMODATION: 'ACCOM',
  MISSING_START: 'MIS_START',
  MISSING_START_DATE: 'MIS_START',
  MISSING_END: 'MIS_END',
  MISSING_END_DATE: 'MIS_END',
  SOCIAL_WORKER_ID: 'SW_ID',
  SW_START: 'SW_DECOM',
  SW_START_DATE: 'SW_DECOM',
  SW_END: 'SW_DEC',
  SW_END_DATE: 'SW_DEC',
  DATE_OF_REVIEW: 'REVIEW',
  REVIEW_DATE: 'REVIEW',
  ETH: 'ETHNIC',
  CHILD_NO: 'CHILD',
  CHILD_NUMBER: 'CHILD',
  CHILD_IDENTIFIER: 'CHILD',
  PROV: 'PLACE_PROVIDER',
  PL_PROVIDER: 'PLACE_PROVIDER',
  PP: 'PLACE_PROVIDER',
  RPC: 'REASON_PLACE_CHANGE',
  HP: 'HOME_POST',
  PP_POST: 'PL_POST',
  PLACE_POST: 'PL_POST',
}
const otherNamesByLetters = new Map(
  Object.entries(otherNames).map(([heading, name]) => [lettersOf(heading), name]),
)

/** The start and the end of a row, in the module that has the column. */
const starts = ['DECOM', 'MIS_START', 'SW_DECOM', 'DOLO_START']
const ends = ['DEC', 'MIS_END', 'SW_DEC', 'DOLO_END']
const namesOfDays: Readonly<Record<string, readonly string[]>> = {
  START: starts,
  START_DATE: starts,
  DATE_START: starts,
  DATE_STARTED: starts,
  END: ends,
  END_DATE: ends,
  DATE_END: ends,
  DATE_ENDED: ends,
}

/**
 * How systems head the column that says whose child it is (not the host authority's, in which a child is placed), and the one
 * that says the year.
 */
const authorityHeading =
  /^(?:ONS_|DFE_|DFES_|OWN_|NEW_|OLD_|PLACING_|RESP(?:ONSIBLE)?_)*(?:LA|LEA|UTLA|LOCAL_AUTH(?:ORITY)?|AUTHORITY|COUNCIL|BOROUGH)(?:_?(?:CODE|NAME|NO|NUM|NUMBER|ID|ONS|ESTAB))*$/
const yearHeading =
  /^(?:COLLECTION|RETURN|REPORTING|SUBMISSION|FINANCIAL|FISCAL|FIN|SSDA903)_?(?:YEAR|YR)$|^(?:FY|YR|TIME_PERIOD|YEAR_?(?:END|ENDED|ENDING|OF_RETURN|CODE)?)$/

/** The names that a heading may stand for, besides the guide's own. */
function otherNamesOf(heading: string): readonly string[] {
  if (authorityHeading.test(heading)) return ['LA']
  if (yearHeading.test(heading)) return ['YEAR']
  const name = otherNamesByLetters.get(lettersOf(heading))
  return namesOfDays[heading] ?? [name ?? heading]
}

/** A heading's letters and digits alone, without what stands in brackets: `D.O.B. (dd/mm/yyyy)` is DOB. */
function lettersOf(heading: string): string {
  return heading.replaceAll(/\(.*?\)|[^A-Z0-9]/g, '')
}

/** Columns that files have besides those of their module. */
const anyModule = ['LA', 'YEAR']

/** A heading in the form of the guide's names: in capitals, with `_` between words. */
export function columnName(heading: string): string {
  return heading
    .trim()
    .toUpperCase()
    .replaceAll(/[\s._-]+/g, '_')
}

/** How the headings of a table are read as the columns of a module. */
export interface Layout {
  module: ModuleName
  /** The name of each column, in the order of the headings. */
  columns: string[]
  /** Columns under another name, as `heading` and `column`. */
  others: { heading: string; column: string }[]
  /** Columns that are none of the module, and are not used. */
  unused: string[]
  /** Columns of the module that are not there and are read as blank. */
  gaps: string[]
  /** How many cells a row must have: those after it may be blank, and programs leave blank cells at the end of a row out. */
  leastCells: number
}

/** The module to which headings come nearest, and the columns that they lack of it. */
export interface Nearest {
  module: ModuleName
  gaps: string[]
}

/** The guide's names by their letters alone. */
const plainNames = new Map(
  [...moduleNames.flatMap((module) => moduleOf(module).columns.map(({ name }) => name)), ...anyModule].map(
    (name) => [lettersOf(name), name],
  ),
)

/** How systems end the heading of a column of codes, beside which another may have their labels: `LS_CODE` is LS. */
const ofCodes = /_?(?:CODE|CD)$/
const readingsOf = (heading: string) => [heading, heading.replace(ofCodes, '')]

/** Names cut shorter than this (`REASON`) could be of something else. */
const shortestCut = 8

/** The columns that headings name: by the guide's name, another name, or the beginning of one name alone. */
function columnsOf(headings: readonly string[], module: ModuleName): string[] {
  const names = [...moduleOf(module).columns.map(({ name }) => name), ...anyModule]
  const there = new Set(headings)
  const columnOf = (heading: string): string => {
    if (names.includes(heading)) return heading
    const readings = readingsOf(heading)
    const beginnings = heading.length < shortestCut ? [] : names.filter((name) => name.startsWith(heading))
    const name = [
      ...readings.map((text) => plainNames.get(lettersOf(text))),
      ...(beginnings.length === 1 ? beginnings : []),
      ...readings.flatMap(otherNamesOf),
    ].find((other) => other !== undefined && names.includes(other) && !there.has(other))
    if (name === undefined) return heading
    there.add(name)
    return name
  }
  const columns = [...headings]
  const [codes, others] = [true, false].map((isOfCodes) =>
    [...headings.entries()].filter(([, heading]) => ofCodes.test(heading) === isOfCodes),
  )
  for (const [index, heading] of [...(codes ?? []), ...(others ?? [])]) columns[index] = columnOf(heading)
  return columns
}

/** Whether rows would say something else without the column: an episode without DEC is open. */
const decides = ({ optional, invalid }: Column) => !optional && invalid === 'reject'

function layoutOf(headings: readonly string[], module: ModuleName) {
  const columns = columnsOf(headings, module)
  const ofModule = moduleOf(module).columns
  const gaps = ofModule.filter(({ name, optional }) => !optional && !columns.includes(name))
  return {
    module,
    columns,
    others: headings.flatMap((heading, index) => {
      const column = columns[index] ?? heading
      return column === heading ? [] : [{ heading, column }]
    }),
    gaps: gaps.map(({ name }) => name),
    leastCells:
      1 +
      columns.findLastIndex(
        (column) => anyModule.includes(column) || ofModule.some((own) => own.name === column && decides(own)),
      ),
    unused: columns.filter(
      (column) =>
        column !== '' && !anyModule.includes(column) && !ofModule.some(({ name }) => name === column),
    ),
    lacksNothing: gaps.length === 0,
    canDoWithout: !gaps.some(decides),
    own: ofModule.filter(({ name }) => columns.includes(name)).length,
  }
}

/**
 * The module that a table's headings belong to, whatever the file's name. Its columns may be in any order and among others
 * (LA, YEAR), under names that systems give them, or cut short. Columns that may be blank may be lacking, if no other
 * module has as many of the headings.
 *
 * @param headings as `columnName` gives them
 * @returns `layout` is null where they belong to no module, or to several; `nearest` are those that they come nearest to
 */
export function recognise(headings: readonly string[]): { layout: Layout | null; nearest: Nearest[] } {
  const layouts = moduleNames.map((module) => layoutOf(headings, module)).sort((a, b) => b.own - a.own)
  const nearest = layouts.filter(({ own }) => own > 1 && own === layouts[0]?.own)
  const layout =
    layouts.find(({ lacksNothing }) => lacksNothing) ??
    nearest.find(({ own, canDoWithout }) => own > 2 && canDoWithout && nearest.length === 1)
  return {
    layout: layout ?? null,
    nearest: nearest.map(({ module, gaps }) => ({ module, gaps })),
  }
}
