import t from 'tap'
import { cultureFaithLanguage } from '../../../../src/domain/matching/prefer/culture-faith-language.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const need = (fields: Parameters<typeof aChildNeed>[0]) => aNeed({ children: [aChildNeed(fields)] })

const fullNeed = need({ faith: 'muslim', languages: ['ur'], culture: 'APKN' })

t.test('shared, not shared, and to be found out', async (t) => {
  const all = { faiths: ['muslim'], languages: ['en', 'ur'], cultures: ['APKN'] }
  t.equal(cultureFaithLanguage.judge(fullNeed, anOption(all))?.met, true)
  t.equal(cultureFaithLanguage.judge(fullNeed, anOption({ ...all, languages: null }))?.met, null)
  t.same(cultureFaithLanguage.judge(fullNeed, anOption({ ...all, languages: [], cultures: null })), {
    met: false,
    detail: 'Shares Muslim. Does not share ur. Find out about Pakistani.',
  })
})

t.test('no religion asks for nothing', async (t) => {
  t.equal(cultureFaithLanguage.judge(need({ faith: 'none' }), anOption()), null)
})
