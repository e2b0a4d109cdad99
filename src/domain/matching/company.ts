import { areOneUnit } from './parent-and-child.ts'
import type { LivingWith } from './needs-of-child.ts'
import type { ChildNeed, Need, Option } from './types.ts'

interface Person {
  age: number
  livingWith: LivingWith | null
}

/** Whether a person can live with another, by the first one's own needs. The same age is neither older nor younger. */
export function livesWith({ age, livingWith }: Person, other: { age: number }): boolean {
  if (livingWith === 'solo') return false
  if (livingWith === 'only-older') return other.age > age
  if (livingWith === 'only-younger') return other.age < age
  return true
}

/** A child as a housemate, by the age on the first night. */
export const asPerson = ({ age, livingWith }: ChildNeed): Person => ({ age: age.onFirstNight, livingWith })

/**
 * Each person who would live in the home, with their new housemates: for residents, only the children who come. Parent and
 * child are no housemates.
 */
export function encounters({ children }: Need, { company }: Option): { one: Person; others: Person[] }[] {
  const coming = children.map(asPerson)
  return [
    ...coming.map((one, index) => ({
      one,
      others: [...coming.filter((_, n) => !areOneUnit(children, n, index)), ...company],
    })),
    ...company.map((one) => ({ one, others: coming })),
  ]
}

/** Whether each child's age needs allow the other children of the search; children who must live alone are ignored. */
export function agesSuit(children: readonly ChildNeed[]): boolean {
  return children.every(
    (one, index) =>
      one.livingWith === 'solo' ||
      children.every(
        (other, n) => areOneUnit(children, n, index) || livesWith(asPerson(one), asPerson(other)),
      ),
  )
}
