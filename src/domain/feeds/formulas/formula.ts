import { dimensions, type Dimension, type DimensionName } from '../../measures/dimensions.ts'

/** SQL of the codes of dimensions, by which figures are divided. */
export type FormulaDivisions = Partial<Record<DimensionName, string>>

/**
 * How a measure is computed from the sets of the feeds, in SQL that DuckDB and PostgreSQL read: sets stand by their names in
 * double quotes, and `:from` and `:to` are the first day and the last of the period, or both the day asked about.
 */
export interface FeedFormula {
  /** What stands after `from`. */
  from: string
  where: string
  numerator: string
  /** Null of a measure without denominator. */
  denominator: string | null
  /** Of a measure of lengths, the value: the median; of one of the lowest or the highest, that. */
  value?: string
  divisions: FormulaDivisions
}

/** SQL of a list of texts, for `in`. */
export const textList = (texts: readonly string[]): string =>
  `(${texts.map((text) => `'${text}'`).join(', ')})`

/** SQL of the code of a dimension, from the column that says what it is derived from. */
export function divisionSql(name: DimensionName, column: string): string {
  const dimension: Dimension = dimensions[name]
  if (!('bands' in dimension || 'groups' in dimension)) return column
  const cases =
    'groups' in dimension
      ? Object.entries(dimension.groups).map(
          ([code, { values }]) => `when ${column} in ${textList(values)} then '${code}'`,
        )
      : Object.entries(dimension.bands).map(([code, { to }]) =>
          to === Infinity
            ? `when ${column} is not null then '${code}'`
            : `when ${column} <= ${to} then '${code}'`,
        )
  return `case ${cases.join(' ')} end`
}

/** Divisions whose codes are in columns of their own names. */
export const sameNamed = (...names: readonly DimensionName[]): FormulaDivisions =>
  Object.fromEntries(names.map((name) => [name, name]))

/** The whole statement of a formula, divided by a dimension if one is named. */
export function formulaStatement(
  { from: source, where, numerator, denominator, value, divisions: divisions }: FeedFormula,
  name?: DimensionName,
): string {
  const columns = [
    ...(name ? [`${divisions[name]} as ${name}`] : []),
    `${numerator} as numerator`,
    ...(denominator === null ? [] : [`${denominator} as denominator`]),
    ...(value === undefined ? [] : [`${value} as value`]),
  ]
  return [
    `select ${columns.join(',\n       ')}`,
    `  from ${source}`,
    ` where ${where}`,
    ...(name ? [' group by 1'] : []),
  ].join('\n')
}
