import type { voidReasons } from './codes.ts'

type VoidGroup = (typeof voidReasons)[keyof typeof voidReasons]['group']

/** By whom a void of each group of reasons can be ended. */
export const voidCuredBy: Readonly<Record<VoidGroup, string>> = {
  building: 'Whoever keeps the building: when will the work be done?',
  staffing: 'The manager of the home: when will there be staff?',
  carer: 'The carers and their supervising social worker',
  matching: 'The social worker of the child who lives there: could another child come?',
  regulatory: 'Ofsted or the fostering service: it is theirs alone to lift',
  notice: 'Nobody: the home is going',
  other: 'Ask the home',
}
