import type { View, ViewColumn } from './view.ts'

const strategies = "Sufficiency strategies, such as Cheshire East's of 2024 to 2027"

/** Columns for beds by state, and their occupancy. */
const capacity: ViewColumn[] = [
  { id: 'open', title: 'Beds open', measure: 'open-beds' },
  { id: 'void', title: 'Void', measure: 'open-beds', filter: { bedState: ['void'] } },
  { id: 'available', title: 'Available', measure: 'available-beds' },
  { id: 'occupied', title: 'Occupied', measure: 'open-beds', filter: { bedState: ['occupied'] } },
  { id: 'committed', title: 'Committed', measure: 'open-beds', filter: { bedState: ['committed'] } },
  { id: 'vacant', title: 'Vacant', measure: 'vacant-beds' },
  { id: 'occupancy', title: 'Occupancy: of beds available', measure: 'occupancy' },
  { id: 'utilisation', title: 'Utilisation: of beds open', measure: 'utilisation' },
]
const toTarget: ViewColumn[] = [
  {
    id: 'bedsToOccupancy',
    title: 'Beds to fill to reach the target, of beds available',
    measure: 'beds-to-target-occupancy',
    filter: { capacity: ['available'] },
  },
  {
    id: 'costToOccupancy',
    title: 'Cost of beds short of that in the period',
    measure: 'cost-to-target-occupancy',
    filter: { capacity: ['available'] },
  },
  {
    id: 'bedsToUtilisation',
    title: 'Beds to fill to reach the target, of beds open',
    measure: 'beds-to-target-occupancy',
    filter: { capacity: ['open'] },
  },
  {
    id: 'costToUtilisation',
    title: 'Cost of beds short of that in the period',
    measure: 'cost-to-target-occupancy',
    filter: { capacity: ['open'] },
  },
]
const empty: ViewColumn[] = [
  { id: 'beds', title: 'Beds void on the day', measure: 'open-beds', filter: { bedState: ['void'] } },
  { id: 'cost', title: 'Fees for void beds in the period', measure: 'void-cost' },
]
const block: ViewColumn[] = [
  {
    id: 'bought',
    title: 'Nights bought',
    measure: 'block-contracts-used',
    shows: 'denominator',
    unit: 'nights',
  },
  { id: 'used', title: 'Nights used', measure: 'block-contracts-used', shows: 'numerator', unit: 'nights' },
  { id: 'share', title: 'Share used', measure: 'block-contracts-used' },
]

/** Views of beds: their number, use and location. */
export const viewsOfHomes = {
  capacity: {
    title: 'Capacity and its use',
    description:
      'Beds open, used, and not used by reason; and the gap to the target occupancy, in beds and in pounds. The target is 85 % unless `targetOccupancy` says otherwise. In the total, beds above it in one type make up for beds short in another.',
    source: 'Cheshire East, Sufficiency Strategy 2024 to 2027: fostering capacity, action 4.4.',
    blocks: [
      {
        id: 'by-type',
        title: 'Beds by type of placement',
        by: ['placementType'],
        columns: [...capacity, ...toTarget],
      },
      { id: 'by-sector', title: 'Beds by sector of the provider', by: ['providerSector'], columns: capacity },
      { id: 'void-by-cure', title: 'Void beds by what would cure them', by: ['voidGroup'], columns: empty },
      { id: 'void-by-reason', title: 'Void beds by reason', by: ['voidReason'], columns: empty },
    ],
  },
  'block-contracts': {
    title: 'Use of block contracts',
    description: 'Bed-nights bought in block contracts, and bed-nights used in the homes under them.',
    source: `${strategies}: commissioned accommodation.`,
    blocks: [
      { id: 'by-provider', title: 'By provider', by: ['provider'], columns: block },
      { id: 'by-type', title: 'By type of placement', by: ['placementType'], columns: block },
      { id: 'by-home', title: 'By home', by: ['home'], columns: block },
    ],
  },
  areas: {
    title: 'Where children come from, and where beds are',
    description:
      "By postcode district: children in foster homes, children's homes and supported accommodation, by where they come from; beds available in such homes; and the difference. A gap is not yet a shortage: not every child can or should live near home.",
    source: 'Own choice of table. Duty to have enough accommodation in the area: Children Act 1989 s22G.',
    blocks: [
      { id: 'districts', title: 'By postcode district', by: ['district'], columns: areas() },
      {
        id: 'districts-fostering',
        title: 'Fostering, by postcode district',
        by: ['district'],
        columns: areas('fostering'),
      },
      {
        id: 'districts-residential',
        title: "Children's homes, by postcode district",
        by: ['district'],
        columns: areas('residential'),
      },
      {
        id: 'districts-supported',
        title: 'Supported accommodation and lodgings, by postcode district',
        by: ['district'],
        columns: areas('supported'),
      },
      { id: 'by-type', title: 'By type of placement', by: ['placementType'], columns: areas() },
    ],
  },
} as const satisfies Record<string, View>

function areas(careFamily?: string): ViewColumn[] {
  const filter = careFamily === undefined ? {} : { careFamily: [careFamily] }
  return [
    { id: 'children', title: 'Children who come from there', measure: 'children-by-area', filter },
    { id: 'beds', title: 'Beds available there', measure: 'beds-by-area', filter },
    { id: 'short', title: 'Children less beds', measure: 'beds-short-by-area', filter },
  ]
}
