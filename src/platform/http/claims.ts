import { roles, type Principal, type Role } from '../../domain/access.ts'
import { CredentialRefused } from './credentials.ts'

/** Where an identity provider's tokens say who someone is. */
export interface ClaimsMap {
  /** The claim that names the person, always the same for one person. */
  subject: string
  /**
   * The claim that gives the role: a value or a list. `values` says which role each value stands for; of several that a token
   * has, the first listed counts. Without `values` the claim names the role itself.
   */
  role: { claim: string; values?: Record<string, Role> | undefined }
  /** The authority: the same for everyone, or likewise from a claim, as a GSS code. */
  authority: { code: string } | { claim: string; values?: Record<string, string> | undefined }
}

/** The claims of a provider that says what this service asks for. */
export const plainClaims: ClaimsMap = {
  subject: 'sub',
  role: { claim: 'role' },
  authority: { claim: 'authority' },
}

type Claims = Readonly<Record<string, unknown>>

/**
 * Reads the principal from the claims of a token that was verified. Names and addresses of people are not read.
 * @throws {CredentialRefused} when a claim is missing or says nothing that is known here
 */
export function principalOf(claims: Claims, map: ClaimsMap): Principal {
  const [subject = ''] = valuesOf(claims, map.subject)
  if (subject === '') throw refusal('no-subject', map.subject, 'names nobody')
  if (!/^\P{C}{1,255}$/u.test(subject))
    throw refusal(
      'no-subject',
      map.subject,
      'is longer than 255 characters, or has some that can not be shown',
    )
  const [role] = meaningsOf(claims, map.role)
  if (role === undefined || !Object.hasOwn(roles, role))
    throw refusal('no-role', map.role.claim, 'names no role that is known here')
  return { subject, role: role as Role, authorityCode: authorityOf(claims, map.authority) }
}

function authorityOf(claims: Claims, source: ClaimsMap['authority']): string {
  if ('code' in source) return source.code
  const [code = '', ...others] = new Set(meaningsOf(claims, source))
  if (!isAuthorityCode(code))
    throw refusal('no-authority', source.claim, 'names no authority that is known here')
  if (others.length > 0) throw refusal('two-authorities', source.claim, 'names more than one authority')
  return code
}

/** Whether a text has the form of a GSS code, such as E06000049. */
export const isAuthorityCode = (text: string): boolean => /^[EWSN]\d{8}$/.test(text)

/** What the values of a claim stand for, in the order of the map. */
function meaningsOf(
  claims: Claims,
  { claim, values }: { claim: string; values?: Record<string, string> | undefined },
) {
  const entries = valuesOf(claims, claim)
  if (entries.length === 0) refuseIfLeftOut(claims, claim)
  if (values === undefined) return entries
  return Object.entries(values).flatMap(([value, meaning]) => (entries.includes(value) ? [meaning] : []))
}

function valuesOf(claims: Claims, claim: string): string[] {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  return [value].flat().filter((entry): entry is string => typeof entry === 'string')
}

/**
 * Entra ID leaves the groups out of the token of someone who is in more than 200 ("overage"), and says where to ask for
 * them instead, which this service does not.
 */
function refuseIfLeftOut(claims: Claims, claim: string): void {
  const elsewhere = claims._claim_names
  const isNamed = typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, claim)
  if (!isNamed && !(claim === 'groups' && claims.hasgroups === true)) return
  throw refusal(
    'groups-overage',
    claim,
    'was left out, as the person is in too many groups: use app roles, or only groups assigned to the application',
  )
}

const refusal = (reason: string, claim: string, fault: string) =>
  new CredentialRefused(reason, `The token is genuine, but its claim "${claim}" ${fault}.`)
