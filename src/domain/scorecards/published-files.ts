import type { ScorecardUnit } from './units.ts'

/** One indicator of a published file: its rows, its columns and the measure that it compares with. */
export interface PublishedSeries {
  /** A stable id; the same as the measure's where the whole measure is published. */
  id: string
  title: string
  /** The measure that it compares with; null where this service does not calculate one. */
  measure: string | null
  /** The part of the measure that it covers, as codes by dimension; empty for all of it. */
  filter: Readonly<Record<string, string>>
  unit: ScorecardUnit
  /** The rows that belong to it: those with these texts in these columns. */
  rows: Readonly<Record<string, string>>
  /** The columns of the figure and of the number of children behind it. */
  value: string
  count: string | null
}

export interface PublishedFile {
  source: string
  /** The columns by which the file is recognised, whatever its name. */
  columns: readonly string[]
  series: readonly PublishedSeries[]
}

const lookedAfterOn31March = { population_type: 'Children looked after on 31 March each year' }
const newPlacements = { characteristic: 'Location of new placements during the year' }

/** The DfE files that can be read, each with the indicators taken from it. */
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
        // Counts placements that began in the year, so it does not compare with a measure of children on a day.
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

/** The columns for period and area that every DfE file has. */
export const publishedColumns = [
  'time_period',
  'geographic_level',
  'country_code',
  'region_code',
  'old_la_code',
  'new_la_code',
] as const

/** DfE's file of statistical neighbours: one row for each authority, with ten neighbours in order and their closeness. */
export const neighbourCount = 10
export const neighbourColumns: readonly string[] = [
  'old_la_code',
  ...Array.from({ length: neighbourCount }, (_, i) => [`SN_${i + 1}`, `SN_${i + 1}P`]).flat(),
]

/** All indicators taken from published files. */
export const publishedSeries: readonly PublishedSeries[] = Object.values(publishedFiles).flatMap(
  ({ series }): readonly PublishedSeries[] => series,
)

/** The source of an indicator in words; empty for an unknown id. */
export function sourceOfSeries(id: string): string {
  return Object.values(publishedFiles).find(({ series }) => series.some((one) => one.id === id))?.source ?? ''
}
