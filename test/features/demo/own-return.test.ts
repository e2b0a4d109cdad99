import t from 'tap'
import { testApp } from '../../support/app.ts'

const service = await testApp(t, { contents: 'demonstration' })

interface BrokenRule {
  rule: string
  count: number
}

t.test('the return of 2022/23 that the demonstration makes has rows of every module', async (t) => {
  const data = await service.as('data')
  const { body } = await data.get<{
    modules: { module: string }[]
  }>('/v1/returns/2022-23')
  t.same(body.modules.map(({ module }) => module).sort(), [
    'AD1',
    'Episodes',
    'Header',
    'Missing',
    'OC2',
    'OC3',
    'Reviews',
    'UASC',
  ])
})

/** Rules that returns of the demonstration break, as docs/demonstration.md says, by how many rows at most. */
const brokenRules: Record<string, number> = {
  '187': 3, '191': 3, '218': 80, '378': 3, '383': 3, '392d': 8, '435': 8,
} // prettier-ignore

t.test(
  'the returns that the demonstration makes break no rule but those that its page explains',
  async (t) => {
    const data = await service.as('data')
    for (const year of ['2020-21', '2021-22', '2022-23']) {
      const { body } = await data.get<{ validation: { rules: BrokenRule[] } }>(`/v1/returns/${year}`)
      for (const { rule, count } of body.validation.rules)
        t.ok(count <= (brokenRules[rule] ?? 0), `${year}: ${rule} (${count})`)
    }
  },
)

t.test('what is computed from Reviews, OC2, Missing and AD1 has values', async (t) => {
  const bi = await service.as('bi')
  // Wide bounds about the shares that the generator is given (src/features/demo/years-in-care.ts), as chance moves them.
  const bounds: Record<string, readonly [number, number]> = {
    'share-missing': [7, 15],
    'reviews-in-time': [90, 99],
    'children-reviewed-in-time': [80, 98],
    'took-part-in-reviews': [85, 100],
    'health-assessments': [84, 95],
    'dental-checks': [70, 86],
    'immunisations-up-to-date': [76, 90],
    'development-checks': [75, 100],
    'substance-misuse': [1, 6],
    'convicted': [1, 6],
    'sdq-scored': [70, 90],
    'sdq-mean-score': [12, 16],
    'sdq-concern': [28, 50],
    'days-placement-order-to-match': [30, 300],
    'missing-incidents-per-child': [2, 7],
  } // prettier-ignore
  for (const [measure, [least, most]] of Object.entries(bounds)) {
    const { body } = await bi.get<{ items: { value: number | null }[] }>(
      `/v1/measures/${measure}?asAt=2023-03-31`,
    )
    const value = body.items[0]?.value ?? NaN
    t.ok(value >= least && value <= most, `${measure}: ${value}`)
  }
})
