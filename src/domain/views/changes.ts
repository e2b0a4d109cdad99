import type { View, ViewColumn } from './view.ts'

const moves: ViewColumn[] = [
  { id: 'moves', title: 'Moves', measure: 'moves' },
  { id: 'planned', title: 'Planned', measure: 'moves', filter: { endPlanned: ['yes'] } },
  { id: 'unplanned', title: 'Not planned', measure: 'moves', filter: { endPlanned: ['no'] } },
  { id: 'unknown', title: 'Not known whether', measure: 'moves', filter: { endPlanned: ['unknown'] } },
  { id: 'shareUnplanned', title: 'Share not planned', measure: 'unplanned-endings' },
]
/** Columns for the young people who left care at 18 and were still there three months later, at 19 and at 20. */
const stayColumns = (how: 'put' | 'close'): ViewColumn[] =>
  (['18', '19', '20'] as const).flatMap((age): ViewColumn[] => {
    const measure = `staying-${how}-${age}` as const
    const when = age === '18' ? 'three months after 18' : `at ${age}`
    const count = { measure, unit: 'young-people' } as const
    return [
      { ...count, id: `left${age}`, title: `Left care at 18, seen ${when}`, shows: 'denominator' },
      { ...count, id: `stayed${age}`, title: `Staying on ${when}`, shows: 'numerator' },
      { id: `share${age}`, title: `Share staying on ${when}`, measure },
    ]
  })
const stayingOn = (how: 'put' | 'close'): ViewColumn[] => [
  { id: 'there', title: 'Young people on the day', measure: `in-staying-${how}` },
  { id: 'began', title: 'Begun in the period', measure: `staying-${how}-started` },
]

const pipeline: ViewColumn[] = [
  { id: 'enquiries', title: 'Enquiries', measure: 'carer-enquiries' },
  { id: 'applications', title: 'Applications', measure: 'carer-applications' },
  { id: 'approvals', title: 'Approvals', measure: 'carer-approvals' },
  { id: 'left', title: 'Households that left', measure: 'carers-left' },
  { id: 'net', title: 'Approvals less households that left', measure: 'carers-net-change' },
  { id: 'netPlaces', title: 'Places gained less places lost', measure: 'carer-places-net-change' },
  { id: 'conversion', title: 'Journeys that ended in approval', measure: 'carer-conversion' },
  { id: 'days', title: 'Mean days from enquiry to approval', measure: 'days-enquiry-to-approval' },
  { id: 'approved', title: 'Approved households on the day', measure: 'approved-carers' },
]

/** Views of how placements end, and of what comes after care. */
export const viewsOfChanges = {
  'moves': {
    title: 'Moves and unplanned endings',
    description: 'Placements that children left while they stayed in care, by reason, planned or not.',
    source: 'Own choice of table. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.',
    blocks: [
      { id: 'by-reason', title: 'By reason', by: ['moveReason'], columns: moves },
      { id: 'by-type', title: 'By type of the placement left', by: ['placementType'], columns: moves },
      { id: 'by-age', title: 'By age band', by: ['ageBand'], columns: moves },
      {
        id: 'stability',
        title: 'Stability on the day',
        by: [],
        columns: [
          { id: 'threePlus', title: 'Three or more placements in the year', measure: 'placements-3-plus' },
          { id: 'longTerm', title: 'Long-term stability', measure: 'long-term-stability' },
        ],
      },
      {
        id: 'quarters',
        title: 'Quarter by quarter',
        by: [],
        trend: { years: 2, every: 'quarter', period: 'quarter' },
        columns: moves,
      },
    ],
  },
  'staying-on': {
    title: 'Staying Put and Staying Close',
    description:
      'Young adults who live on with their former foster carers, or close to the home that they left; and of those who left care at 18, how many stayed on.',
    source:
      "DfE, Children looked after in England including adoptions: Staying Put. Staying Close: Cheshire East, Sufficiency Strategy 2024 to 2027.",
    blocks: [
      { id: 'put', title: 'Staying Put', by: ['adultAge'], columns: stayingOn('put') },
      { id: 'close', title: 'Staying Close', by: ['adultAge'], columns: stayingOn('close') },
      { id: 'put-leavers', title: 'Staying Put, of those who left foster care at 18', by: ['providerSector'], columns: stayColumns('put') },
      { id: 'close-leavers', title: "Staying Close, of those who left a children's home or 16+ provision at 18", by: ['providerSector'], columns: stayColumns('close') },
    ],
  },
  'carers-pipeline': {
    title: 'Fostering households: the pipeline',
    description:
      'Households on their way from enquiry to approval, stage by stage; and approvals against those who leave.',
    source: "Sufficiency strategies and Ofsted's annual return of fostering services.",
    blocks: [
      { id: 'stages', title: 'In the pipeline on the day, by stage', by: ['carerStage'], columns: [{ id: 'households', title: 'Households', measure: 'carers-in-pipeline' }] },
      { id: 'by-type', title: 'In the period, by type of carer', by: ['carerType'], columns: pipeline },
      { id: 'left', title: 'Left in the period, by how', by: ['carerEvent'], columns: [{ id: 'left', title: 'Households that left', measure: 'carers-left' }] },
      { id: 'quarters', title: 'Quarter by quarter', by: [], trend: { years: 2, every: 'quarter', period: 'quarter' }, columns: pipeline },
    ],
  },
} as const satisfies Record<string, View> // prettier-ignore
