import { inAndOut } from './columns.ts'
import { viewOf, type ViewId } from './views.ts'
import type { View, ViewBlock, ViewColumn } from './view.ts'

/** A table of a view, under an id and a title that no other view's table has. */
function blockOf(viewId: ViewId, id: string): ViewBlock {
  const view = viewOf(viewId)
  const block = view?.blocks.find((one) => one.id === id)
  if (!view || !block) throw new Error(`the view ${viewId} has no table ${id}`)
  return { ...block, id: `${viewId}-${id}`, title: `${view.title}: ${block.title}` }
}

const searches: ViewColumn[] = [
  { id: 'searches', title: 'Children searched for', measure: 'searches' },
  {
    id: 'foundNothing',
    title: 'Of searches that found nothing',
    measure: 'searches-found-nothing',
    shows: 'numerator',
    unit: 'children',
  },
  { id: 'shareNothing', title: 'Share that found nothing', measure: 'searches-found-nothing' },
]

const requests: ViewColumn[] = [
  { id: 'requests', title: 'Children of requests', measure: 'requests' },
  { id: 'foundNothing', title: 'Share that found nothing', measure: 'requests-found-nothing' },
  { id: 'daysWaited', title: 'Mean days waited', measure: 'days-waited' },
  { id: 'inHouse', title: 'Met in house', measure: 'requests-met-in-house' },
  { id: 'inAuthority', title: 'Met in the authority', measure: 'requests-met-in-authority' },
  { id: 'firstChoice', title: 'Met by the first choice', measure: 'requests-first-choice' },
]

/** What a section has beside its tables, from other records than those that measures count. */
export type AssessmentPart = 'gap' | 'costs' | 'forecast' | 'plan'

export interface AssessmentSection {
  id: string
  title: string
  blocks: readonly ViewBlock[]
  part?: AssessmentPart
}

/** The assessment that a sufficiency strategy prints, section by section. */
export const assessmentSections: readonly AssessmentSection[] = [
  {
    id: 'need',
    title: 'Need now',
    blocks: [
      blockOf('placement-mix', 'shares'),
      blockOf('legal-status-by-age', 'by-age'),
      { id: 'need-by-need', title: 'Children by main need', by: ['need'], columns: inAndOut() },
      blockOf('unaccompanied-children', 'share'),
    ],
  },
  { id: 'trends', title: 'Trends', blocks: [blockOf('cared-for-trend', 'quarters')] },
  {
    id: 'supply',
    title: 'Supply',
    blocks: [
      blockOf('capacity', 'by-type'),
      blockOf('capacity', 'void-by-cure'),
      blockOf('block-contracts', 'by-type'),
      blockOf('carers-pipeline', 'by-type'),
    ],
  },
  { id: 'gap', title: 'Gap', blocks: [], part: 'gap' },
  {
    id: 'unmet-need',
    title: 'Unmet need',
    blocks: [
      { id: 'searches-by-age', title: 'Searches for a bed, by age band', by: ['ageBand'], columns: searches },
      {
        id: 'searches-by-rule',
        title: 'Searches that found nothing, by the rule first in the way',
        by: ['firstRule'],
        columns: [{ id: 'searches', title: 'Children searched for', measure: 'searches', filter: { searchFound: ['no'] } }],
      },
      { id: 'requests', title: 'Requests for a home', by: [], columns: requests },
    ],
  },
  {
    id: 'quality',
    title: 'Quality',
    blocks: [
      {
        id: 'quality-by-type',
        title: 'Judgements and distance, by type of placement',
        by: ['placementType'],
        columns: [
          { id: 'good', title: 'In provision judged good or outstanding', measure: 'good-or-outstanding' },
          { id: 'far', title: 'Over 20 miles from home', measure: 'over-20-miles' },
          { id: 'unregistered', title: 'Nights in unregistered places', measure: 'unregistered-nights' },
        ],
      },
      {
        id: 'quality-siblings',
        title: 'Brothers and sisters',
        by: [],
        columns: [{ id: 'apart', title: 'Sibling groups not all in one home', measure: 'siblings-apart' }],
      },
      blockOf('moves', 'stability'),
      blockOf('moves', 'by-reason'),
    ],
  },
  { id: 'cost', title: 'Cost', blocks: [blockOf('placement-mix', 'by-type')], part: 'costs' },
  { id: 'forecast', title: 'Forecast', blocks: [], part: 'forecast' },
  { id: 'plan', title: 'Plan and its measures', blocks: [], part: 'plan' },
] // prettier-ignore

/** All tables of the assessment as one view. */
export const assessmentView: View = {
  title: 'Sufficiency assessment',
  description:
    'What a sufficiency strategy prints: need now, trends, supply, gap, unmet need, quality, cost, forecast, and the plan with its measures.',
  source:
    'Children Act 1989 s22G; statutory guidance on securing sufficient accommodation for looked after children (2010).',
  blocks: assessmentSections.flatMap(({ blocks }) => blocks),
}
