import {
  careEndReasons,
  ethnicities,
  legalStatusLabels,
  needs,
  placeLabels,
  placementEndReasons,
  providerCodes,
  type Labels,
} from '../codes.ts'
import type { CivilDate } from '../dates.ts'

/**
 * A code of the SSDA903 return. A collection year is named by the calendar year in which it ends: 2018 is 1 April 2017 to
 * 31 March 2018. `from` and `to` are the first and last collection years in which the code is on the list; `lastDay` is
 * the last night of an episode with it.
 */
export interface Code {
  label: string
  from?: number
  to?: number
  lastDay?: CivilDate
}
export type CodeList = Readonly<Record<string, Code>>
type Years = Omit<Code, 'label'>

function list(labels: Labels, years: Readonly<Record<string, Years>> = {}): CodeList {
  return Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, { label, ...years[code] }]))
}

const yesNo = list({ '0': 'No', '1': 'Yes' })

/** Where a care leaver lives: the letter of OC3's ACCOM. The digit after it says whether that is suitable. */
export const accommodationKinds = {
  B: 'With parents or relatives',
  C: 'Residential care',
  D: 'Semi-independent, transitional',
  E: 'Supported lodgings',
  G: 'Gone abroad',
  H: 'Deported',
  K: 'Ordinary lodgings',
  S: 'No fixed abode',
  T: 'Foyer or similar',
  U: 'Independent living',
  V: 'Emergency accommodation',
  W: 'Bed and breakfast',
  X: 'In custody',
  Y: 'Other',
  Z: 'With former foster carers',
} as const satisfies Labels

export const codeLists = {
  SEX: list(
    { '1': 'Male', '2': 'Female', M: 'Male', F: 'Female', U: 'Unknown' },
    { '1': { to: 2024 }, '2': { to: 2024 }, M: { from: 2025 }, F: { from: 2025 }, U: { from: 2025 } },
  ),
  ETHNIC: list(ethnicities),
  MOTHER: yesNo,
  RNE: list({
    S: 'Started to be looked after',
    L: 'Change of legal status only',
    P: 'Change of placement and carer',
    T: 'Change of placement, same carer',
    B: 'Change of legal status, placement and carer',
    U: 'Change of legal status and placement, same carer',
  }),
  LS: list(legalStatusLabels),
  CIN: list(needs),
  PLACE: list(placeLabels, {
    H5: { to: 2024 },
    K3: { from: 2025 },
    P2: { to: 2024, lastDay: '2023-10-27' },
    Z11: { from: 2026 },
    Z12: { from: 2026 },
    Z13: { from: 2026 },
    Z14: { from: 2026 },
  }),
  PLACE_PROVIDER: list(providerCodes),
  REC: list(
    { X1: 'Episode ends and the next begins the same day', ...careEndReasons },
    {
      E43: { to: 2018 },
      E44: { to: 2018 },
      E45: { from: 2019 },
      E46: { from: 2019 },
      E47: { from: 2019 },
      E48: { from: 2019 },
    },
  ),
  REASON_PLACE_CHANGE: list(placementEndReasons, { CUSTOD: { from: 2019 } }),
  IN_TOUCH: list({
    YES: 'In touch',
    NO: 'Not in touch',
    DIED: 'Died after leaving care',
    REFU: 'Refuses contact',
    NREQ: 'Service no longer required',
    RHOM: 'Returned home for six months or more',
  }),
  ACTIV: list(
    {
      F1: 'Full time in higher education',
      P1: 'Part time in higher education',
      F2: 'Full time in other education',
      P2: 'Part time in other education',
      F3: 'Full time in training or employment',
      P3: 'Part time in training or employment',
      F4: 'Full time in an apprenticeship',
      P4: 'Part time in an apprenticeship',
      F5: 'Full time in training or employment, not an apprenticeship',
      P5: 'Part time in training or employment, not an apprenticeship',
      G4: 'Not in education, employment or training: illness or disability',
      G5: 'Not in education, employment or training: other',
      G6: 'Not in education, employment or training: pregnancy or parenting',
      '0': 'Not known',
    },
    {
      F3: { to: 2021 },
      P3: { to: 2021 },
      F4: { from: 2022 },
      P4: { from: 2022 },
      F5: { from: 2022 },
      P5: { from: 2022 },
    },
  ),
  ACCOM: Object.fromEntries([
    ...Object.entries({ ...accommodationKinds, R: 'Not known' }).flatMap(
      ([code, label]): [string, Code][] => [
        [`${code}1`, { label: `${label}: suitable` }],
        [`${code}2`, { label: `${label}: unsuitable` }],
      ],
    ),
    ['0', { label: 'Not known' }],
  ]),
  MISSING: list({ M: 'Missing', A: 'Away from placement without authorisation' }),
  YES_NO: yesNo,
  SDQ_REASON: list({
    SDQ1: 'No form returned: child under 4 or over 17',
    SDQ2: 'Carer refused',
    SDQ3: 'Severe disability of the child',
    SDQ4: 'Other',
    SDQ5: 'Child or young person refused',
  }),
  SEX_ADOPTR: list({ M1: 'Man', F1: 'Woman', MM: 'Two men', FF: 'Two women', MF: 'Man and woman' }),
  LS_ADOPTR: list({
    L0: 'Single adopter',
    L11: 'Married couple',
    L12: 'Married couple, same sex',
    L2: 'Civil partnership',
    L3: 'Unmarried couple, different sex',
    L4: 'Unmarried couple, same sex',
  }),
  REASON_PLACED_CEASED: list({
    RD1: 'Needs changed',
    RD2: 'Adopters not found',
    RD3: 'Court did not make a placement order, or it was revoked',
    RD4: 'Other',
  }),
  PREV_PERM: list({
    P1: 'Adoption',
    P2: 'Special guardianship order',
    P3: 'Residence or child arrangements order',
    P4: 'Unknown permanence option',
    Z1: 'None',
  }),
  REVIEW_CODE: list({
    PN0: 'Child under 4 at the review',
    PN1: 'Attended and spoke',
    PN2: 'Attended, an advocate spoke',
    PN3: 'Attended, views conveyed otherwise',
    PN4: 'Attended, views not conveyed',
    PN5: 'Not there, briefed an advocate',
    PN6: 'Not there, views conveyed otherwise',
    PN7: 'Not there, views not conveyed',
  }),
  SW_REASON: list({
    MANAGE: 'Became a manager',
    FCONTA: 'Fixed-term contract ended',
    LEFTRL: 'Left the role',
    ORGRST: 'Reorganisation',
    TSPROC: 'Transferred in the process',
    ABSENC: 'Absence',
    CHCHAN: 'Child asked for a change',
    PCCHAN: 'Parent or carer asked for a change',
    SWDIED: 'Died',
    OTHERS: 'Other',
  }),
} as const satisfies Record<string, CodeList>

export type CodeListName = keyof typeof codeLists

/** Why a code is not valid in a collection year, in words; null where it is, or where it is not on the list at all. */
export function outOfYear(list: CodeListName, value: string, year: number): string | null {
  const code = codeLists[list][value]
  if (code?.from && year < code.from) return `${value} is on the list from ${yearName(code.from)}`
  if (code?.to && year > code.to) return `${value} was on the list up to ${yearName(code.to)}`
  return null
}

/** The usual name of a collection year: `2017/18` for 2018. */
export function yearName(year: number): string {
  return `${year - 1}/${String(year).slice(2)}`
}
