import type { FastifyReply, FastifyRequest } from 'fastify'
import * as oidc from 'openid-client'
import { demonstrationPeople } from '../../domain/demonstration-people.ts'
import { principalOf } from '../http/claims.ts'
import { CredentialRefused } from '../http/credentials.ts'
import { html } from '../http/html.ts'
import { Problem } from '../http/problem.ts'
import { component } from './components.ts'
import { Form } from './form.ts'
import type { PageHouse, SignIn } from './house.ts'
import { heading, sendView } from './layout.ts'
import { refuseOtherSites } from './page.ts'
import {
  beginSession,
  cookieName,
  cookieOptions,
  endPageSessions,
  forgetCookie,
  isFormToken,
} from './session.ts'

const START_COOKIE = 'sign-in'
/** Somebody takes at most so long to sign in with the identity provider. */
const START_SECONDS = 600

const route = { config: { scope: 'public' }, schema: { hide: true } } as const

/** A path of this service to go to; whatever else an address asks for, the start. */
const ownPath = (to: string | undefined): string => (to && /^\/(?![/\\])[^\s\\]*$/.test(to) ? to : '/')

/** Registers the pages to sign in and out. */
export function registerSignIn(house: PageHouse): void {
  house.app.get<{ Querystring: { to?: string } }>('/sign-in', route, async (request, reply) => {
    const to = ownPath(request.query.to)
    const session = await house.sessionOf(request)
    if (session?.state === 'live') return reply.code(303).header('location', to).send('')
    const isOver = session !== undefined && session.state === 'expired'
    return showSignIn(house, reply, to, isOver)
  })

  house.app.post('/sign-out', route, async (request, reply) => {
    refuseOtherSites(request)
    const form = request.body instanceof Form ? request.body : new Form()
    const session = await house.sessionOf(request)
    if (session?.state === 'live') {
      if (!isFormToken(session.secret, form.text('_token')))
        throw new Problem('forbidden', 'This form is not of a page that you have been shown.')
      await endPageSessions(house.pool, session, form.text('everywhere') === 'yes')
    }
    forgetCookie(request, reply)
    return reply.code(303).header('location', '/sign-in').send('')
  })

  if (house.signIn.kind === 'demonstration') registerChooser(house, house.signIn.authorityCode)
  else registerProviders(house, house.signIn)
}

function showSignIn(house: PageHouse, reply: FastifyReply, to: string, isOver: boolean): FastifyReply {
  const { signIn } = house
  const body =
    signIn.kind === 'demonstration'
      ? html`${heading('Choose whom you want to be')}
          ${component('warning-text', { text: 'This is a demonstration. All children, homes and carers are made up: anybody may choose any role, and no password is asked for.', iconFallbackText: 'Warning' })}
          <form method="post" action="/sign-in" novalidate>
            <input type="hidden" name="to" value="${to}" /> ${component('radios', {
              name: 'subject',
              idPrefix: 'subject',
              fieldset: { legend: { text: 'I am', classes: 'govuk-fieldset__legend--m' } },
              items: demonstrationPeople.map(({ subject, title, does }, index) => ({
                value: subject,
                text: title,
                hint: { text: does },
                checked: index === 0,
              })),
            })}
            ${component('button', { text: 'Start' })}
          </form>`
      : html`${heading('Sign in')}
          <p class="govuk-body">You sign in with your council's own account.</p>
          ${signIn.providers.map((provider, index) =>
            provider.signIn
              ? component('button', {
                  text:
                    signIn.providers.length > 1 ? `Sign in with ${new URL(provider.issuer).host}` : 'Sign in',
                  href: `/sign-in/start?provider=${index}&to=${encodeURIComponent(to)}`,
                })
              : null,
          )}
          ${!signIn.providers.some((provider) => provider.signIn) && html`<p class="govuk-body">Nobody can sign in to the pages yet: the identity provider has no <code>signIn</code> in OIDC_PROVIDERS.</p>`}`
  const notice =
    isOver &&
    component('inset-text', {
      text: 'You were signed out because you had not used the pages for a while. Sign in again: what you had filled in is still there.',
    })
  return sendView(reply, house.frame({ person: undefined, path: '/sign-in' }), {
    title: 'Sign in',
    body: html`${notice}${body}`,
  })
}

