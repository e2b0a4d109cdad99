import type { Measure } from '../measures/measure.ts'
import type { MeasureId } from '../measures/measures.ts'
import { publishedMeasure } from './blocks.ts'

/** Why nothing is answered to the public of some facts, to follow the name of a measure. */
const reasonsOfFacts: Partial<Record<Measure['of'], string>> = {
  careStarts:
    'is not answered: with the children of two year ends and those who left in between, of whom the public is told, those who came could be worked out group by group',
  placementStarts:
    'is not answered: placements that begin and end are the moves and the ends of care, of which the public is told apart',
  endings:
    'is not answered: placements that end are the moves and the ends of care, of which the public is told apart',
  careLeavers:
    'is not answered: the returns that it is counted from have no history, so that a correction would show as a difference between two answers; releases have it for each year',
  siblingNights:
    'is not answered: a group of siblings is known to those who know one of them; releases have it for each year',
  bedNights: 'is not answered: of a home with few beds that is publicly known, an occupied bed is a child',
  emptyNights:
    'is not answered: of a home with few beds that is publicly known, a bed that is not empty is a child',
}

/** Why nothing is answered to the public of a measure, to follow its name; only for measures that count no population of answers. */
export function reasonUnanswered(id: MeasureId): string {
  const { of: facts, numerator, denominator, unit, over: span } = publishedMeasure(id)
  const own = reasonsOfFacts[facts]
  if (own !== undefined) return own
  if ([numerator, denominator].some((part) => part?.sum !== undefined) || numerator.share !== undefined)
    return `is not answered: it is a sum or an average of ${unit.replaceAll('-', ' ')}, and two of them may differ by one child's`
  return span === 'period'
    ? 'is not answered: what it counts over a period is not protected with the children of its days; of a year, ask for ceased-care or moves'
    : 'is not answered: it counts other facts than those of the children looked after on a day, and is not protected with them'
}
