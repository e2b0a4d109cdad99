import { across, costs, inAndOut } from './columns.ts'
import type { View } from './view.ts'

const residential = { placementType: ['residential'] } as const
const inSupported = { placementType: ['supported-accommodation', 'supported-lodgings'] } as const
const areUnaccompanied = { uasc: ['yes'] } as const
const strategies = "Sufficiency strategies, such as Cheshire East's of 2024 to 2027"

/** Views of where children are placed, and what that costs. */
export const viewsOfChildren = {
  'placement-mix': {
    title: 'Placement mix',
    description:
      'How many children are in each type of placement, in and out of the authority, and what it costs.',
    source: `${strategies}: placement types.`,
    blocks: [
      {
        id: 'by-type',
        title: 'By type of placement',
        by: ['placementType'],
        columns: [...inAndOut(), ...costs()],
      },
      {
        id: 'by-care-family',
        title: 'By kind of care',
        by: ['careFamily'],
        columns: [...inAndOut(), ...costs()],
      },
      {
        id: 'by-sector',
        title: 'By sector of the provider',
        by: ['providerSector'],
        columns: inAndOut(),
      },
      {
        id: 'shares',
        title: 'Shares of all children looked after',
        by: [],
        columns: [
          { id: 'fostered', title: 'Fostered', measure: 'fostered' },
          {
            id: 'internalFoster',
            title: 'With internal foster carers',
            measure: 'with-internal-foster',
          },
          { id: 'ifa', title: 'With independent fostering agencies', measure: 'with-ifa' },
          { id: 'connected', title: 'With connected carers', measure: 'with-connected-carers' },
          { id: 'family', title: 'With parents or family', measure: 'with-parents-or-family' },
          { id: 'residential', title: "In children's homes", measure: 'in-residential' },
          { id: 'supported', title: 'In supported accommodation', measure: 'in-supported-accommodation' },
          { id: 'far', title: 'Over 20 miles from home', measure: 'over-20-miles' },
          {
            id: 'farOut',
            title: 'Over 20 miles from home and out of the authority',
            measure: 'over-20-miles-out-of-authority',
          },
        ],
      },
      {
        id: 'unregistered',
        title: 'Emergency and unregistered places',
        by: [],
        columns: [
          { id: 'children', title: 'Children on the day', measure: 'in-unregistered' },
          { id: 'nights', title: 'Nights in the period', measure: 'unregistered-nights' },
        ],
      },
    ],
  },
  'legal-status-by-age': {
    title: 'Legal status by age',
    description: 'Children looked after, by legal status and age band.',
    source: "Cheshire East, Sufficiency Strategy 2024 to 2027, appendix 2. DfE's bands: SSDA903 tables.",
    blocks: [
      {
        id: 'by-age',
        title: 'Legal status by age band',
        by: ['legalStatus'],
        columns: across('children-looked-after', 'ageBand'),
      },
      {
        id: 'by-dfe-age',
        title: "Legal status by DfE's age bands",
        by: ['legalStatus'],
        columns: across('children-looked-after', 'ageBandDfe'),
      },
    ],
  },
  'residential': {
    title: "Children's homes",
    description:
      "Children in children's homes: the youngest, the disabled, in and out, what it costs; and beds kept empty for the child already there.",
    source: `${strategies}: children under 13 in residential care. Solo use: own choice of table.`,
    blocks: [
      {
        id: 'shares',
        title: "Of the children in children's homes",
        by: [],
        columns: [
          { id: 'under13', title: 'Aged under 13', measure: 'residential-under-13', shows: 'numerator', unit: 'children' },
          { id: 'shareUnder13', title: 'Share aged under 13', measure: 'residential-under-13' },
          { id: 'disabled', title: 'Disabled', measure: 'residential-disabled', shows: 'numerator', unit: 'children' },
          { id: 'shareDisabled', title: 'Share disabled', measure: 'residential-disabled' },
        ],
      },
      {
        id: 'by-age',
        title: 'By age band',
        by: ['ageBand'],
        columns: [...inAndOut(residential), ...costs(residential)],
      },
      {
        id: 'under-13',
        title: 'Under 13, by sector of the provider',
        by: ['providerSector'],
        columns: [
          { id: 'under13', title: 'Aged under 13', measure: 'residential-under-13', shows: 'numerator', unit: 'children' },
          { id: 'in', title: 'Of them in the authority', measure: 'residential-under-13', filter: { location: ['in'] }, shows: 'numerator', unit: 'children' },
          { id: 'out', title: 'Of them out of the authority', measure: 'residential-under-13', filter: { location: ['out'] }, shows: 'numerator', unit: 'children' },
          { id: 'share', title: "Share of the children in children's homes", measure: 'residential-under-13' },
        ],
      },
      {
        id: 'solo-use',
        title: 'Beds kept empty for the child already there, by reason',
        by: ['voidReason'],
        columns: [
          { id: 'beds', title: 'Beds on the day', measure: 'open-beds', filter: { ...residential, voidGroup: ['matching'] } },
          { id: 'cost', title: 'Fees for them in the period', measure: 'solo-use-cost', filter: residential },
        ],
      },
      {
        id: 'solo-use-by-home',
        title: 'Beds kept empty for the child already there, by home',
        by: ['home'],
        columns: [
          { id: 'beds', title: 'Beds on the day', measure: 'open-beds', filter: { ...residential, voidGroup: ['matching'] } },
          { id: 'cost', title: 'Fees for them in the period', measure: 'solo-use-cost', filter: residential },
        ],
      },
    ],
  },
  'supported-accommodation': {
    title: 'Supported accommodation',
    description:
      'Young people in supported accommodation and lodgings, in and out of the authority, what it costs; and the beds there.',
    source: `${strategies}: supported accommodation.`,
    blocks: [
      {
        id: 'by-type',
        title: 'Young people by type',
        by: ['placementType'],
        columns: [...inAndOut(inSupported), ...costs(inSupported)],
      },
      {
        id: 'by-age',
        title: 'Young people by age band',
        by: ['ageBand'],
        columns: inAndOut(inSupported),
      },
      {
        id: 'beds',
        title: 'Beds by provider',
        by: ['provider'],
        columns: [
          { id: 'open', title: 'Beds open', measure: 'open-beds', filter: inSupported },
          { id: 'occupied', title: 'Occupied', measure: 'open-beds', filter: { ...inSupported, bedState: ['occupied'] } },
          { id: 'vacant', title: 'Vacant', measure: 'vacant-beds', filter: inSupported },
          { id: 'void', title: 'Void', measure: 'open-beds', filter: { ...inSupported, bedState: ['void'] } },
          { id: 'occupancy', title: 'Occupancy', measure: 'occupancy', filter: inSupported },
        ],
      },
    ],
  },
  'unaccompanied-children': {
    title: 'Unaccompanied asylum-seeking children',
    description:
      'Unaccompanied children, where they are and how old; and how distance from home reads with them and without.',
    source: `${strategies}: unaccompanied children.`,
    blocks: [
      {
        id: 'share',
        title: 'Of all children looked after',
        by: [],
        columns: [
          { id: 'children', title: 'Unaccompanied children', measure: 'unaccompanied', shows: 'numerator', unit: 'children' },
          { id: 'share', title: 'Share of all', measure: 'unaccompanied' },
          { id: 'far', title: 'Over 20 miles from home, all children', measure: 'over-20-miles' },
          { id: 'farWithout', title: 'Over 20 miles from home, without them', measure: 'over-20-miles', filter: { unaccompanied: ['excluded'] } },
        ],
      },
      {
        id: 'by-type',
        title: 'By type of placement',
        by: ['placementType'],
        columns: [...inAndOut(areUnaccompanied), ...costs(areUnaccompanied)],
      },
      { id: 'by-age', title: 'By age band', by: ['ageBand'], columns: inAndOut(areUnaccompanied) },
      { id: 'by-legal-status', title: 'By legal status', by: ['legalStatus'], columns: inAndOut(areUnaccompanied) },
    ],
  },
  'cared-for-trend': {
    title: 'Cared-for children over five years',
    description: 'How many children are looked after and where, quarter by quarter; how many came into care, and left it.',
    source: `${strategies}: cared-for population.`,
    blocks: [
      {
        id: 'quarters',
        title: 'On the last day of each quarter',
        by: [],
        trend: { years: 5, every: 'quarter', period: 'quarter' },
        columns: [
          { id: 'children', title: 'Children looked after', measure: 'children-looked-after' },
          { id: 'rate', title: 'Per 10,000 aged 0 to 17', measure: 'looked-after-rate-per-10000' },
          { id: 'shareIn', title: 'Share in the authority', measure: 'placed-in-authority' },
          { id: 'fostered', title: 'Share fostered', measure: 'fostered' },
          { id: 'residential', title: "Share in children's homes", measure: 'in-residential' },
          { id: 'supported', title: 'Share in supported accommodation', measure: 'in-supported-accommodation' },
          { id: 'unaccompanied', title: 'Share unaccompanied', measure: 'unaccompanied' },
          { id: 'weeklyCost', title: 'Mean weekly cost', measure: 'weekly-cost' },
          { id: 'came', title: 'Came into care in the quarter', measure: 'started-care' },
          { id: 'left', title: 'Left care in the quarter', measure: 'ceased-care' },
        ],
      },
    ],
  },
} as const satisfies Record<string, View> // prettier-ignore
