import {
  commissioningProgramme,
  nightsShort,
  type CandidateHome,
  type DemandGroup,
} from '../../domain/forecast/commissioning.ts'
import { areaTypeWorlds, typeWorlds } from '../../domain/forecast/series.ts'
import { forecastTypeIds } from '../../domain/forecast/states.ts'
import { tellChoice } from '../../domain/forecast/telling.ts'
import { chooseHomes } from './choose-homes.ts'
import type { PlainForecast } from './plain-forecast.ts'
import { bedsByMonth } from './scenarios.ts'
import type { ForecastAsked, ForecastResult } from './schema.ts'

/** How long the solver may take: far more than a choice among forty homes needs. */
const solverSeconds = 20

/** Which of the candidate homes leave the fewest nights short within the budget; null where there are none. */
export async function commissionHomes(
  plain: PlainForecast,
  question: ForecastAsked,
): Promise<ForecastResult['commissioning']> {
  const { commissioning } = question
  if (commissioning === null) return null
  const { tally, scales, areas, months, days } = plain
  const { candidates, yearlyBudget } = commissioning
  const keyOf = ({ placementType, area }: (typeof candidates)[number]) =>
    JSON.stringify([placementType, area])
  const keys = [...new Set(candidates.map(keyOf))]
  const groups = keys.map((key): DemandGroup => {
    const { placementType, area } = candidates.find((one) => keyOf(one) === key)!
    const type = forecastTypeIds.indexOf(placementType)
    return {
      worlds: scales.map((scale, month) =>
        (area === null
          ? typeWorlds(tally, month, type)
          : areaTypeWorlds(tally, month, areas.indexOf(area), type)
        ).map((children) => children * scale),
      ),
      beds: bedsByMonth(plain, question, { placementType, area }),
    }
  })
  const homes = candidates.map((one): CandidateHome => {
    const first = months.findIndex((day) => day >= one.opensOn)
    return {
      group: keys.indexOf(keyOf(one)),
      beds: one.beds,
      opensIn: first === -1 ? Infinity : first,
      yearlyCost: one.yearlyCost,
    }
  })
  const programme = commissioningProgramme(groups, homes, { yearlyBudget, days })
  const { isChosen, bound, isProven } = await chooseHomes(programme, homes.length, solverSeconds)
  const homesToOpen = candidates.filter((_, index) => isChosen[index])
  const short = nightsShort(groups, homes, (index) => isChosen[index]!, days)
  const nothing = nightsShort(groups, homes, () => false, days)
  const yearlyCost = homesToOpen.reduce((sum, one) => sum + one.yearlyCost, 0)
  const titles = homesToOpen.map(({ title }) => title)
  return {
    chosen: titles,
    yearlyCost,
    nightsShort: short,
    nightsShortOfNothing: nothing,
    bound: isProven ? short : Math.min(bound, short),
    proven: isProven,
    sentence: tellChoice({ titles, short, nothing, by: months.at(-1)! }),
  }
}
