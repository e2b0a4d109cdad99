import { areOneUnit } from './parent-and-child.ts'
import type { ChildNeed, Need, Option, Resident } from './types.ts'

/**
 * Whether a person can live with another, by the first one's own needs. The same age is neither older nor younger. Null where it
 * depends on how old one of them is, who is another authority's child: of these a span of ages is known.
 */
export function livesWith(one: Resident, other: Omit<Resident, 'livingWith'>): boolean | null {
  if (one.livingWith === 'solo') return false
  if (one.livingWith === 'only-older') return isOlder(other, one)
  if (one.livingWith === 'only-younger') return isOlder(one, other)
  return true
}

function isOlder(
  one: Pick<Resident, 'youngest' | 'oldest'>,
  person: Pick<Resident, 'youngest' | 'oldest'>,
): boolean | null {
  if (one.youngest > person.oldest) return true
  return one.oldest > person.youngest ? null : false
}

/** The child as a housemate, by the age on the first night. */
export const asPerson = ({ age: { onFirstNight }, livingWith }: ChildNeed): Resident => ({
  youngest: onFirstNight,
  oldest: onFirstNight,
  livingWith,
})

/**
 * Each person who would live in the home, with their new housemates: for residents, only the children who come. Parent and
 * child are no housemates.
 */
export function encounters({ children }: Need, { company }: Option): { one: Resident; others: Resident[] }[] {
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
        (other, n) => areOneUnit(children, n, index) || livesWith(asPerson(one), asPerson(other)) === true,
      ),
  )
}
