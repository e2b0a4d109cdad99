import { legalStatusLabels } from '../codes.ts'
import { placementTypes } from '../placement-types.ts'
import type { Journey } from './journey.ts'
import { statusAllows } from './status-allows.ts'

/** One fact that a panel weighs before a child moves: its value, its source and its meaning. */
export interface ReadinessFact {
  id: string
  title: string
  unit: string | null
  source: string
  /** Null where it is not recorded. */
  value: (journey: Journey) => string | number | null
  /** What the value means for a move; where it is not recorded, what to find out. */
  means: (journey: Journey) => string
}

const notRecorded = (what: string) => `Not recorded: ask for ${what}.`
const returns = (module: string) => `SSDA903 ${module} return`

/** The facts in the order shown. They inform a panel's decision; none excludes a move. */
export const readinessFacts: readonly ReadinessFact[] = [
  {
    id: 'age',
    title: 'Age',
    unit: 'years',
    source: "The child's record",
    value: ({ age }) => age,
    means: ({ age, monthsTo18 }) =>
      age >= 18
        ? 'Of age: moves are by agreement with the young person.'
        : age >= 16
          ? `Supported accommodation is open; 18 in ${monthsTo18} months.`
          : 'Under 16: supported accommodation is not open.',
  },
  {
    id: 'months-in-care',
    title: 'Time looked after',
    unit: 'months',
    source: 'Period of care',
    value: ({ monthsInCare }) => monthsInCare,
    means: ({ monthsInCare, record: { careStartedBefore } }) =>
      monthsInCare === null
        ? 'No period of care is recorded on the day.'
        : monthsInCare >= 30
          ? 'Two and a half years or more: counted in long-term stability.'
          : careStartedBefore
            ? 'At least: care began before the records; find out when.'
            : 'Under two and a half years.',
  },
  {
    id: 'months-in-placement',
    title: 'Time in the placement',
    unit: 'months',
    source: 'Placements',
    value: ({ monthsInPlacement }) => monthsInPlacement,
    means: ({ monthsInPlacement }) =>
      monthsInPlacement === null
        ? notRecorded('where the child lives')
        : monthsInPlacement >= 6
          ? 'Settled for six months or more.'
          : 'Less than six months: a move would follow closely on the last.',
  },
  {
    id: 'legal-status',
    title: 'Legal status',
    unit: null,
    source: 'Legal status',
    value: ({ record: { legalStatus } }) => label(legalStatusLabels, legalStatus),
    means: ({ record: { legalStatus } }) =>
      label(statusAllows, legalStatus) ?? notRecorded('the legal status'),
  },
  {
    id: 'next-placement',
    title: 'Agreed next placement',
    unit: null,
    source: 'Placements',
    value: ({ record: { next } }) => (next === null ? 'None' : placementTypes[next.type].label),
    means: ({ record: { next } }) =>
      next
        ? `Agreed, planned from ${next.plannedFrom}.`
        : 'None is agreed. The care plan itself is not held here.',
  },
  {
    id: 'moves',
    title: 'Moves in the last 12 months',
    unit: 'moves',
    source: 'Placements, without the first of the period of care and those with the same carer',
    value: ({ moves }) => moves,
    means: ({ moves }) =>
      moves === 0
        ? 'No move in a year.'
        : moves === 1
          ? 'One move in a year.'
          : 'Two moves or more: with the placement before them, three in a year.',
  },
  {
    id: 'unplanned-endings',
    title: 'Unplanned endings in the last 12 months',
    unit: 'endings',
    source: 'Placements, as recorded or by SSDA903 REASON_PLACE_CHANGE',
    value: ({ unplannedEndings }) => unplannedEndings,
    means: ({ unplannedEndings }) =>
      unplannedEndings === 0
        ? 'None ended unplanned.'
        : 'An ending that was not planned: ask what went wrong and what has changed.',
  },
  {
    id: 'missing-episodes',
    title: 'Missing episodes in the last 12 months',
    unit: 'episodes',
    source: returns('Missing'),
    value: ({ missingEpisodes }) => missingEpisodes,
    means: ({ missingEpisodes, record: { missing: missingReturn } }) =>
      missingEpisodes === null || missingReturn === null
        ? notRecorded('missing episodes and return interviews')
        : `As the returns to ${missingReturn.until} say; ask for later ones.`,
  },
  {
    id: 'last-review',
    title: 'Last review',
    unit: null,
    source: returns('Reviews'),
    value: ({ lastReviewOn }) => lastReviewOn,
    means: ({ lastReviewOn, record: { reviews } }) =>
      lastReviewOn === null || reviews === null
        ? notRecorded('the last review and what it said')
        : `As the returns to ${reviews.until} say; ask for its recommendations.`,
  },
]

function label(labels: Readonly<Record<string, string>>, code: string | null): string | null {
  return code === null ? null : (labels[code] ?? null)
}
