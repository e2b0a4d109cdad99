import type { CodeListName } from './code-lists.ts'

/**
 * What the cells of a column contain.
 */
export type Holds =
  | { kind: 'text'; pattern: RegExp; form: string }
  | { kind: 'identifier'; pattern: RegExp; form: string; inCapitals: boolean }
  | { kind: 'date' }
  | { kind: 'code'; list: CodeListName }
  | { kind: 'whole'; from: number; to: number }
  | { kind: 'postcode' }

export interface Column {
  name: string
  holds: Holds
  /** The number of the collection's validation rule for an invalid value. */
  rule: string | null
  /** Whether the cell may be empty. */
  blank: boolean
  /** What an invalid value does: the row is rejected, or used without the value. */
  invalid: 'reject' | 'drop'
  /** Whether older files may lack the column. */
  optional: boolean
}

export interface Module {
  title: string
  columns: readonly Column[]
  /** Whether the record is derived from it; other modules are checked and stored as received. */
  isInterpreted: boolean
  /** The columns that, with the child, identify a statement of a year. */
  key: readonly string[]
  /** The validation rule for a child who is not in Header. */
  withoutHeader: string | null
  /** The validation rule for a date of birth that differs from Header's. */
  otherBirth?: string
}

const date: Holds = { kind: 'date' }
const postcode: Holds = { kind: 'postcode' }
const flag: Holds = { kind: 'code', list: 'YES_NO' }
const code = (list: CodeListName): Holds => ({ kind: 'code', list })
const text = (pattern: RegExp, form: string): Holds => ({ kind: 'text', pattern, form })
const anything = text(/^[^\0]{1,100}$/, 'text of up to 100 characters')
const childId: Holds = {
  kind: 'identifier',
  pattern: /^[A-Za-z0-9_./-]{1,40}$/,
  form: 'an identifier of up to 40 letters and digits',
  inCapitals: false,
}
const upn: Holds = {
  kind: 'identifier',
  pattern: /^([A-Z]\d{11}[A-Z0-9]|UN[1-5])$/,
  form: '13 characters, or UN1 to UN5',
  inCapitals: true,
}
const urn: Holds = {
  kind: 'identifier',
  pattern: /^(\d{5,8}|SC\d{6}|XXXXXXX)$/i,
  form: 'an Ofsted number such as SC123456 or 1234567',
  inCapitals: true,
}

/** Required: the row is rejected without a valid value. */
const must = (name: string, holds: Holds, rule: string | null): Column => ({
  name, holds, rule, blank: false, invalid: 'reject', optional: false,
}) // prettier-ignore
/** Optional: the row is rejected where the value is invalid. */
const ifAny = (name: string, holds: Holds, rule: string | null): Column => ({
  name, holds, rule, blank: true, invalid: 'reject', optional: false,
}) // prettier-ignore
/** Optional: an invalid value is dropped. */
const may = (name: string, holds: Holds, rule: string | null): Column => ({
  name, holds, rule, blank: true, invalid: 'drop', optional: false,
}) // prettier-ignore
const older = (column: Column): Column => ({ ...column, optional: true })

const child = must('CHILD', childId, null)
const dob = may('DOB', date, '102')

