import type { LivingWith } from './needs-of-child.ts'
import type { ChildNeed, Need, Option } from './types.ts'

interface Person {
  age: number
  livingWith: LivingWith | null
}

/** Whether one can live with another, by what is said of the one alone. Of one age is neither older nor younger. */
export function livesWith({ age, livingWith }: Person, other: { age: number }): boolean {
  if (livingWith === 'solo') return false
  if (livingWith === 'only-older') return other.age > age
  if (livingWith === 'only-younger') return other.age < age
  return true
}

/** A child as company for others: ages are those on the first night. */
export const asPerson = ({ age, livingWith }: ChildNeed): Person => ({ age: age.onFirstNight, livingWith })

/** Each person who would live there, with those whom the search would bring them: to those there, only who comes. */
export function encounters({ children }: Need, { company }: Option): { one: Person; others: Person[] }[] {
  const coming = children.map(asPerson)
  return [
    ...coming.map((one, index) => ({ one, others: [...coming.filter((_, n) => n !== index), ...company] })),
    ...company.map((one) => ({ one, others: coming })),
  ]
}

/** Whether children who come together are of ages that each can live with; a child who is to live alone aside. */
export function agesSuit(children: readonly ChildNeed[]): boolean {
  return children.every(
    (one, index) =>
      one.livingWith === 'solo' ||
      children.every((other, n) => n === index || livesWith(asPerson(one), asPerson(other))),
  )
}
