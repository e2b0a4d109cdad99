import { z } from 'zod'
import { roles, type Role } from '../../domain/access.ts'
import { isAuthorityCode, plainClaims, type ClaimsMap } from './claims.ts'

/** An OpenID Connect issuer whose tokens are accepted, and how they are read. */
export interface IdentityProvider {
  issuer: string
  /** The audiences that its tokens may be for. */
  audience: string | string[]
  /** URL of its key set (JWKS); read from its discovery document when not given. */
  jwksUri?: string | undefined
  /** Where a person signs in. */
  authorizationUri?: string | undefined
  /** The registration with the provider by which people sign in to the pages; without it, nobody can. */
  signIn?: { clientId: string; clientSecret?: string | undefined } | undefined
  claims: ClaimsMap
}

const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })
const personalRoles = (Object.keys(roles) as Role[]).filter((role) => role !== 'system')
const claim = z.string('must name a claim').min(1, 'must name a claim')
const authorityCode = z
  .string('must be a GSS code, such as E06000049')
  .refine(isAuthorityCode, 'must be a GSS code, such as E06000049')
const values = <T extends z.ZodType<string>>(meaning: T) =>
  z
    .record(z.string(), meaning)
    .refine((entries) => Object.keys(entries).length > 0, 'must map at least one value')
    .optional()

const provider = z
  .strictObject({
    issuer: webAddress,
    audience: z.union(
      [z.string().min(1), z.array(z.string().min(1)).min(1)],
      'must be a text, or a list of texts',
    ),
    jwksUri: webAddress.optional(),
    authorizationUri: webAddress.optional(),
    signIn: z
      .strictObject({
        clientId: z.string().min(1, 'must not be empty'),
        clientSecret: z.string().min(1).optional(),
      })
      .optional(),
    subject: claim.default(plainClaims.subject),
    role: z
      .strictObject({
        claim,
        values: values(z.enum(personalRoles, `must be one of ${personalRoles.join(', ')}`)),
      })
      .default(plainClaims.role as { claim: string }),
    authority: z
      .union(
        [z.strictObject({ code: authorityCode }), z.strictObject({ claim, values: values(authorityCode) })],
        'must have a code, or a claim and what its values stand for as GSS codes',
      )
      .default(plainClaims.authority as { claim: string }),
  })
  .transform(({ subject, role, authority, ...rest }): IdentityProvider => ({
    ...rest,
    claims: { subject, role, authority },
  }))

/** The identity providers of the configuration, as JSON. */
export const identityProviders = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(provider, 'must be a list of identity providers').min(1, 'must have an identity provider'))
  .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, {
    error: 'must name each issuer once',
  })
