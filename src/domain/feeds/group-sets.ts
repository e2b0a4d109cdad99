import type { FeedSet } from './set.ts'
import { asAtColumn, columnsOfCare, childKeyColumn, monthColumn } from './shared-columns.ts'

/** Sets about groups of siblings, children deprived of their liberty, and the children of the area. */
export const groupSets = {
  'sibling-months': {
    title: 'Groups of siblings, by month',
    words: 'A group of siblings of whom two or more are looked after on the last day of a month.',
    key: ['month', 'siblingGroupId'],
    period: 'month',
    columns: {
      month: monthColumn,
      siblingGroupId: { type: 'id', words: 'The group.' },
      asAt: asAtColumn,
      children: { type: 'integer', words: 'How many of them are looked after.' },
      together: {
        type: 'text',
        words:
          'Whether all of these live in one home; `no` as soon as two are known not to. Empty: unknown. A postcode stands for a home that is not recorded.',
        codes: 'together',
      },
      apartReason: {
        type: 'text',
        words: 'Why two who live apart must not live together, or `not-apart`. Empty: nothing is recorded.',
        codes: 'apartReason',
      },
    },
  },
  'liberty-months': {
    title: 'Children deprived of their liberty, by month',
    words:
      'A child in care with a night of a month under a deprivation of liberty order: what held on the last of these nights. The present month goes up to today.',
    key: ['month', 'childKey'],
    period: 'month',
    columns: {
      month: monthColumn,
      childKey: childKeyColumn,
      asAt: asAtColumn,
      deprivedAtEnd: { type: 'boolean', words: 'Whether under an order on the night of `asAt`.' },
      nights: { type: 'integer', words: 'Nights of the month under an order.' },
      ...columnsOfCare,
    },
  },
  populations: {
    title: 'Population estimates',
    words: 'An estimate of the children aged 0 to 17 who live in the authority. It stands until the next.',
    key: ['asAt'],
    period: null,
    columns: {
      asAt: { type: 'date', words: 'The day that it is of.' },
      people: { type: 'integer', words: 'Children aged 0 to 17.' },
    },
  },
} as const satisfies Record<string, FeedSet>
