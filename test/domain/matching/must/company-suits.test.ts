import t from 'tap'
import { companySuits } from '../../../../src/domain/matching/must/company-suits.ts'
import type { Resident } from '../../../../src/domain/matching/types.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

/** Someone of an age, or of another authority, of whom a span of ages is told. */
function resident(
  ages: number | [youngest: number, oldest: number],
  livingWith: Resident['livingWith'],
): Resident {
  const [youngest, oldest] = typeof ages === 'number' ? [ages, ages] : ages
  return { youngest, oldest, livingWith }
}

/** Judges a child aged nine who comes to a home with one resident. */
const judge = (
  ours: 'only-older' | 'only-younger' | null,
  ages: number | [youngest: number, oldest: number],
  theirs: 'only-older' | 'only-younger' | null = null,
) =>
  companySuits.judge(
    aNeed({ children: [aChildNeed({ livingWith: ours })] }),
    anOption({ company: [resident(ages, theirs)] }),
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
    company: [resident(5, 'only-older'), resident(5, null)],
  })
  t.equal(companySuits.judge(aNeed(), there)?.met, true)
})

t.test('where a span of ages does not decide it, it is not known', async (t) => {
  const spans: [number, number][] = [
    [4, 8],
    [5, 9],
    [6, 10],
    [9, 13],
    [10, 14],
  ]
  const judgements = (
    ours: 'only-older' | 'only-younger' | null,
    theirs: 'only-older' | 'only-younger' | null = null,
  ) => spans.map((span) => judge(ours, span, theirs))
  t.same(
    judgements('only-older'),
    [false, false, null, null, true],
    'one of nine is older than none up to nine',
  )
  t.same(judgements('only-younger'), [true, null, null, false, false])
  t.same(judgements(null, 'only-older'), [true, null, null, false, false])
  t.same(judgements(null, 'only-younger'), [false, false, null, null, true])
})

t.test('it has nothing to say where nobody minds', async (t) => {
  t.equal(judge(null, 9), undefined)
})
