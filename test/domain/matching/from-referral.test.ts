import t from 'tap'
import { askedByReferral } from '../../../src/domain/matching/from-referral.ts'

t.test('answers of a referral become what a search asks', async (t) => {
  t.same(
    askedByReferral({
      livingWith: 'solo',
      fostering: 'unsuitable',
      communication: ['bsl', 'esol', 'other'],
      homeAdaptation: true,
      risks: { 'fire-setting': 'high', 'self-harm': 'low' },
      sectorsToAvoid: ['CW1 2'],
      placesThatMatter: [{ sector: 'CW2 6' }, {}],
    }),
    {
      ...{ livingWith: 'solo', fostering: 'unsuitable', residential: null, supported: null },
      capabilities: ['bsl', 'adapted'],
      preferredCapabilities: ['esol', 'fire-setting'],
      placesToAvoid: [{ place: 'CW1 2', miles: 0 }],
      placesThatMatter: ['CW2 6'],
    },
  )
})

t.test('what a referral leaves out is not known, and asks for nothing', async (t) => {
  const { capabilities, livingWith, placesToAvoid } = askedByReferral({})
  t.same(
    { capabilities, livingWith, placesToAvoid },
    { capabilities: [], livingWith: null, placesToAvoid: [] },
  )
})
