import { gateStates } from '../../../domain/gates/gates.ts'
import type { Area, GateFacts } from '../../../domain/gates/types.ts'
import { adjoiningAuthorities } from '../../../domain/geography/adjoining.ts'
import { defaultSettings } from '../../../domain/lifecycle/settings.ts'
import { dateOf, dayOf } from '../days.ts'
import type { Party, SyntheticStay } from '../model.ts'
import { milesBetween } from '../places.ts'
import { onlyChildOf, type Household, type Present } from './present.ts'

/**
 * Has the holders of offices decide the gates of the law that stand before the placements agreed today: before they start,
 * or in an emergency within the working days that the gate allows.
 */
export function decideGates(present: Present, { parties }: Household): void {
  const { random, agenda, day } = present
  for (const party of parties) {
    const stay = party.stays.at(-1)
    if (!stay) continue
    for (const { gate, office, confirms, mayStartFirst, dueOn } of gateStates(
      factsOf(present, party, stay),
    )) {
      if (office === null) continue
      const earliest = mayStartFirst && random.chance(0.7) ? (stay.plannedFrom ?? day) : day
      const decisionDay = random.whole(earliest, Math.max(dayOf(dueOn), earliest))
      const decision = {
        id: random.uuid(),
        gate,
        office,
        confirmations: Object.keys(confirms),
        day: decisionDay,
      }
      agenda.at(decisionDay, () => stay.approvals.push(decision))
    }
  }
}

/** What the gates ask about an agreed placement. Beds, ages and approvals of carers are chosen so that they need no more. */
function factsOf({ authorityCode }: Present, party: Party, stay: SyntheticStay): GateFacts {
  const child = onlyChildOf(party)
  const where = stay.home?.place ?? stay.place
  const from = dateOf(stay.plannedFrom ?? 0)
  return {
    placementType: stay.type,
    placeCode: null,
    from,
    until: null,
    agreedHere: true,
    emergency: stay.emergency,
    child: {
      dateOfBirth: dateOf(child.born),
      sex: child.sex,
      legalStatus: child.statuses.at(-1)?.status ?? null,
    },
    area: where ? areaOf(authorityCode, where.authorityCode) : 'unknown',
    distanceMiles: where && party.family.home ? milesBetween(party.family.home, where) : null,
    bedKind: stay.beds[0]?.kind ?? null,
    home: null,
    comesWithParent: false,
    othersThere: 0,
    isMove: party.stays.length > 1,
    keepsSchool: stay.keepsSchool,
    carerApproval: 'temporary',
    termsExemptUntil: null,
    secure: { secretaryOfStateApproved: false, ordered: false, hoursWithoutOrder: 0 },
    shortBreaks: { nights: 0, inYear: 0, otherProviders: 0 },
    otherCarerHolidays: 0,
    decisions: {},
    settings: defaultSettings,
  }
}

const adjoining = new Set(adjoiningAuthorities.map((pair) => pair.join()))

function areaOf(authorityCode: string, other: string): Area {
  if (other === authorityCode) return 'own'
  return adjoining.has([authorityCode, other].join()) ? 'adjoining' : 'beyond'
}
