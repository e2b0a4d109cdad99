import { labelsOf, type DimensionName } from '../measures/dimensions.ts'
import type { ViewColumn } from './view.ts'

type Filter = NonNullable<ViewColumn['filter']>

/** Where children are: in, out and not known, and the share in the authority; `filter` says of whom. */
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

/** What placements cost a week, in and out, and in all over the period; `filter` says whose. */
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

/** A column for each code of a dimension, and one for all of them. */
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
