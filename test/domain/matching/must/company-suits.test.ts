import t from 'tap'
import { companySuits } from '../../../../src/domain/matching/must/company-suits.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

/** Judges a child aged nine who comes to a home with one resident. */
const judge = (
  ours: 'only-older' | 'only-younger' | null,
  age: number,
  theirs: 'only-older' | 'only-younger' | null = null,
) =>
  companySuits.judge(
    aNeed({ children: [aChildNeed({ livingWith: ours })] }),
    anOption({ company: [{ age, livingWith: theirs }] }),
  )?.met

t.test('older is older, and of one age is neither', async (t) => {
  t.same(
    [8, 9, 10].map((age) => judge('only-older', age)),
    [false, false, true],
  )
  t.same(
    [8, 9, 10].map((age) => judge('only-younger', age)),
    [true, false, false],
  )
})

t.test('and so for those who are there', async (t) => {
  t.same(
    [8, 9, 10].map((age) => judge(null, age, 'only-older')),
    [true, false, false],
  )
  t.same(
    [8, 9, 10].map((age) => judge(null, age, 'only-younger')),
    [false, false, true],
  )
})

t.test('the children are company for each other; those there are not judged among themselves', async (t) => {
  const twins = aNeed({ children: [aChildNeed({ livingWith: 'only-older' }), aChildNeed()] })
  t.equal(companySuits.judge(twins, anOption())?.met, false)
  const there = anOption({
    company: [
      { age: 5, livingWith: 'only-older' },
      { age: 5, livingWith: null },
    ],
  })
  t.equal(companySuits.judge(aNeed(), there)?.met, true)
})

t.test('it has nothing to say where nobody minds', async (t) => {
  t.equal(judge(null, 9), undefined)
})
