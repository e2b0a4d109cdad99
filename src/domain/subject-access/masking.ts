import { establishmentTypes, type PlacementType } from '../placement-types.ts'

/** What stands in place of what is withheld from a child's own export, because it is about somebody else. */
export const withheld = {
  child: 'withheld: another child',
  address: 'withheld: where other people live',
  company: 'withheld: who else lives there',
} as const

/** The rules by which other people's data is withheld, in words, for whoever answers the request and whoever reads the answer. */
export const maskingRules = [
  'Other children: their ids and references, also within text, and every entry of a list that is about one of them; a date of birth of the child’s own child.',
  'Where other people live: the postcode of a placement that is not in an establishment, the distance to it, and the names of homes whose address is confidential.',
  'Who else lives in a home that was an option.',
  'Telephone numbers and e-mail addresses.',
] as const

/**
 * Where words may speak of other people: a person reads them before the answer is given (Data Protection Act 2018, Schedule 2
 * paragraph 16, and Schedule 3 Part 3 on serious harm). Fields by table.
 */
export const fieldsToReview: Readonly<Record<string, readonly string[]>> = {
  consultations: ['said'],
  disruption_meetings: ['lessons', 'actions'],
  placement_requests: ['referral'],
  panel_cases: ['question'],
  panel_decisions: ['reasons', 'conditions', 'dissent'],
  panel_actions: ['what', 'done_note'],
  wishes: ['wish'],
  approvals: ['note'],
  overrides: ['reason'],
  terms_exemptions: ['reason'],
}

/** Who is not the child. */
export interface ThirdParties {
  /** Ids of the other children that the authority has on record. */
  childIds: ReadonlySet<string>
  /** Their references. */
  references: ReadonlySet<string>
  /** Names of homes whose address is confidential. */
  homeNames: ReadonlySet<string>
}

type Row = Readonly<Record<string, unknown>>

/** Fields whose value is withheld wherever they stand. */
const fieldRules: Readonly<Record<string, string>> = {
  company: withheld.company,
  MC_DOB: withheld.child,
  PL_POST: withheld.address,
  address: withheld.address,
  phone: withheld.address,
  email: withheld.address,
}

/** Fields that have a child's reference as their whole value. */
const referenceField = /^(reference|child_?reference|CHILD|la_child_id)$/i

/** The id of a record within text, such as an address. */
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** A reference of an authority within text. */
const word = /[A-Za-z0-9_./-]*[A-Za-z0-9]/g

/**
 * A row about a child, as the child may be given it.
 * @param table the table that it is of; a row of `record_versions` is of the table whose record it is about
 * @param row its columns, as PostgreSQL writes them in JSON
 */
export function maskRow(table: string, row: Row, others: ThirdParties): Record<string, unknown> {
  if (table === 'record_versions') {
    const { before: content, record_type: kind, ...rest } = row
    return {
      ...maskFields(rest, others),
      record_type: kind,
      before: content === null ? null : maskRow(String(kind), content as Row, others),
    }
  }
  const fields = maskFields(row, others)
  if (table !== 'placements' || establishmentTypes.includes(row.placement_type as PlacementType))
    return fields
  return {
    ...fields,
    postcode: row.postcode === null ? null : withheld.address,
    distance_miles: row.distance_miles === null ? null : withheld.address,
  }
}

const maskFields = (row: Row, others: ThirdParties) =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [field, maskField(field, value, others)]))

function maskField(field: string, value: unknown, others: ThirdParties): unknown {
  if (value === null) return null
  const rule = fieldRules[field]
  if (rule !== undefined) return rule
  if (typeof value === 'string' && referenceField.test(field) && others.references.has(value))
    return withheld.child
  return maskValue(value, others)
}

function maskValue(value: unknown, others: ThirdParties): unknown {
  if (typeof value === 'string') return maskText(value, others)
  if (Array.isArray(value)) return value.map((part) => maskValue(part, others))
  if (value === null || typeof value !== 'object') return value
  const fields = value as Row
  const isOfOther = Object.values(fields).some(
    (part) => typeof part === 'string' && others.childIds.has(part),
  )
  if (isOfOther) return withheld.child
  // Where a home is described within a record, its postcode is the home's.
  const { postcode, ...rest } = fields
  return {
    ...maskFields(rest, others),
    ...(postcode !== undefined && { postcode: postcode === null ? null : withheld.address }),
  }
}

function maskText(text: string, { childIds, references, homeNames }: ThirdParties): string {
  if (homeNames.has(text)) return withheld.address
  const anonymous = text.replace(uuid, (part) => (childIds.has(part) ? withheld.child : part))
  // A code of one word is no reference, though an authority may have one that reads the same.
  if (!text.includes(' ')) return anonymous
  const maskReference = (part: string): string => (references.has(part) ? withheld.child : part)
  return anonymous.replace(word, (part) =>
    references.has(part) ? withheld.child : part.split('/').map(maskReference).join('/'),
  )
}
