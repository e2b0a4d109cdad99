import t from 'tap'
import { bornToBe, childrensHome, inTheWay, standing, supportedHome } from './support.ts'

/** law.md: CPPCR 27A (under 16) and 27C with the Supported Accommodation Regulations 2023 (16 and 17). */
const supportedStay = { placementType: 'supported-accommodation', home: supportedHome } as const
const fifteen = { dateOfBirth: bornToBe(15) }
const sixteen = { dateOfBirth: bornToBe(16) }
const everything = { emergency: true, decisions: { 'under-16-setting': 'approved' } } as const

t.test(
  'under 16 in supported, independent or unregistered settings is unlawful whatever anyone approves',
  async (t) => {
    for (const placementType of [
      'supported-accommodation',
      'supported-lodgings',
      'independent-living',
    ] as const) {
      const fields = { placementType, home: { ...supportedHome, ageFrom: 0 }, child: fifteen }
      t.same(standing(fields), { 'under-16-setting': 'unlawful' }, placementType)
      t.same(inTheWay({ ...fields, ...everything }), ['under-16-setting'], placementType)
    }
    t.same(standing({ placementType: 'other', home: null, child: fifteen }), {
      'under-16-setting': 'unlawful',
    })
    t.same(standing({ home: { ...childrensHome, registered: false }, child: fifteen }), {
      'under-16-setting': 'unlawful',
    })
    t.same(standing({ placementType: 'other', placeCode: 'P3', home: null, child: fifteen }), {
      'under-16-setting': 'unlawful',
    })
  },
)

t.test('at 16 and 17 the provider must be registered on the day', async (t) => {
  t.same(standing({ ...supportedStay, child: sixteen }), {})
  const withoutRegistration = {
    ...supportedStay,
    home: { ...supportedHome, registered: false },
    child: sixteen,
  }
  t.same(standing(withoutRegistration), { 'supported-registration': 'unlawful' })
  t.same(inTheWay({ ...withoutRegistration, emergency: true }), ['supported-registration'])
  t.same(standing({ ...supportedStay, home: null, child: sixteen }), { 'supported-registration': 'unlawful' })
  t.same(standing({ placementType: 'other', home: null, child: sixteen }), {
    'supported-registration': 'unlawful',
  })
})

t.test('residential employment at 16 is no unregistered home', async (t) =>
  t.same(standing({ placementType: 'other', placeCode: 'P3', home: null, child: sixteen }), {}),
)

t.test('before 28 October 2023 such accommodation had no registration to have', async (t) => {
  const fields = { ...supportedStay, home: { ...supportedHome, registered: false } }
  const born = { dateOfBirth: '2007-01-10' } // 16 on both days
  t.same(standing({ ...fields, child: born, from: '2023-10-27', until: '2023-10-28' }), {})
  t.same(
    standing({ ...fields, child: born, from: '2023-10-27' }),
    { 'supported-registration': 'unlawful' },
    'where the stay goes on, from that day',
  )
  t.same(standing({ ...fields, child: born, from: '2023-10-28' }), { 'supported-registration': 'unlawful' })
})

t.test('in registered homes, with approved carers, in hospital, at school: not a question', async (t) => {
  for (const placementType of ['residential', 'residential-school', 'family-centre', 'nhs'] as const)
    t.same(standing({ placementType, child: fifteen }), {}, placementType)
})

t.test('from the day on which the registration ends it is unlawful to stay', async (t) => {
  const endingHome = { ...childrensHome, registrationEndsOn: '2026-04-01' }
  t.same(standing({ home: endingHome, child: fifteen, until: '2026-04-01' }), {})
  t.same(standing({ home: endingHome, child: fifteen, until: '2026-04-02' }), {
    'under-16-setting': 'unlawful',
  })
  t.same(standing({ home: endingHome, child: sixteen }), { 'supported-registration': 'unlawful' })
  const endingSupport = { ...supportedHome, registrationEndsOn: '2026-04-01' }
  t.same(standing({ ...supportedStay, home: endingSupport, child: sixteen, until: '2026-04-01' }), {})
  t.same(standing({ ...supportedStay, home: endingSupport, child: sixteen }), {
    'supported-registration': 'unlawful',
  })
})

t.test('of what was decided elsewhere no gate is shown but that the home is unlawful', async (t) => {
  const importedStay = { agreedHere: false, area: 'beyond', child: fifteen } as const
  t.same(standing(importedStay), {})
  t.same(standing({ ...importedStay, home: { ...childrensHome, registered: false } }), {
    'under-16-setting': 'unlawful',
  })
})
