import t from 'tap'
import { inAuthorityAsAsked } from '../../../../src/domain/matching/must/in-authority-as-asked.ts'
import { aNeed, anOption } from '../support.ts'

const judge = (inAuthority: boolean | null, wish: boolean | null) =>
  inAuthorityAsAsked.judge(aNeed({ inAuthority: wish }), anOption({ inAuthority }))?.met

t.test('in or out, as asked; unknown is neither; either where not asked', async (t) => {
  t.same(
    [true, false, null].map((place) => judge(place, true)),
    [true, false, false],
  )
  t.same(
    [true, false, null].map((place) => judge(place, false)),
    [false, true, false],
  )
  t.same(
    [true, false, null].map((place) => judge(place, null)),
    [undefined, undefined, undefined],
  )
})
