import type { accepts, homeKinds, sectors, sexes } from '../codes.ts'
import type { CivilDate } from '../dates.ts'
import type { PlacingSettings } from '../lifecycle/settings.ts'
import type { PlacementType } from '../placement-types.ts'
import type { Office } from './offices.ts'

/** Where a placement is, seen from the responsible authority: CPPCR 2010 reg. 11(5) asks about adjoining authorities. */
export type Area = 'own' | 'adjoining' | 'beyond' | 'outside-england' | 'unknown'

/** What the gates ask about a placement, planned or started. Days are civil dates; nights are half-open. */
export interface GateFacts {
  placementType: PlacementType
  /** SSDA903 PLACE, where it is known. */
  placeCode: string | null
  /** The first night: as it happened or, before that, as planned. */
  from: CivilDate
  /** The day after its last night or, once it has begun, after the last of those that have come; null with no end planned. */
  until: CivilDate | null
  /** Whether it was agreed in this service: what an import brought was decided elsewhere. */
  agreedHere: boolean
  emergency: boolean
  child: {
    dateOfBirth: CivilDate
    sex: keyof typeof sexes
    /** The legal status in force on the first night; null where none is recorded. */
    legalStatus: string | null
  }
  area: Area
  distanceMiles: number | null
  bedKind: string | null
  /** Null where the placement is in no recorded home. */
  home: GateHome | null
  /** Whether the child comes with a parent, to a home that takes both: its ages and sexes are then about the parent. */
  comesWithParent: boolean
  /** Most children in the home at once over the nights, beside this one and those whom an exemption names. */
  othersThere: number
  /** Whether the child moves from another usual placement. */
  isMove: boolean
  /** Whether the child stays at the same school; null while nobody has said. */
  keepsSchool: boolean | null
  /** The approval of a connected carer's household that covers the first night. */
  carerApproval: 'approved' | 'temporary' | 'none'
  /** The last day of the exemption from the carer's terms that names this child; null where none covers the first night. */
  termsExemptUntil: CivilDate | null
  /** What allows the child's liberty to be restricted in secure accommodation. */
  secure: {
    /** The Secretary of State's approval, for a child under 13. */
    secretaryOfStateApproved: boolean
    /** A court's order covers the first night. */
    ordered: boolean
    /** Hours in secure accommodation without an order in the 28 days before the first night. */
    hoursWithoutOrder: number
  }
  /** Of a short break: its nights, and those of all short breaks in the fullest 12 months that it is part of. */
  shortBreaks: {
    nights: number
    inYear: number
    /** Other providers of short breaks of the child within 12 months. */
    otherProviders: number
  }
  /** Of a stay for a carer's holiday (T3): the others within 12 months of it. */
  otherCarerHolidays: number
  /** The last decision on each gate. */
  decisions: Readonly<Partial<Record<string, 'approved' | 'refused'>>>
  settings: PlacingSettings
}

export interface GateHome {
  kind: keyof typeof homeKinds
  sector: keyof typeof sectors
  ageFrom: number
  /** The oldest age taken. */
  ageTo: number
  accepts: keyof typeof accepts
  /** Registered or approved places; null where no number is recorded. */
  places: number | null
  /** Whether a registration with Ofsted covers the first night. */
  registered: boolean
  /** The day on which that registration ends; null where no end is recorded, or none covers the first night. */
  registrationEndsOn: CivilDate | null
}

/** What a decision maker confirms before approving, by code, in the words of the regulation. */
export type Confirmations = Readonly<Record<string, string>>

/**
 * One gate before a placement. Sources: CPPCR is the Care Planning, Placement and Case Review (England) Regulations 2010
 * (S.I. 2010/959, as amended); FSR the Fostering Services (England) Regulations 2011.
 */
export interface GateRule {
  id: string
  /** The stays before which it stands; without it, places in which a child is looked after. */
  of?: 'short-break' | 'temporary'
  title: string
  /** The regulation that an answer cites; for a rule of practice or of the authority's own, words that say so. */
  regulation: string
  /** Why the gate stands before this placement, in words without a child's data; null where it does not. */
  standsBecause: (facts: GateFacts) => string | null
  opens:
    | {
        /** The holder of an office decides. */
        by: 'decision'
        office: Office
        confirms: Confirmations
      }
    | {
        /** A record is put right: nobody's approval stands in for it. */
        by: 'record'
        /** What to record. */
        cure: string
      }
    | {
        /** Nothing: the act is unlawful, whoever approves it. */
        by: 'nothing'
        /** What to do instead. */
        instead: string
      }
  /** In an emergency the placement may start, and the gate be opened within so many working days; null: before the start. */
  emergencyWorkingDays: ((settings: PlacingSettings) => number) | null
}
