import { ageOn } from '../../domain/dates.ts'
import { dateOf, type Day } from './days.ts'
import type { Family, Party } from './model.ts'
import type { PartyPlan } from './parties.ts'
import { agrees, homeFor, type Gazetteer } from './places.ts'
import type { Random } from './random.ts'

/**
 * Gives each party a family and the family a home, as far from the last placement as its reach says. Some parties placed
 * apart are put into one family: they are siblings.
 */
export function makeFamilies(random: Random, gazetteer: Gazetteer, plans: readonly PartyPlan[]): Family[] {
  const families: Family[] = []
  const open: Family[] = []
  for (const { party, reach } of random.shuffled(plans)) {
    const last = party.stays.findLast((stay) => stay.from !== null)
    const placement = last?.place ?? last?.home?.place
    if (placement === undefined || placement === null) throw new RangeError('a placement without a place')
    const kin = random.chance(0.3)
      ? open.findIndex(
          (family) =>
            couldBeSiblings(family, party) && family.home !== null && agrees(family.home, placement, reach),
        )
      : -1
    const family = kin < 0 ? party.family : open[kin]
    if (kin >= 0 && family) {
      join(family, party)
      if (random.chance(0.7)) open.splice(kin, 1)
      continue
    }
    families.push(party.family)
    if (party.children.some(({ uasc }) => uasc)) continue
    const atHome = last?.type === 'with-parents' && reach === 'in'
    party.family.home = atHome ? placement : homeFor(random, gazetteer, placement, last?.reach ?? reach)
    if (open.length < 400) open.push(party.family)
  }
  return families
}

function couldBeSiblings({ parties: [first] }: Family, party: Party): boolean {
  if (first === undefined || party.children.some(({ uasc }) => uasc)) return false
  const births = [...first.children, ...party.children].map(({ born }) => born).sort((a, b) => a - b)
  return (
    Math.abs(first.from - party.from) < 200 &&
    (first.to === null) === (party.to === null) &&
    births.every((born, index) => index === 0 || born - (births[index - 1] ?? 0) > 300) &&
    (births.at(-1) ?? 0) - (births[0] ?? 0) < 14 * 365
  )
}

function join(family: Family, party: Party): void {
  family.parties.push(party)
  const ethnicity = family.parties[0]?.children[0]?.ethnicity
  for (const child of party.children) child.ethnicity = ethnicity ?? child.ethnicity
  party.family = family
}

/** Gives children of school age a school near home or, without a known home, near their last placement. */
export function assignSchools(
  random: Random,
  gazetteer: Gazetteer,
  families: readonly Family[],
  reference: Day,
): void {
  for (const { home, parties } of families) {
    for (const party of parties) {
      const last = party.stays.at(-1)
      const anchor = home ?? last?.place ?? last?.home?.place
      for (const child of party.children) {
        const age = ageOn(dateOf(child.born), dateOf(Math.min(party.to ?? reference, reference)))
        if (anchor && age >= 5 && age <= 16) child.school = homeFor(random, gazetteer, anchor, 'in')
      }
    }
  }
}
