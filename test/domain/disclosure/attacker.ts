import type { Highs } from 'highs'

/** Kinds of children, such as `type2@0` (of type 2, aged 0) or `0` (aged 0), that are added up. */
export type Sum = readonly string[]

export interface Published {
  of: Sum
  mark: string | undefined
  figure: number | null
}

/** The kinds that an age is made of, one way or the other. */
const ways = (age: string) =>
  ['type', 'status'].map((way) => [0, 1, 2, 3].map((code) => `${way}${code}@${age}`))

const isPart = (part: Sum, whole: Sum) =>
  part.join() !== whole.join() && part.every((kind) => whole.includes(kind) || whole.includes(kind.slice(-1)))

/** The least and the most that a sum can be, for all that is published: two programmes in whole numbers. */
export function interval(highs: Highs, published: readonly Published[], of: Sum): [number, number] {
  const kinds = ['0', '1', '2'].flatMap((age) => [age, ...ways(age).flat()])
  const name = (kind: string) => `n_${kind.replace('@', '_')}`
  const sum = (parts: Sum) => parts.map(name).join(' + ')
  const known = ['0', '1', '2'].flatMap((age) => ways(age).map((parts) => `${sum(parts)} - ${name(age)} = 0`))
  for (const { of: parts, mark, figure } of published) {
    if (figure !== null) known.push(`${sum(parts)} = ${figure}`)
    if (mark !== 'hidden') continue
    const own = published.filter((other) => isPart(other.of, parts))
    if (own.length === 0) known.push(`${sum(parts)} >= 1`)
    else if (own.some((part) => part.mark !== 'not-given')) known.push(`${sum(parts)} >= 6`)
    else known.push(`${sum(parts)} >= 1`, `${sum(parts)} <= 5`)
  }
  const solve = (goal: string) => {
    const model = `${goal}\n obj: ${sum(of)}\nSubject To\n${known.map((row, at) => ` r${at}: ${row}`).join('\n')}\nGeneral\n ${kinds.map(name).join(' ')}\nEnd`
    const { Status, ObjectiveValue } = highs.solve(model, { output_flag: false })
    if (Status === 'Optimal') return Math.round(ObjectiveValue)
    if (Status === 'Infeasible') throw new Error('what is published cannot be')
    return Infinity
  }
  return [solve('Minimize'), solve('Maximize')]
}
