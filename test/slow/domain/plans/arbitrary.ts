import fc from 'fast-check'
import type { PlanProblem } from '../../../../src/domain/plans/types.ts'

const days = ['2024-01-01', '2024-01-03', '2024-01-06']
const ends = [null, '2024-01-06', '2024-01-09']
const pick = <T>(values: readonly T[]) => fc.constantFrom(...values)
const unknownOr = (most: number) => fc.option(fc.integer({ min: 0, max: most }), { freq: 5 })

/** Small random problems with siblings, moves that free beds, solo needs, full homes and children kept apart. */
export const problems: fc.Arbitrary<PlanProblem> = fc
  .record({
    needs: fc.array(
      fc.record({
        size: fc.constantFrom(1, 1, 1, 2),
        to: pick(ends),
        solo: fc.constantFrom(false, false, false, true),
        lives: fc.option(fc.record({ bed: fc.nat(3), until: pick([null, '2024-01-03', '2024-01-20']) })),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    homes: fc.tuple(
      ...[0, 1].map(() =>
        fc.record({
          registeredPlaces: pick([null, 1, 2, 3]),
          others: fc.uniqueArray(fc.record({ from: pick(days), count: fc.nat(2) }), {
            selector: ({ from }) => from,
          }),
        }),
      ),
    ),
    facts: fc.array(
      fc.record({
        there: fc.nat(2),
        bed: fc.boolean(),
        facts: fc.record({
          score: fc.integer({ min: 0, max: 100 }),
          homeTenths: unknownOr(500),
          schoolTenths: unknownOr(200),
          weeklyPence: unknownOr(600_000),
          inAuthority: pick([true, false, null]),
        }),
      }),
      { minLength: 24, maxLength: 24 },
    ),
    apart: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 2 }),
  })
  .map(({ needs, homes, facts, apart }): PlanProblem => {
    const homeOf = (bed: number) => `home-${bed < 2 ? 0 : 1}`
    const bedsInUse = new Set<number>()
    const planNeeds = needs.map(({ size, to, solo, lives }, need) => {
      const home = lives && !bedsInUse.has(lives.bed) ? lives : null
      if (home) bedsInUse.add(home.bed)
      return {
        lives: home,
        children: Array.from({ length: size }, (_, child) => `child-${need}-${child}`),
        from: '2023-12-31',
        to,
        solo,
        leaves: home ? [{ childId: `child-${need}-0`, homeId: homeOf(home.bed), until: home.until }] : [],
      }
    })
    const options = planNeeds.flatMap(({ children, to, lives }, need) =>
      ['home-0', 'home-1'].flatMap((homeId) =>
        days.flatMap((start, day) => {
          const value = facts[need * 6 + Number(homeId === 'home-1') * 3 + day]!
          const own = [0, 1, 2, 3].filter((bed) => homeOf(bed) === homeId)
          const beds = (value.bed ? own : own.slice(need % 2)).map((bed) => `bed-${bed}`)
          const possible =
            value.there > 0 &&
            beds.length >= children.length &&
            (to === null || start < to) &&
            !(lives && homeOf(lives.bed) === homeId)
          return possible ? [{ need, homeId, start, beds, facts: value.facts }] : []
        }),
      ),
    )
    const ids = planNeeds.map(({ children }) => children[0]!)
    return {
      needs: planNeeds.map(({ children, from, to, solo, leaves }) => ({ children, from, to, solo, leaves })),
      homes: homes.map((home, index) => ({
        id: `home-${index}`,
        registeredPlaces: home.registeredPlaces,
        others: home.others.sort((a, b) => (a.from < b.from ? -1 : 1)),
      })),
      beds: [0, 1, 2, 3].map((bed) => {
        const freedBy = planNeeds.findIndex(({ lives }) => lives?.bed === bed)
        return {
          id: `bed-${bed}`,
          homeId: homeOf(bed),
          freedBy: freedBy === -1 ? null : freedBy,
          freeFrom: planNeeds[freedBy]?.lives?.until ?? null,
        }
      }),
      options,
      apart: apart.flatMap(([a, b]) => (a < b && ids[b] ? [[ids[a]!, ids[b]] as const] : [])),
    }
  })
