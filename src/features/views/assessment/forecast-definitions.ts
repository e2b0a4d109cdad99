/** Numbers of an assessment that no measure of the catalogue gives: what each is, of what, and how it is worked out. */
const own = {
  source: 'Own method: semi-markov-1, docs/forecast.md.',
  version: 1,
  unknown: null,
} as const

export const forecastDefinitions = [
  {
    ...own,
    id: 'forecast-children',
    title: 'Children in care to come',
    definition:
      'Children in care at the end of a month, over simulated futures that start from the authority’s own records: the mean, and between P10 and P90 8 times in 10. Where under 8 are expected, the chances of none and of one or more.',
    unit: 'children',
    numerator: 'Children in care at the end of the month, summed over the futures',
    denominator: 'Futures',
  },
  {
    ...own,
    id: 'forecast-short',
    title: 'Children more than beds',
    definition:
      'Children in homes of the type at the end of a month, less the beds of the authority’s own homes and block contracts that are open then and not void. Negative: more beds than children.',
    unit: 'children',
    numerator: 'Children less beds, in each future',
    denominator: null,
  },
  {
    ...own,
    id: 'forecast-chance-unmet',
    title: 'Chance of finding none',
    definition:
      'The chance that a child who needs such a home at the end of a month finds none of these beds.',
    unit: 'percent',
    numerator: 'Children beyond the beds, mean over the futures',
    denominator: 'Children in such homes, mean over the futures',
  },
  {
    ...own,
    id: 'forecast-beds-for-target',
    title: 'Beds needed',
    definition:
      'The fewest beds with which the chance of finding none is within the chance that was said to be bearable when the forecast was asked for.',
    unit: 'beds',
    numerator: 'Beds',
    denominator: null,
  },
  {
    ...own,
    id: 'forecast-outturn',
    title: 'Projected outturn',
    definition:
      'What placements cost in a financial year: what is spent up to the origin of the forecast by the records, and nights to come at the price of a night, with block contracts as a fixed cost. The most likely, and between P10 and P90 8 times in 10.',
    unit: 'pounds',
    numerator: 'Pounds of the year, in each future',
    denominator: null,
  },
  {
    ...own,
    id: 'forecast-chance-over',
    title: 'Chance that a budget is not enough',
    definition:
      'The share of the futures, spread as intervals are, in which a year costs more than its budget.',
    unit: 'percent',
    numerator: 'Futures in which it costs more',
    denominator: 'Futures',
  },
] as const
