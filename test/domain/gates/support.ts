import { gatesInTheWay, gateStates, type GateId } from '../../../src/domain/gates/gates.ts'
import type { GateFacts, GateHome } from '../../../src/domain/gates/types.ts'
import { defaultSettings } from '../../../src/domain/lifecycle/settings.ts'

/** A Wednesday, well after every commencement that the gates know. */
export const DAY = '2026-03-04'

export const childrensHome: GateHome = {
  kind: 'childrens-home',
  sector: 'private',
  ageFrom: 8,
  ageTo: 17,
  accepts: 'any',
  places: 3,
  registered: true,
  registrationEndsOn: null,
}
export const fosterHome: GateHome = {
  ...childrensHome,
  kind: 'fostering-household',
  sector: 'own',
  ageFrom: 5,
  ageTo: 11,
  places: 2,
}
export const supportedHome: GateHome = { ...childrensHome, kind: 'supported-accommodation', ageFrom: 16 }

type Fields = Partial<Omit<GateFacts, 'child' | 'secure'>> & {
  child?: Partial<GateFacts['child']>
  secure?: Partial<GateFacts['secure']>
}

/** A girl of ten under a full care order, agreed for a registered children's home in the authority, before no gate. */
export function factsOf({ child, secure, ...fields }: Fields = {}): GateFacts {
  return {
    placementType: 'residential',
    placeCode: null,
    from: DAY,
    until: null,
    agreedHere: true,
    emergency: false,
    child: { dateOfBirth: '2015-06-15', sex: 'female', legalStatus: 'C2', ...child },
    area: 'own',
    distanceMiles: 3,
    bedKind: 'standard',
    home: childrensHome,
    othersThere: 0,
    comesWithParent: false,
    isMove: false,
    keepsSchool: null,
    carerApproval: 'none',
    termsExemptUntil: null,
    secure: { secretaryOfStateApproved: false, ordered: false, hoursWithoutOrder: 0, ...secure },
    shortBreaks: { nights: 1, inYear: 1, otherProviders: 0 },
    otherCarerHolidays: 0,
    decisions: {},
    settings: defaultSettings,
    ...fields,
  }
}

/** Born so as to be of an age on `DAY`, with the birthday gone by. */
export const bornToBe = (age: number): string => `${2026 - age}-01-10`

/** The gates that stand, by id, with their state. */
export const standing = (fields?: Fields): Record<string, string> =>
  Object.fromEntries(gateStates(factsOf(fields)).map(({ gate, state }) => [gate, state]))

/** The gates that keep it from starting. */
export const inTheWay = (fields?: Fields): GateId[] => gatesInTheWay(factsOf(fields)).map(({ gate }) => gate)

/** The day by which a gate is to be opened. */
export const dueOn = (gate: GateId, fields: Fields): string | undefined =>
  gateStates(factsOf(fields)).find((state) => state.gate === gate)?.dueOn
