import fc from 'fast-check'
import t from 'tap'
import { musts, preferences } from '../../../src/domain/matching/criteria.ts'
import { isOffered, judgeOption } from '../../../src/domain/matching/judge-option.ts'
import { builtInProfiles, standardProfile } from '../../../src/domain/matching/profile.ts'
import { aNeed, anOption } from './support.ts'

t.test('the weights of the standard profile are declared, and add up to 100', async (t) => {
  t.same(standardProfile.weights, {
    kin: 14,
    'distance-to-home': 16,
    'distance-to-school': 14,
    'siblings-there': 14,
    'in-authority': 10,
    'other-needs-met': 7,
    'type-preferred': 6,
    'ofsted-grade': 6,
    'long-term-fit': 4,
    'culture-faith-language': 4,
    'places-that-matter': 2,
    cost: 3,
  })
  for (const { weights, name, version } of builtInProfiles)
    t.equal(
      Object.values(weights).reduce((sum, weight) => sum + weight, 0),
      100,
      `${name} ${version}`,
    )
})

t.test('preferences stand in the order of the Children Act 1989 s22C(7)(a), (8) and (9)', async (t) => {
  const order = ['kin', 'distance-to-home', 'distance-to-school', 'siblings-there', 'in-authority']
  t.same(preferences.map(({ id }) => id).slice(0, 5), order)
})

t.test('every criterion has an id and a title of its own', async (t) => {
  const all = [...musts, ...preferences]
  t.equal(new Set(all.map(({ id }) => id)).size, all.length)
  t.equal(new Set(all.map(({ title }) => title)).size, all.length)
})

t.test('the score is the sum of the points, from 0 to 100', async () => {
  const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
  fc.assert(
    fc.property(
      fc.record({
        homeMiles: orNull(fc.integer({ min: 0, max: 9999 }).map((tenths) => tenths / 10)),
        schoolMiles: orNull(fc.integer({ min: 0, max: 9999 }).map((tenths) => tenths / 10)),
        weeklyCost: orNull(fc.integer({ min: 0, max: 9_999_999 }).map((pence) => pence / 100)),
        inAuthority: orNull(fc.boolean()),
        siblingsThere: fc.boolean(),
      }),
      (facts) => {
        const { score, reasons } = judgeOption(aNeed(), anOption(facts), standardProfile)
        const sum = reasons.reduce((total, { points }) => total + points, 0)
        return score === sum && score >= 0 && score <= 100 && Number.isInteger(score)
      },
    ),
  )
})

t.test('one must that is not met keeps an option out; one that cannot be told does not', async (t) => {
  t.equal(isOffered(aNeed(), anOption()), true)
  t.equal(isOffered(aNeed(), anOption({ accepts: 'female' })), false)
  t.equal(
    isOffered(
      aNeed({ children: [{ ...aNeed().children[0]!, sex: 'unknown' }] }),
      anOption({ accepts: 'female' }),
    ),
    true,
  )
})
