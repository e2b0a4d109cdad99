/** The name in the database of a column of a set: `childKey` → `child_key`. */
export const setColumn = (column: string): string =>
  column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The name in the schema `reporting` of the view of a set: `child-months` → `child_months`. */
export const setViewName = (set: string): string => set.replaceAll('-', '_')
