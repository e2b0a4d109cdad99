import cookie from '@fastify/cookie'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { may } from '../../domain/access.ts'
import { problemOf } from '../http/errors.ts'
import { html } from '../http/html.ts'
import { nothingHere } from '../http/problem.ts'
import { registerAssets } from './assets.ts'
import { Form } from './form.ts'
import { makeHouse, type PageHouse, type SignIn } from './house.ts'
import { ApiRefusal } from './inner-api.ts'
import { heading, sendView } from './layout.ts'
import { navigation } from './navigation.ts'
import { pagePath } from './page.ts'
import { formToken } from './session.ts'
import { registerSignIn } from './sign-in.ts'

export interface PageOptions {
  pool: Pool
  clock: () => Date
  signIn: SignIn
  maxUploadBytes: number
  /** Registers the pages of the features. */
  furnish: (house: PageHouse) => void
}

/** Pages rendered on the server, for people: in a part of the service of their own, in which errors are pages too. */
export async function registerPages(app: FastifyInstance, { furnish, ...facts }: PageOptions): Promise<void> {
  await app.register(async (part) => {
    await part.register(cookie)
    part.addContentTypeParser<string>(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, finish) => {
        finish(null, new Form(new URLSearchParams(body)))
      },
    )
    const house = makeHouse({ ...facts, app: part })
    part.setErrorHandler((error: FastifyError, request, reply) => showError(house, error, request, reply))
    registerAssets(part)
    registerSignIn(house)
    part.get('/', { config: { scope: 'public' }, schema: { hide: true } }, (request, reply) =>
      sendToStart(house, request, reply),
    )
    app.decorate('pageOfNothing', (request, reply) => showError(house, nothingHere(), request, reply))
    furnish(house)
  })
}

/** Leads to the first page that the person may see, or to sign in. */
async function sendToStart(
  house: PageHouse,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const session = await house.sessionOf(request)
  const person = session?.state === 'live' ? session.principal : undefined
  const first = person && navigation.find(({ scope }) => may(person, scope))
  // Before a sign-in nobody knows which page is first: it leads back here.
  const to = person ? (first?.href ?? '/today') : '/sign-in'
  return reply.code(303).header('location', to).header('cache-control', 'no-store').send('')
}

interface Refusal {
  status: number
  title: string
  detail: string
}

const titles: Record<number, string> = {
  400: 'This cannot be taken as it is',
  403: 'You may not see or do this',
  404: 'Page not found',
  413: 'That is too large',
  429: 'Too many requests',
  503: 'The service is not available just now',
}

function refusalOf(error: unknown): Refusal {
  const problem = error instanceof ApiRefusal ? error : problemOf(error)
  const { status, message } = problem
  return { status, title: titles[status] ?? 'Something went wrong', detail: message }
}

/** Says in words what was refused or went wrong, and what can be done. */
async function showError(
  house: PageHouse,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { status, title, detail } = refusalOf(error)
  if (status >= 500) request.log.error({ err: error }, 'a page failed')
  const session = await house.sessionOf(request).catch(() => undefined)
  const isLive = session?.state === 'live'
  const frame = house.frame({
    person: isLive ? session.principal : undefined,
    path: pagePath(request),
    token: isLive ? formToken(session.secret) : '',
  })
  const body = html`${heading(title)}
    <p class="govuk-body">${detail}</p>
    ${status === 503 && html`<p class="govuk-body">Nothing was changed. Wait a minute and try again.</p>`}
    <p class="govuk-body"><a class="govuk-link" href="/">Go to the start</a></p>
    <p class="govuk-body-s">If you ask for help, give this number: ${request.id}</p>`
  return sendView(reply, frame, { title, body }, status)
}
