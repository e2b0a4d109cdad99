import t from 'tap'
import { inAuthority } from '../../../../src/domain/matching/prefer/in-authority.ts'
import { pointsOnScale } from '../../../../src/domain/matching/scale.ts'
import { aNeed, anOption } from '../support.ts'

t.test('in the authority earns the whole weight; an unknown place earns nothing and says so', async (t) => {
  const places = [true, false, null].map((place) => anOption({ inAuthority: place }))
  t.same(
    places.map((option) => pointsOnScale(inAuthority.scale, 15, option)),
    [15, 0, 0],
  )
  t.same(
    places.map((option) => inAuthority.judge(aNeed(), option).met),
    [true, false, null],
  )
})
