import type { z } from 'zod'
import { inFigures, unitInWords } from '../../../domain/scorecards/units.ts'
import type { MeasureUnit } from '../../../domain/measures/measure.ts'
import type { figuresView } from '../schema.ts'

export type FiguresAnswer = z.output<typeof figuresView>

/** The numbers of a figure, of one group on one day. */
export interface FigureNumbers {
  numerator: number | null
  denominator: number | null
  value: number | null
  unknown: number | null
}

/** A group, or the whole, with its numbers on each day. */
export interface FigureGroup {
  /** The code of the dimension; null for the whole. */
  code: string | null
  label: string
  numbers: FigureNumbers[]
}

/** The answer by what is shown in rows: the days in order, the whole, and the groups in the order of their codes. */
export function readAnswer({ tables, dimensions }: FiguresAnswer): {
  days: string[]
  whole: FigureGroup
  groups: FigureGroup[]
} {
  const [total, division] = tables
  if (!total) throw new Error('the whole is always asked for')
  const days = [...new Set(total.columns.asAt)]
  const [whole] = groupsIn(total.columns, days.length, [null])
  if (!whole) throw new Error('a figure that is not divided is always one')
  const [name = ''] = division?.by ?? []
  const codes = [...new Set(division?.columns[name])]
  const labels = new Map(
    dimensions.find((one) => one.name === name)?.codes.map(({ code, label }) => [code, label]),
  )
  const groups = division ? groupsIn(division.columns, days.length, codes) : []
  return {
    days,
    whole,
    groups: groups.map((group) => ({ ...group, label: labels.get(group.code ?? '') ?? group.label })),
  }
}

/** Columns stand day by day, and on each day group by group. */
function groupsIn(
  { numerator, denominator, value, unknown }: FiguresAnswer['tables'][number]['columns'],
  dayCount: number,
  codes: readonly (string | null)[],
): FigureGroup[] {
  return codes.map((code, index) => ({
    code,
    label: code ?? 'All',
    numbers: Array.from({ length: dayCount }, (_, day) => {
      const place = day * codes.length + index
      return {
        numerator: numerator[place] ?? null,
        denominator: denominator[place] ?? null,
        value: value[place] ?? null,
        unknown: unknown[place] ?? null,
      }
    }),
  }))
}

const countFormat = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })

export const sayCount = (count: number): string => countFormat.format(count)

/** A figure with its unit, as in `12 children`. */
export const sayValueInUnit = (value: number | null, unit: MeasureUnit): string =>
  value === null ? 'no figure' : [inFigures(value, unit), unitInWords(unit)].filter(Boolean).join(' ')
