import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, SignJWT, type JWTVerifyGetKey } from 'jose'
import type { Principal } from '../../domain/access.ts'
import type { VerifyToken } from './auth.ts'
import { plainClaims, principalOf } from './claims.ts'
import { CredentialRefused } from './credentials.ts'
import type { IdentityProvider } from './identity-providers.ts'
import { Problem } from './problem.ts'

const demonstration = { issuer: 'urn:sufficiency:demonstration', audience: 'sufficiency' }

/** Signs a bearer token (JWT, HS256) for the demonstration, valid for twelve hours. `secret` is at least 32 bytes. */
export async function signDemonstrationToken(secret: Uint8Array, who: Principal): Promise<string> {
  return new SignJWT({ role: who.role, authority: who.authorityCode })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(who.subject)
    .setIssuer(demonstration.issuer)
    .setAudience(demonstration.audience)
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(secret)
}

/** Verifies tokens of the demonstration signer, and rejects all others. */
export function demonstrationVerifier(secret: Uint8Array): VerifyToken {
  return async (token) => {
    const { payload } = await jwtVerify(token, secret, {
      ...demonstration,
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
    })
    return principalOf(payload, plainClaims)
  }
}

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** Errors of the key look-up that are the token's fault (401); any other means that the provider's keys can't be read (503). */
const faultsOfToken = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported]

/**
 * Verifies tokens of the identity providers, each signed with an asymmetric key of its issuer's key set, and rejects all
 * others.
 */
export function oidcVerifier(providers: readonly IdentityProvider[]): VerifyToken {
  const verifiers = new Map(providers.map((provider) => [provider.issuer, verifierOf(provider)]))
  return async (token) => {
    // Not verified yet: it only says by whose keys to verify it.
    const { iss = '' } = decodeJwt(token)
    const verify = verifiers.get(iss)
    if (verify === undefined)
      throw new CredentialRefused('unknown-issuer', 'The token is of an issuer that is not known here.')
    return verify(token)
  }
}

function verifierOf({ issuer, audience, jwksUri, claims }: IdentityProvider): VerifyToken {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      keys ??= createRemoteJWKSet(new URL(jwksUri ?? (await discoverJwksUri(issuer))))
      return await keys(header, token)
    } catch (error) {
      if (faultsOfToken.some((Fault) => error instanceof Fault)) throw error
      throw new Problem('unavailable', "The identity provider's keys cannot be read just now.")
    }
  }
  const options = { issuer, audience, algorithms: asymmetric, requiredClaims: ['exp'] }
  return async (token) => {
    const { payload } = await jwtVerify(token, keyOf, options).catch((error: unknown) => {
      throw explain(error)
    })
    return principalOf(payload, claims)
  }
}

/** Says what is wrong with a token whose signature is right. Of any other token nothing is said. */
function explain(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new CredentialRefused('expired', 'The token has expired.')
  if (error instanceof errors.JWTClaimValidationFailed) {
    const fault =
      error.claim === 'aud' ? 'it is for another audience' : `its claim "${error.claim}" does not hold`
    return new CredentialRefused(`claim-${error.claim}`, `The token is genuine, but ${fault}.`)
  }
  return error
}

async function discoverJwksUri(issuer: string): Promise<string> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5000),
  })
  const { jwks_uri: uri } = (await answer.json()) as { jwks_uri?: string }
  if (!answer.ok || uri === undefined) throw new Error('the issuer has no discovery document')
  return uri
}
