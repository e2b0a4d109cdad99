import type { Unit } from './units.ts'

/** One indicator of a published file: which of its rows, in which columns, and what it is a figure of. */
export interface PublishedSeries {
  /** Stable; the id of the measure where its whole is published. */
  id: string
  title: string
  /** The measure that it compares with; null for a figure that the service does not compute. */
  measure: string | null
  /** The cohort of the measure that it is of. */
  filter: Readonly<Record<string, string>>
  unit: Unit
  /** The rows of the file: each column named holds the text named. */
  rows: Readonly<Record<string, string>>
  /** The column of the figure, and that of the number of children it is made of. */
  value: string
  count: string | null
}

export interface PublishedFile {
  source: string
  /** The columns by which the file is known, whatever it is called. */
  columns: readonly string[]
  series: readonly PublishedSeries[]
}

const lookedAfterOn31March = { population_type: 'Children looked after on 31 March each year' }
const newPlacements = { characteristic: 'Location of new placements during the year' }

/** The files in DfE's shape that are read, each with the indicators that are taken from it. */
export const publishedFiles = {
  'looked-after': {
    source: 'DfE, Children looked after in England including adoptions: number and rate per 10,000 children.',
    columns: ['population_type', 'population_estimate', 'children_count', 'rate_per_10000'],
    series: [
      {
        id: 'children-looked-after',
        title: 'Children looked after on 31 March',
        measure: 'children-looked-after',
        filter: {},
        unit: 'children',
        rows: lookedAfterOn31March,
        value: 'children_count',
        count: null,
      },
      {
        id: 'looked-after-rate-per-10000',
        title: 'Children looked after on 31 March per 10,000 aged under 18',
        measure: 'looked-after-rate-per-10000',
        filter: {},
        unit: 'per-10000',
        rows: lookedAfterOn31March,
        value: 'rate_per_10000',
        count: 'children_count',
      },
    ],
  },
  'placement-stability': {
    source: 'DfE, Children looked after in England including adoptions: placement stability.',
    columns: ['cla_group', 'placement_stability', 'children_count', 'children_percent'],
    series: [
      {
        id: 'placements-3-plus',
        title: 'Three or more placements during the year',
        measure: 'placements-3-plus',
        filter: {},
        unit: 'percent',
        rows: {
          cla_group: 'CLA on 31 March',
          placement_stability: 'With 3 or more placements during the year',
        },
        value: 'children_percent',
        count: 'children_count',
      },
      {
        id: 'long-term-stability',
        title: 'Living with the same carer for at least two years',
        measure: 'long-term-stability',
        filter: {},
        unit: 'percent',
        rows: {
          cla_group:
            'Children looked after continuously for at least 2.5 years on 31 March aged under 16 years',
          placement_stability: 'Living with the same carer for at least 2 years',
        },
        value: 'children_percent',
        count: 'children_count',
      },
    ],
  },
  'care-leavers-accommodation': {
    source:
      'DfE, Children looked after in England including adoptions: care leavers, accommodation suitability.',
    columns: ['care_leaver_age', 'breakdown', 'care_leaver_count', 'care_leaver_percent'],
    series: (
      [
        ['suitable-accommodation-17-18', '17-18', '17 to 18 years'],
        ['suitable-accommodation-19-21', '19-21', '19 to 21 years'],
      ] as const
    ).map(([id, leaverAgeBand, words]) => ({
      id,
      title: `Care leavers aged ${words} in suitable accommodation`,
      measure: 'suitable-accommodation',
      filter: { leaverAgeBand },
      unit: 'percent',
      rows: { care_leaver_age: words, breakdown: 'Accommodation considered suitable' },
      value: 'care_leaver_percent',
      count: 'care_leaver_count',
    })),
  },
  'new-placements': {
    source: 'DfE, Children looked after in England including adoptions: new placements during the year.',
    columns: ['characteristic', 'breakdown', 'children_count', 'children_percent'],
    series: [
      {
        // Of placements that began in the year, not of the children on a day: it compares with no measure of a day.
        id: 'new-placements-over-20-miles-out-of-authority',
        title: 'New placements in the year over 20 miles from home and out of the authority',
        measure: null,
        filter: {},
        unit: 'percent',
        rows: { ...newPlacements, breakdown: 'Placed outside LA boundary more than 20 miles from home' },
        value: 'children_percent',
        count: 'children_count',
      },
      {
        id: 'new-placements-distance-unknown',
        title: 'New placements in the year whose distance from home is not known',
        measure: null,
        filter: {},
        unit: 'percent',
        rows: { ...newPlacements, breakdown: 'Distance not known or not recorded' },
        value: 'children_percent',
        count: 'children_count',
      },
    ],
  },
} as const satisfies Record<string, PublishedFile>

export type PublishedKind = keyof typeof publishedFiles

/** Columns that say when and where, in every file of DfE's shape. */
export const publishedColumns = [
  'time_period',
  'geographic_level',
  'country_code',
  'region_code',
  'old_la_code',
  'new_la_code',
] as const

/** The file of DfE's statistical neighbours, an authority a row: those it names in order, and how close each is. */
export const neighbourCount = 10
export const neighbourColumns: readonly string[] = [
  'old_la_code',
  ...Array.from({ length: neighbourCount }, (_, i) => [`SN_${i + 1}`, `SN_${i + 1}P`]).flat(),
]

/** Every indicator that is taken from a published file. */
export const publishedSeries: readonly PublishedSeries[] = Object.values(publishedFiles).flatMap(
  ({ series }): readonly PublishedSeries[] => series,
)

/** The source of an indicator. */
export function sourceOfSeries(id: string): string {
  return Object.values(publishedFiles).find(({ series }) => series.some((one) => one.id === id))?.source ?? ''
}
