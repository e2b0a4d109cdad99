import type { Highs } from 'highs'

/** Kinds of children whose counts are added up, such as `type2@0` (type 2, aged 0) or `0` (aged 0). */
export type Sum = readonly string[]

export interface Published {
  of: Sum
  mark: string | undefined
  figure: number | null
}

/** The kinds that make up an age: by type, and by status. */
const ways = (age: string) =>
  ['type', 'status'].map((way) => [0, 1, 2, 3].map((code) => `${way}${code}@${age}`))

const isPart = (part: Sum, whole: Sum) =>
  part.join() !== whole.join() && part.every((kind) => whole.includes(kind) || whole.includes(kind.slice(-1)))

/**
 * The least and the greatest value of a sum that agree with what is published: two integer programmes.
 *
 * @throws where no counts at all agree with it
 */
export function interval(highs: Highs, figures: readonly Published[], target: Sum): [number, number] {
  const kinds = ['0', '1', '2'].flatMap((age) => [age, ...ways(age).flat()])
  const name = (kind: string) => `n_${kind.replace('@', '_')}`
  const sum = (parts: Sum) => parts.map(name).join(' + ')
  const constraints = ['0', '1', '2'].flatMap((age) =>
    ways(age).map((parts) => `${sum(parts)} - ${name(age)} = 0`),
  )
  for (const { of: parts, mark, figure } of figures) {
    if (figure !== null) constraints.push(`${sum(parts)} = ${figure}`)
    if (mark !== 'hidden') continue
    const own = figures.filter((other) => isPart(other.of, parts))
    if (own.length === 0) constraints.push(`${sum(parts)} >= 1`)
    else if (own.some((part) => part.mark !== 'not-given' && part.figure !== 0))
      constraints.push(`${sum(parts)} >= 6`)
    else constraints.push(`${sum(parts)} >= 1`, `${sum(parts)} <= 5`)
  }
  const solve = (goal: string) => {
    const model = `${goal}\n obj: ${sum(target)}\nSubject To\n${constraints.map((row, index) => ` r${index}: ${row}`).join('\n')}\nGeneral\n ${kinds.map(name).join(' ')}\nEnd`
    const { Status, ObjectiveValue } = highs.solve(model, { output_flag: false })
    if (Status === 'Optimal') return Math.round(ObjectiveValue)
    if (Status === 'Infeasible') throw new Error('what is published cannot be')
    return Infinity
  }
  return [solve('Minimize'), solve('Maximize')]
}
