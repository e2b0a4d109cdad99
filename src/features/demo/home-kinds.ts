import type { PlacementType } from '../../domain/placement-types.ts'
import type { HomeKind, Sector } from './model.ts'

interface HomeFacts {
  kind: HomeKind
  sectors: readonly Sector[]
  /** How many providers an authority of the demonstration's size has. */
  providers: number
  /** The providers' name, to which a number is added. */
  provider: string
  /** The homes' name, to which a number is added. */
  home: string
  /** Shares of homes by their number of beds. */
  beds: Readonly<Record<string, number>>
  /** Least and most weekly fee, in pounds. */
  weekly: readonly [number, number]
  /** Youngest and oldest age taken, in years. */
  ages: readonly [number, number]
  /** Whether Ofsted inspects each home. Foster households are inspected through their agency. */
  inspected: boolean
}

/** Facts about homes by the placement type that they offer. */
// prettier-ignore
export const homeFactsByType = {
  'internal-foster': { kind: 'fostering-household', sectors: ['own'], providers: 1, provider: 'Council fostering service', home: 'Fostering household', beds: { 1: 0.45, 2: 0.4, 3: 0.15 }, weekly: [420, 560], ages: [0, 17], inspected: false },
  'connected-carer': { kind: 'connected-carer-household', sectors: ['own'], providers: 1, provider: 'Council fostering service', home: 'Connected carer household', beds: { 1: 1 }, weekly: [220, 340], ages: [0, 17], inspected: false },
  'ifa': { kind: 'fostering-household', sectors: ['private', 'private', 'voluntary'], providers: 9, provider: 'Fostering agency', home: 'Agency household', beds: { 1: 0.55, 2: 0.35, 3: 0.1 }, weekly: [880, 1180], ages: [0, 17], inspected: false },
  'other-authority-foster': { kind: 'fostering-household', sectors: ['other-authority'], providers: 2, provider: 'Neighbouring council fostering service', home: 'Neighbouring household', beds: { 1: 0.8, 2: 0.2 }, weekly: [560, 760], ages: [0, 17], inspected: false },
  'residential': { kind: 'childrens-home', sectors: ['private', 'private', 'private', 'voluntary'], providers: 11, provider: 'Residential care company', home: "Children's home", beds: { 1: 0.2, 2: 0.3, 3: 0.25, 4: 0.25 }, weekly: [4300, 7200], ages: [7, 17], inspected: true },
  'secure': { kind: 'secure-childrens-home', sectors: ['other-authority'], providers: 1, provider: 'Secure unit', home: 'Secure home', beds: { 1: 1 }, weekly: [7000, 7800], ages: [10, 17], inspected: true },
  'residential-school': { kind: 'residential-school', sectors: ['private', 'voluntary'], providers: 2, provider: 'Residential school trust', home: 'Residential school', beds: { 2: 0.5, 3: 0.5 }, weekly: [3600, 5200], ages: [7, 18], inspected: true },
  'family-centre': { kind: 'family-centre', sectors: ['private', 'voluntary'], providers: 3, provider: 'Family centre company', home: 'Family centre', beds: { 2: 0.5, 4: 0.5 }, weekly: [3300, 4400], ages: [0, 17], inspected: true },
  'nhs': { kind: 'nhs-setting', sectors: ['other-public'], providers: 1, provider: 'NHS trust', home: 'Hospital', beds: { 1: 1 }, weekly: [0, 0], ages: [0, 17], inspected: false },
  'young-offender-institution': { kind: 'young-offender-institution', sectors: ['other-public'], providers: 1, provider: 'Youth custody service', home: 'Young offender institution', beds: { 2: 1 }, weekly: [0, 0], ages: [15, 17], inspected: false },
  'supported-accommodation': { kind: 'supported-accommodation', sectors: ['private', 'private', 'voluntary'], providers: 9, provider: 'Supported accommodation company', home: 'Supported accommodation', beds: { 2: 0.3, 3: 0.35, 4: 0.35 }, weekly: [750, 1650], ages: [16, 21], inspected: true },
  'supported-lodgings': { kind: 'supported-lodgings', sectors: ['voluntary'], providers: 1, provider: 'Lodgings charity', home: 'Supported lodgings host', beds: { 1: 1 }, weekly: [320, 420], ages: [16, 21], inspected: false },
} as const satisfies Partial<Record<PlacementType, HomeFacts>>

export type HomeType = keyof typeof homeFactsByType

export const hasHome = (type: PlacementType): type is HomeType => type in homeFactsByType
export const homeFacts = (type: HomeType): HomeFacts => homeFactsByType[type]
