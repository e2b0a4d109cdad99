import { labelsOf, type DimensionName } from '../measures/dimensions.ts'
import type { ViewColumn } from './view.ts'

type Filter = NonNullable<ViewColumn['filter']>

/** Columns for the number of children in the authority, outside it and not known, and the share in it. */
export const inAndOut = (filter: Filter = {}): ViewColumn[] => [
  { id: 'children', title: 'Children', measure: 'children-looked-after', filter },
  ...(['in', 'out', 'unknown'] as const).map((code): ViewColumn => ({
    id: code,
    title: { in: 'In the authority', out: 'Out of the authority', unknown: 'Not known where' }[code],
    measure: 'children-looked-after',
    filter: { ...filter, location: [code] },
  })),
  { id: 'shareIn', title: 'Share in the authority', measure: 'placed-in-authority', filter },
]

/** Columns for the mean weekly cost of placements, in the authority and outside it, and the spend over the period. */
export const costs = (filter: Filter = {}): ViewColumn[] => [
  { id: 'weeklyCost', title: 'Mean weekly cost', measure: 'weekly-cost', filter },
  {
    id: 'weeklyCostIn',
    title: 'Mean weekly cost in the authority',
    measure: 'weekly-cost',
    filter: { ...filter, location: ['in'] },
  },
  {
    id: 'weeklyCostOut',
    title: 'Mean weekly cost out of the authority',
    measure: 'weekly-cost',
    filter: { ...filter, location: ['out'] },
  },
  { id: 'spend', title: 'Spend in the period', measure: 'placement-spend', filter },
]

/** One column for each code of a dimension, and a last one for all of them. */
export const across = (
  measure: ViewColumn['measure'],
  name: DimensionName,
  filter: Filter = {},
): ViewColumn[] => [
  ...Object.entries(labelsOf(name)).map(([code, title]): ViewColumn => ({
    id: code,
    title,
    measure,
    filter: { ...filter, [name]: [code] },
  })),
  { id: 'all', title: 'All', measure, filter },
]
