/**
 * The columns that are read from a postcode directory, with the names that releases use for them (`called` names them in
 * messages). The ONS Postcode Directory and the National Statistics Postcode Lookup renamed most columns in 2024 and 2025,
 * and put the year in some. When a file has several of the names, the first listed here is read.
 */
export const directoryColumns = {
  postcode: { names: [/^pcds$/, /^pcd$/, /^pcd[278]$/], called: 'pcds or pcd', required: true },
  authority: {
    names: [/^oslaua$/, /^laua$/, /^lad(\d\d)?cd$/],
    called: 'oslaua, laua or lad25cd',
    required: true,
  },
  easting: { names: [/^oseast1m$/, /^east1m$/], called: 'oseast1m or east1m', required: true },
  northing: { names: [/^osnrth1m$/, /^north1m$/], called: 'osnrth1m or north1m', required: true },
  terminated: { names: [/^doterm$/], called: 'doterm', required: false },
  country: { names: [/^ctry$/, /^ctry\d\dcd$/], called: 'ctry or ctry25cd', required: false },
} as const

export type DirectoryColumn = keyof typeof directoryColumns

/** The index of each column in a file, counted from 0; null for an optional column that the file does not have. */
export type ColumnPlaces = Record<DirectoryColumn, number | null>

/** Finds the columns by name, in upper or lower case. `absent` lists the required columns that the file does not have. */
export function findColumns(header: readonly string[]): { places: ColumnPlaces; absent: DirectoryColumn[] } {
  const names = header.map((name) => name.trim().toLowerCase())
  const place = (column: DirectoryColumn) => {
    for (const pattern of directoryColumns[column].names) {
      const index = names.findIndex((name) => pattern.test(name))
      if (index >= 0) return index
    }
    return null
  }
  const columns = Object.keys(directoryColumns) as DirectoryColumn[]
  const places = Object.fromEntries(columns.map((column) => [column, place(column)])) as ColumnPlaces
  const absent = columns.filter((column) => directoryColumns[column].required && places[column] === null)
  return { places, absent }
}
