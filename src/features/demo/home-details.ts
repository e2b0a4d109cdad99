import { ageOn } from '../../domain/dates.ts'
import { dateOf, type Day } from './days.ts'
import type { CarerTerm, Family, SyntheticHome, Party } from './model.ts'
import type { PartyPlan } from './parties.ts'
import type { Random } from './random.ts'
import type { Supply } from './supply.ts'

/** Share of children with connected carers who were not approved yet (Sufficiency Strategy 2024–27: 23 of 92). */
const awaitingPanel = 0.25

const capabilities = [
  'autism',
  'wheelchair-access',
  'medical-needs',
  'trauma-informed',
  'learning-disability',
  'parent-and-child',
] as const

export const capabilitiesOf = (random: Random): string[] => capabilities.filter(() => random.chance(0.12))

/** Sets the ages, sexes and capabilities of homes, wide enough for everyone who has lived there. */
export function finishHomes(
  random: Random,
  {
    supply: { homes },
    families,
    plans,
    reference,
  }: { supply: Supply; families: readonly Family[]; plans: readonly PartyPlan[]; reference: Day },
): void {
  const residentsByHome = new Map<SyntheticHome, { age: number; sex: string }[]>()
  for (const party of families.flatMap(({ parties }) => parties)) {
    for (const { home, from, plannedFrom } of [...party.stays, ...party.temporary]) {
      if (!home) continue
      const some = residentsByHome.get(home) ?? []
      for (const { born, sex } of party.children) {
        some.push({ age: ageOn(dateOf(born), dateOf(from ?? plannedFrom ?? reference)), sex })
      }
      residentsByHome.set(home, some)
    }
  }
  for (const home of homes) {
    const residents = residentsByHome.get(home) ?? []
    const youngest = Math.min(home.ageFrom, ...residents.map(({ age }) => age))
    home.ageFrom =
      home.kind === 'fostering-household' && residents.every(({ age }) => age >= 5) && random.chance(0.4)
        ? 5
        : Math.max(youngest, 0)
    const sexes = new Set(residents.map(({ sex }) => sex))
    if (home.kind !== 'connected-carer-household' && sexes.size < 2 && random.chance(0.15)) {
      home.accepts = sexes.has('male') || (sexes.size === 0 && random.chance(0.5)) ? 'male' : 'female'
    }
    home.capabilities = capabilitiesOf(random)
  }
  leaveUnapproved(plans)
  for (const home of homes) if (home.kind === 'connected-carer-household') home.terms = [firstTermOf(home)]
  gatherConstellation(homes, reference)
}

function leaveUnapproved(plans: readonly PartyPlan[]): void {
  const kin = plans
    .filter(({ type, party }) => type === 'connected-carer' && party.to === null)
    .map(({ party }) => party)
    .sort((a, b) => lastFrom(b) - lastFrom(a))
  let childrenToLeave = Math.round(
    kin.reduce((sum, { children }) => sum + children.length, 0) * awaitingPanel,
  )
  for (const party of kin) {
    const home = party.stays.at(-1)?.home
    if (!home || party.children.length > childrenToLeave) continue
    home.registeredPlaces = null
    childrenToLeave -= party.children.length
  }
}

const weeksOfTemporaryApproval = 16

const firstTermOf = ({ opensOn, registeredPlaces }: SyntheticHome): CarerTerm =>
  registeredPlaces === null
    ? { kind: 'temporary', from: opensOn, to: opensOn + 7 * weeksOfTemporaryApproval }
    : { kind: 'full', from: opensOn, to: null }

const lastFrom = ({ stays }: Party) => stays.at(-1)?.from ?? 0

/** One Mockingbird constellation: a hub and the households around it. */
function gatherConstellation(homes: readonly SyntheticHome[], reference: Day): void {
  const [hub, ...satellites] = homes
    .filter(
      ({ type, closesOn, beds }) =>
        type === 'internal-foster' && closesOn === null && beds.some((bed) => bed.closesOn === null),
    )
    .filter(({ opensOn }) => opensOn < reference - 700)
    .slice(0, 8)
  for (const satellite of satellites) satellite.hub = hub ?? null
}
