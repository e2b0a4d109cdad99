import fc from 'fast-check'
import t from 'tap'
import {
  commissioningProgramme,
  nightsShort,
  type CandidateHome,
} from '../../../src/domain/forecast/commissioning.ts'
import { chooseHomes } from '../../../src/features/forecasts/choose-homes.ts'

/** Which homes to open: what the solver chooses, against every choice that there is. */
const days = [31, 30, 31]
const groups = fc.array(
  fc.record({
    worlds: fc.array(
      fc
        .array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 4 })
        .map((values) => Float64Array.from(values)),
      { minLength: 3, maxLength: 3 },
    ),
    beds: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 2 },
)
const homes = fc.array(
  fc.record({
    group: fc.integer({ min: 0, max: 1 }),
    beds: fc.integer({ min: 1, max: 5 }),
    opensIn: fc.constantFrom(0, 1, 2, Infinity),
    yearlyCost: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 1, maxLength: 6 },
)

await t.test(
  'the choice is within the budget, and no other within it leaves fewer nights short',
  async () => {
    await fc.assert(
      fc.asyncProperty(groups, homes, fc.integer({ min: 0, max: 20 }), async (demand, all, yearlyBudget) => {
        const candidates: CandidateHome[] = all.map((one) => ({
          ...one,
          group: Math.min(one.group, demand.length - 1),
        }))
        const programme = commissioningProgramme(demand, candidates, { yearlyBudget, days })
        const { isChosen, bound, isProven } = await chooseHomes(programme, candidates.length, 20)
        const costOf = (choice: (index: number) => boolean) =>
          candidates.reduce((sum, one, index) => (choice(index) ? sum + one.yearlyCost : sum), 0)
        let best = Infinity
        for (let set = 0; set < 2 ** candidates.length; set++) {
          const choice = (index: number) => ((set >> index) & 1) === 1
          if (costOf(choice) <= yearlyBudget)
            best = Math.min(best, nightsShort(demand, candidates, choice, days))
        }
        const value = nightsShort(demand, candidates, (index) => isChosen[index]!, days)
        return (
          isProven &&
          costOf((index) => isChosen[index]!) <= yearlyBudget &&
          Math.abs(value - best) < 1e-4 &&
          bound <= best + 1e-4
        )
      }),
      { numRuns: 40 },
    )
  },
)
