import t from 'tap'
import { placesThatMatter } from '../../../../src/domain/matching/prefer/places-that-matter.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const need = (fields: Parameters<typeof aChildNeed>[0]) => aNeed({ children: [aChildNeed(fields)] })

t.test('nearer than ten miles to the furthest of them', async (t) => {
  const to = (matterMiles: number | null, unknownPlaces = 0) =>
    placesThatMatter.judge(
      aNeed({ matter: { places: 2, unplaced: unknownPlaces } }),
      anOption({ matterMiles }),
    )?.met
  t.same([to(9.9), to(10), to(null), to(null, 2)], [true, false, null, null])
  t.equal(placesThatMatter.judge(need({}), anOption()), null)
})