export const modules = {
  header: {
    title: 'Header', isInterpreted: true, key: [], withoutHeader: null,
    columns: [
      child,
      must('SEX', code('SEX'), '101'),
      must('DOB', date, '102'),
      may('ETHNIC', code('ETHNIC'), '103'),
      may('UPN', upn, '168'),
      older(may('MOTHER', code('MOTHER'), '165')),
      older(may('MC_DOB', date, '171')),
    ],
  },
  episodes: {
    title: 'Episodes', isInterpreted: true, key: ['DECOM'], withoutHeader: 'INT03',
    columns: [
      child,
      must('DECOM', date, '141'),
      must('RNE', code('RNE'), '143'),
      must('LS', code('LS'), '144'),
      must('CIN', code('CIN'), '145'),
      must('PLACE', code('PLACE'), '146'),
      may('PLACE_PROVIDER', code('PLACE_PROVIDER'), '178'),
      ifAny('DEC', date, '147'),
      ifAny('REC', code('REC'), '149'),
      older(may('REASON_PLACE_CHANGE', code('REASON_PLACE_CHANGE'), '1009')),
      older(may('HOME_POST', postcode, '392c')),
      older(may('PL_POST', postcode, '392c')),
      older(may('URN', urn, '1008')),
    ],
  },
  uasc: {
    title: 'UASC', isInterpreted: true, key: [], withoutHeader: 'INT09', otherBirth: 'INT18',
    columns: [child, may('SEX', code('SEX'), '101'), dob, may('DUC', date, '104')],
  },
  oc3: {
    title: 'OC3', isInterpreted: true, key: [], withoutHeader: 'INT06', otherBirth: 'INT15',
    columns: [
      child, dob,
      must('IN_TOUCH', code('IN_TOUCH'), '131'),
      may('ACTIV', code('ACTIV'), '132'),
      may('ACCOM', code('ACCOM'), '133'),
    ],
  },
  missing: {
    title: 'Missing', isInterpreted: false, key: ['MIS_START', 'MISSING'], withoutHeader: 'INT04', otherBirth: 'INT13',
    columns: [child, dob, must('MISSING', code('MISSING'), '1006'), must('MIS_START', date, '1004'), may('MIS_END', date, '1005')],
  },
  reviews: {
    title: 'Reviews', isInterpreted: false, key: ['REVIEW', 'REVIEW_CODE'], withoutHeader: 'INT08', otherBirth: 'INT17',
    columns: [child, dob, must('REVIEW', date, '166'), must('REVIEW_CODE', code('REVIEW_CODE'), '167')],
  },
  oc2: {
    title: 'OC2', isInterpreted: false, key: [], withoutHeader: 'INT05', otherBirth: 'INT14',
    columns: [
      child, dob,
      may('SDQ_SCORE', { kind: 'whole', from: 0, to: 40 }, '180'),
      may('SDQ_REASON', code('SDQ_REASON'), '196'),
      may('CONVICTED', flag, '181'),
      may('HEALTH_CHECK', flag, '181'),
      may('IMMUNISATIONS', flag, '181'),
      may('TEETH_CHECK', flag, '181'),
      may('HEALTH_ASSESSMENT', flag, '181'),
      may('SUBSTANCE_MISUSE', flag, '181'),
      may('INTERVENTION_RECEIVED', flag, '181'),
      may('INTERVENTION_OFFERED', flag, '181'),
    ],
  },
  ad1: {
    title: 'AD1', isInterpreted: false, key: [], withoutHeader: 'INT01', otherBirth: 'INT11',
    columns: [
      child, dob,
      must('DATE_INT', date, '112'),
      must('DATE_MATCH', date, '113'),
      must('FOSTER_CARE', flag, '114'),
      must('NB_ADOPTR', { kind: 'whole', from: 1, to: 2 }, '175'),
      must('SEX_ADOPTR', code('SEX_ADOPTR'), '176'),
      must('LS_ADOPTR', code('LS_ADOPTR'), '177'),
    ],
  },
  placedAdoption: {
    title: 'PlacedAdoption', isInterpreted: false, key: ['DATE_PLACED'], withoutHeader: 'INT02', otherBirth: 'INT12',
    columns: [
      child, dob,
      must('DATE_PLACED', date, '115'),
      may('DATE_PLACED_CEASED', date, '116'),
      may('REASON_PLACED_CEASED', code('REASON_PLACED_CEASED'), '120'),
    ],
  },
  prevPerm: {
    title: 'PrevPerm', isInterpreted: false, key: [], withoutHeader: 'INT07', otherBirth: 'INT16',
    columns: [
      child, dob,
      must('PREV_PERM', code('PREV_PERM'), '631'),
      may('LA_PERM', anything, '633'),
      may('DATE_PERM', anything, '632'),
    ],
  },
  swEpisodes: {
    title: 'SWEpisodes', isInterpreted: false, key: ['SW_DECOM', 'SW_ID'], withoutHeader: null,
    columns: [
      child, dob,
      must('SW_ID', text(/^(SW|XX)/, 'an identifier that begins SW or XX'), 'SW02STG1'),
      must('SW_DECOM', date, 'SW04STG1'),
      may('SW_DEC', date, 'SW05STG1'),
      may('SW_REASON', code('SW_REASON'), 'SW13STG1'),
    ],
  },
  dolo: {
    title: 'DoLo', isInterpreted: false, key: ['DOLO_START'], withoutHeader: null,
    columns: [child, dob, must('DOLO_START', date, '700'), may('DOLO_END', date, '701')],
  },
} as const satisfies Record<string, Module> // prettier-ignore

export type ModuleName = keyof typeof modules
export const moduleNames = Object.keys(modules) as ModuleName[]

/** A module's declaration, typed with its optional parts. */
export function moduleOf(name: ModuleName): Module {
  return modules[name]
}
