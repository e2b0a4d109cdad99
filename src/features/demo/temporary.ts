import { ethnicityFor, makeChild } from './children.ts'
import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { newStay } from './histories.ts'
import type { Family, SyntheticHome, Party } from './model.ts'
import { newParty, type PartyPlan } from './parties.ts'
import type { Gazetteer } from './places.ts'
import type { Random } from './random.ts'
import { addBed, type Supply } from './supply.ts'

const reference = dayOf(referenceDay)
const minNights = 150

/** Adds short temporary stays: a child spends some nights elsewhere, such as in hospital, and returns to the placement. */
export function makeTemporaryStays(random: Random, gazetteer: Gazetteer, plans: readonly PartyPlan[]): void {
  for (const { party } of plans) {
    for (const { type, from, to } of party.stays) {
      const end = Math.min(to ?? reference, reference)
      if (from === null || end - from < minNights || !fostering.includes(type) || !random.chance(0.06))
        continue
      const away = random.whole(from + 60, end - 30)
      const back = away + random.whole(2, 14)
      const place = random.pick(gazetteer.in)
      party.temporary.push(newStay({ type: 'temporary', reach: 'in', from: away, to: back, place }))
    }
  }
}

const fostering: readonly string[] = ['internal-foster', 'ifa', 'connected-carer']

const shortBreakBeds = 4
const childrenABed = 2
export const weekendNights = 2

/**
 * Makes disabled children who live at home and come for a weekend every fortnight under an agreed series of short breaks
 * (legal status V4, not counted as looked after), with the homes that they come to.
 */
export function makeShortBreaks(
  random: Random,
  {
    supply,
    gazetteer,
    factor,
    referenceOf,
  }: { supply: Supply; gazetteer: Gazetteer; factor: number; referenceOf: () => string },
): Family[] {
  const homes = Math.max(Math.round(factor), 1)
  return Array.from({ length: homes }, () => openShortBreakHome(supply)).flatMap((home) =>
    Array.from({ length: shortBreakBeds * childrenABed }, (_, n) => {
      const party = shortBreakChild(random, gazetteer, {
        from: reference - random.whole(200, 900),
        today: reference,
        referenceOf,
      })
      visit(party, home, n)
      return party.family
    }),
  )

  function openShortBreakHome(supply: Supply): SyntheticHome {
    const provider = supply.providers.find(({ sector }) => sector === 'own')
    const home = supply.open({
      type: 'residential',
      reach: 'in',
      beds: 0,
      opensOn: dayOf('2016-05-02'),
      closesOn: null,
      name: `Short-break home ${supply.homes.filter(({ name }) => name.startsWith('Short-break')).length + 1}`,
      ...(provider && { provider }),
    })
    for (let n = 1; n <= shortBreakBeds; n++) addBed(random, home, `Short break ${n}`, 'short-break')
    home.registeredPlaces = shortBreakBeds
    return home
  }
}

/** Makes a disabled child, aged 8 to 16 today, whose series of short breaks begins on a day. */
export function shortBreakChild(
  random: Random,
  gazetteer: Gazetteer,
  { from, today, referenceOf }: { from: Day; today: Day; referenceOf: () => string },
): Party {
  const born = today - random.whole(8 * 365, 16 * 365)
  const ethnicity = ethnicityFor(random, false)
  const child = makeChild(random, referenceOf(), { born, uasc: false, disabled: true, ethnicity })
  child.need = 'N2'
  child.statuses = [{ status: 'V4', from, to: null }]
  const party = newParty(random, { children: [child], from, to: null, endReason: null })
  party.family.home = random.pick(gazetteer.in)
  return party
}

/** Adds a child's short breaks, from Friday to Sunday. Two children use the same bed on alternate weekends. */
function visit(party: Party, home: SyntheticHome, n: number): void {
  const bed = home.beds[n % shortBreakBeds]
  if (!bed) return
  const friday = dayOf('2022-12-02') + 7 * Math.floor(n / shortBreakBeds)
  for (let from = friday; from + weekendNights <= reference; from += 14) {
    if (from < party.from) continue
    const to = from + weekendNights
    party.temporary.push(newStay({ type: 'short-break', reach: 'in', from, to, home, beds: [bed] }))
    bed.taken.push({ from, to })
  }
}
