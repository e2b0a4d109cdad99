import t from 'tap'
import { inAuthorityAsAsked } from '../../../../src/domain/matching/must/in-authority-as-asked.ts'
import { aNeed, anOption } from '../support.ts'

const met = (inAuthority: boolean | null, asked: boolean | null) =>
  inAuthorityAsAsked.judge(aNeed({ inAuthority: asked }), anOption({ inAuthority }))?.met

t.test('in or out, as asked; unknown is neither; either where not asked', async (t) => {
  t.same(
    [true, false, null].map((place) => met(place, true)),
    [true, false, false],
  )
  t.same(
    [true, false, null].map((place) => met(place, false)),
    [false, true, false],
  )
  t.same(
    [true, false, null].map((place) => met(place, null)),
    [undefined, undefined, undefined],
  )
})