function registerChooser(house: PageHouse, authorityCode: string): void {
  house.app.post('/sign-in', route, async (request, reply) => {
    refuseOtherSites(request)
    const form = request.body instanceof Form ? request.body : new Form()
    const person = demonstrationPeople.find(({ subject }) => subject === form.text('subject'))
    if (person === undefined) return reply.code(303).header('location', '/sign-in').send('')
    await beginSession(house.pool, request, reply, {
      authorityCode,
      subject: person.subject,
      role: person.role,
    })
    return reply
      .code(303)
      .header('location', ownPath(form.text('to')))
      .send('')
  })
}

/** What a browser remembers between the start of a sign-in and its end. */
interface Start {
  provider: number
  verifier: string
  state: string
  nonce: string
  to: string
}

function registerProviders(
  house: PageHouse,
  { providers, publicUrl }: Extract<SignIn, { kind: 'identity-provider' }>,
): void {
  const configurations = new Map<number, Promise<oidc.Configuration>>()
  const configurationOf = (index: number) => {
    const { issuer, signIn } = providers[index] ?? {}
    if (!issuer || !signIn) throw new Problem('not-found', 'There is no such way to sign in.')
    const discovery =
      configurations.get(index) ??
      oidc.discovery(new URL(issuer), signIn.clientId, signIn.clientSecret, undefined, {
        ...(issuer.startsWith('http:') && { execute: [oidc.allowInsecureRequests] }),
      })
    configurations.set(index, discovery)
    return discovery.catch(() => {
      configurations.delete(index)
      throw new Problem(
        'unavailable',
        'The identity provider does not answer just now. Try again in a minute.',
      )
    })
  }
  const backTo = (request: FastifyRequest) =>
    `${publicUrl ?? `${request.protocol}://${request.host}`}/sign-in/end`

  house.app.get<{ Querystring: { provider?: string; to?: string } }>(
    '/sign-in/start',
    route,
    async (request, reply) => {
      const provider = Number(request.query.provider ?? 0)
      const configuration = await configurationOf(provider)
      const start: Start = {
        provider,
        verifier: oidc.randomPKCECodeVerifier(),
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        to: ownPath(request.query.to),
      }
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: backTo(request),
        scope: 'openid',
        code_challenge: await oidc.calculatePKCECodeChallenge(start.verifier),
        code_challenge_method: 'S256',
        state: start.state,
        nonce: start.nonce,
      })
      const text = Buffer.from(JSON.stringify(start)).toString('base64url')
      return reply
        .setCookie(cookieName(request, START_COOKIE), text, {
          ...cookieOptions(request),
          maxAge: START_SECONDS,
        })
        .code(303)
        .header('location', url.href)
        .send('')
    },
  )

  house.app.get('/sign-in/end', route, async (request, reply) => {
    const start = readStart(request.cookies[cookieName(request, START_COOKIE)])
    void reply.clearCookie(cookieName(request, START_COOKIE), cookieOptions(request))
    if (start === undefined) return reply.code(303).header('location', '/sign-in').send('')
    const configuration = await configurationOf(start.provider)
    const current = new URL(backTo(request))
    current.search = request.url.split('?')[1] ?? ''
    const principal = await oidc
      .authorizationCodeGrant(configuration, current, {
        pkceCodeVerifier: start.verifier,
        expectedState: start.state,
        expectedNonce: start.nonce,
        idTokenExpected: true,
      })
      .then((tokens) => principalOf(tokens.claims() ?? {}, providers[start.provider]!.claims))
      .catch((error: unknown) => {
        request.log.warn({ reason: (error as { code?: string }).code }, 'a sign-in was refused')
        const why = error instanceof CredentialRefused ? ` ${error.message}` : ''
        throw new Problem(
          'forbidden',
          `You could not be signed in.${why} Try again, or ask your administrator.`,
        )
      })
    await beginSession(house.pool, request, reply, principal)
    return reply.code(303).header('location', start.to).send('')
  })
}

function readStart(text: string | undefined): Start | undefined {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as Start
  } catch {
    return undefined
  }
}
