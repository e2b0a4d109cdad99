import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may, unlistedScopes, type Principal, type Scope } from '../../domain/access.ts'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { html, type Html } from '../http/html.ts'
import { nothingHere, Problem } from '../http/problem.ts'
import { receiveUpload, type UploadedFile } from '../http/uploads.ts'
import { component } from './components.ts'
import { Form, FormRefused, type FormFault } from './form.ts'
import { ApiRefusal, InnerApi, type ApiFile } from './inner-api.ts'
import { sendView, type PageView } from './layout.ts'
import { keepDraft, readDraft, removeDraft } from './drafts.ts'
import { formToken, isFormToken, type Session } from './session.ts'
import type { PageHouse } from './house.ts'
import { asSentence } from './words.ts'

/** One look at a page, or one sending of its form, by a person who has signed in. */
export class Visit {
  readonly api: InnerApi
  readonly person: Principal
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly path: string
  readonly now: Date
  /** What was sent; on a page that is only looked at, what the person had filled in before and not sent. */
  readonly form: Form
  /** The files that were sent with the form. */
  readonly files: readonly UploadedFile[]
  readonly faults: readonly FormFault[]
  /** The token for this page's forms. */
  readonly token: string

  constructor(
    app: FastifyInstance,
    { session, request, purpose, form, files = [], faults = [], now }: VisitFacts,
  ) {
    this.person = session.principal
    this.api = new InnerApi(app, session.principal, purpose)
    this.params = request.params as Record<string, string>
    this.query = Object.fromEntries(new URLSearchParams(request.url.split('?')[1] ?? ''))
    this.path = pagePath(request)
    this.now = now
    this.form = form
    this.files = files
    this.faults = faults
    this.token = formToken(session.secret)
  }

  /** The day today in the United Kingdom. */
  get today(): CivilDate {
    return ukDate(this.now)
  }

  may(scope: Scope): boolean {
    return may(this.person, scope)
  }

  /** Whether the person has filled in a form of the page, so that it is shown open. */
  get isFilledIn(): boolean {
    return this.faults.length > 0 || !this.form.isEmpty
  }

  /** The idempotency key of the form that was sent. */
  get key(): string {
    return this.form.text('_key') || randomUUID()
  }

  /** The version of the record that the person has seen; null where the form names none. */
  get version(): number | null {
    const version = Number(this.form.text('_version'))
    return Number.isInteger(version) && version > 0 ? version : null
  }

  /** What is wrong with a field; undefined for nothing. */
  faultOf(field: string): { text: string } | undefined {
    const fault = this.faults.find((one) => one.field === field)
    return fault && { text: fault.text }
  }

  /** A form that is sent to `action`, signed; `version` is that of the record as it is shown. */
  formTo(action: string, content: Html, version?: number): Html {
    return this.#form(html`method="post" action="${action}" novalidate`, content, version)
  }

  /** A form with files. */
  uploadTo(action: string, content: Html): Html {
    return this.#form(
      html`method="post" action="${action}" novalidate enctype="multipart/form-data"`,
      content,
    )
  }

  #form(attributes: Html, content: Html, version?: number): Html {
    return html`<form ${attributes}>
      <input type="hidden" name="_token" value="${this.token}" /><input
        type="hidden"
        name="_key"
        value="${randomUUID()}"
      />${version !== undefined && html`<input type="hidden" name="_version" value="${version}" />`}
      ${content}
    </form>`
  }
}

interface VisitFacts {
  session: Session
  request: FastifyRequest
  purpose: string
  form: Form
  files?: readonly UploadedFile[]
  faults?: readonly FormFault[]
  now: Date
}

export interface Page {
  url: string
  scope: Scope
  /** Why children's records are read for it, for the access log. */
  purpose: string
  show: (visit: Visit) => Promise<PageView>
  /** Fields of the API's body by their pointers, where the page calls them otherwise: the field, and its name in words. */
  fields?: Readonly<Record<string, { field: string; name: string }>>
}

/** A form on a page, sent to an address of its own or to that of the page. */
export interface PageAction extends Page {
  /**
   * Does what was asked through the API. Says where to go next, and whether what was filled in is kept for later; or shows
   * what is there this once, such as a secret.
   */
  act: (visit: Visit) => Promise<{ to: string; forLater?: boolean } | PageView>
  /** The names of its other fields, where files are sent with the form. */
  besideFiles?: readonly string[]
}

/** A file to keep, or to look at as the API made it. */
export interface PageFile extends Omit<Page, 'show'> {
  read: (visit: Visit) => Promise<ApiFile>
  /** Under which a browser keeps it; undefined for what is looked at. */
  fileName?: (visit: Visit) => string
}

export const pagePath = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/'

/**
 * Registers a page to look at. Where it has `fields`, an address that the API refuses is shown with what is wrong at them:
 * the page is asked again, with the faults.
 */
export const registerPage = (house: PageHouse, page: Page): void => {
  registerLook(house, page, () => Promise.resolve(undefined))
}

/** Registers a file, such as the CSV of a page. */
export function registerFile(house: PageHouse, file: PageFile): void {
  house.app.get(file.url, { config: { scope: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const session = await admit(house, file, { request, reply })
    if (session === undefined) return reply
    const visit = visitOf(house, file, { session, request, form: new Form() })
    const { bytes, headers } = await file.read(visit)
    if (file.fileName)
      void reply.header('content-disposition', `attachment; filename="${file.fileName(visit)}"`)
    return reply.headers({ ...headers, 'cache-control': 'no-store' }).send(bytes)
  })
}

/** Registers the look at a page. `draftOf` gives what the person had filled in on it and not sent. */
function registerLook(
  house: PageHouse,
  page: Page & Pick<PageAction, 'besideFiles'>,
  draftOf: (person: Principal, path: string) => Promise<Form | undefined>,
): void {
  house.app.get(page.url, { config: { scope: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const session = await admit(house, page, { request, reply })
    if (session === undefined) return reply
    const draft = await draftOf(session.principal, pagePath(request))
    const facts = { session, request, form: draft ?? new Form() }
    const visit = visitOf(house, page, facts)
    try {
      const view = await page.show(visit)
      return send({ house, visit, reply }, draft ? withDraftNotice(view, page) : view)
    } catch (error) {
      const faults = page.fields && faultsOfForm(error, page)
      if (faults === undefined) throw error
      const again = visitOf(house, page, { ...facts, faults })
      return send({ house, visit: again, reply }, await page.show(again), 422)
    }
  })
}

/** The page, with a word above it about what the person had filled in before. */
function withDraftNotice(view: PageView, { besideFiles }: Pick<PageAction, 'besideFiles'>): PageView {
  const text = `What you had filled in is here again. It has not been sent.${besideFiles ? ' Choose the files again: files are not kept.' : ''}`
  return { ...view, body: html`${component('notification-banner', { text })}${view.body}` }
}

/**
 * Registers a page with a form. What cannot be taken is shown on the page again, with what was filled in. The page can be
 * looked at by itself, so that a browser that loads it again finds it.
 */
export function registerForm(house: PageHouse, action: PageAction): void {
  registerLook(house, action, (person, path) => readDraft(house.pool, person, path))
  house.app.post(
    action.url,
    { config: { scope: 'public' }, schema: { hide: true } },
    async (request, reply) => {
      refuseOtherSites(request)
      const session = await house.sessionOf(request)
      const hasEnded = session !== undefined && session.state !== 'live'
      // Who may not send files is sent away before any of them is read; of a session that has ended the other fields are kept.
      if (action.besideFiles && !hasEnded && !(await admit(house, action, { request, reply }))) return reply
      const { form, files, discard } = action.besideFiles
        ? await receiveFiles(house, request, action.besideFiles)
        : { form: formOf(request), files: [], discard: () => undefined }
      try {
        const sender = await admit(house, action, { request, reply, form })
        return sender
          ? await carryOut(house, action, { session: sender, request, reply, form, files })
          : reply
      } finally {
        await discard()
      }
    },
  )
}

const formOf = ({ body }: FastifyRequest): Form => (body instanceof Form ? body : new Form())

/** A form that was sent with files. */
async function receiveFiles(
  { maxUploadBytes }: PageHouse,
  request: FastifyRequest,
  fieldNames: readonly string[],
): Promise<Pick<CompleteForm, 'form' | 'files'> & { discard: () => Promise<void> }> {
  const names = ['_token', '_key', ...fieldNames]
  const { files, fields, discard } = await receiveUpload(request, {
    maxBytes: maxUploadBytes,
    defaults: Object.fromEntries(names.map((name) => [name, ''])),
  })
  // A browser sends a file without a byte where none was chosen.
  const sizes = await Promise.all(files.map(({ path }) => stat(path)))
  return {
    form: new Form(Object.entries(fields)),
    files: files.filter((_, index) => sizes[index]!.size > 0),
    discard,
  }
}

/** Does what a form asks for, or shows the page again with what is wrong. */
async function carryOut(
  house: PageHouse,
  action: PageAction,
  { session, request, reply, form, files }: CompleteForm,
): Promise<FastifyReply> {
  if (!isFormToken(session.secret, form.text('_token')))
    return showUnsigned(house, action, { session, request, reply, form })
  const visit = visitOf(house, action, { session, request, form, files })
  try {
    const outcome = await action.act(visit)
    if ('body' in outcome) return send({ house, visit, reply }, outcome)
    const { to, forLater = false } = outcome
    if (forLater) await keepDraft(house.pool, session.principal, pagePath(request), form)
    else await removeDraft(house.pool, session.principal, pagePath(request))
    return await reply.code(303).header('location', to).header('cache-control', 'no-store').send('')
  } catch (error) {
    const faults = faultsOfForm(error, action)
    if (faults === undefined) throw error
    const again = visitOf(house, action, { session, request, form, faults })
    const status = error instanceof ApiRefusal ? error.status : faults.length > 0 ? 422 : 200
    return send({ house, visit: again, reply }, await action.show(again), status)
  }
}

/**
 * Carries out nothing. Of a form that a page of ours sent, as the browser says, there was a new sign-in since that page was
 * opened: it is shown again with what was filled in, signed anew.
 */
async function showUnsigned(
  house: PageHouse,
  action: PageAction,
  { session, request, reply, form }: Omit<CompleteForm, 'files'>,
): Promise<FastifyReply> {
  if (request.headers['sec-fetch-site'] !== 'same-origin')
    throw new Problem(
      'forbidden',
      'This form is not of a page that you have been shown. Go back and try again.',
    )
  const text = `You have signed in again since you opened this page, so nothing was done. Look it through${action.besideFiles ? ', choose the files again' : ''} and send it again`
  const visit = visitOf(house, action, { session, request, form, faults: [{ field: null, text }] })
  return send({ house, visit, reply }, await action.show(visit), 403)
}

interface CompleteForm {
  session: Session
  request: FastifyRequest
  reply: FastifyReply
  form: Form
  files: readonly UploadedFile[]
}

const visitOf = (
  { app, clock }: PageHouse,
  { purpose }: Pick<Page, 'purpose'>,
  facts: Pick<VisitFacts, 'session' | 'request' | 'form' | 'files' | 'faults'>,
) => new Visit(app, { ...facts, purpose: `page: ${purpose}`, now: clock() })

/** What is wrong with a form, by its fields; undefined where the error is not about what was filled in. */
function faultsOfForm(
  error: unknown,
  { fields = {} }: Pick<Page, 'fields'>,
): readonly FormFault[] | undefined {
  if (error instanceof FormRefused) return error.faults
  if (!(error instanceof ApiRefusal) || ![400, 409, 412, 422].includes(error.status)) {
    const isOffice = error instanceof ApiRefusal && error.type === 'not-your-office'
    return isOffice ? [{ field: null, text: error.message }] : undefined
  }
  if (error.faults.length === 0) return [{ field: null, text: error.message }]
  return error.faults.map(({ pointer, detail }) => {
    const place = fields[pointer]
    // What begins with a capital letter is a sentence of its own.
    if (place && /^[A-Z]/.test(detail)) return { field: place.field, text: asSentence(detail) }
    if (place) return { field: place.field, text: `${place.name} ${detail.replace(/\.$/, '')}` }
    return { field: null, text: asSentence(detail) }
  })
}

/** Who looks, once it is known that they may. Whoever is not signed in is sent to sign in, and back; undefined then. */
async function admit(
  house: PageHouse,
  { scope }: Pick<Page, 'scope'>,
  { request, reply, form }: { request: FastifyRequest; reply: FastifyReply; form?: Form },
): Promise<Session | undefined> {
  const session = await house.sessionOf(request)
  if (session?.state !== 'live') {
    // Nothing is lost when a session ends while a form is filled in: it is kept for the person whose session it was.
    if (session && form && isFormToken(session.secret, form.text('_token')))
      await keepDraft(house.pool, session.principal, pagePath(request), form)
    const to = encodeURIComponent(request.url)
    void reply.code(303).header('location', `/sign-in?to=${to}`).header('cache-control', 'no-store').send('')
    return undefined
  }
  if (!may(session.principal, scope) && unlistedScopes.includes(scope)) throw nothingHere()
  if (!may(session.principal, scope))
    throw new Problem(
      'forbidden',
      'Your role does not have this page. Ask your administrator, if you need it.',
    )
  return session
}

/** Browsers say where a form was sent from, older ones by its origin alone. Another site's is refused before anything is read. */
export function refuseOtherSites(request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  const isOwn =
    site === undefined
      ? origin === undefined || origin.endsWith(`//${request.host}`)
      : site === 'same-origin' || site === 'none'
  if (!isOwn) throw new Problem('forbidden', 'This form was sent from another site.')
}

function send(
  { house, visit, reply }: { house: PageHouse; visit: Visit; reply: FastifyReply },
  view: PageView,
  status = 200,
): FastifyReply {
  const { person, path, token, faults } = visit
  return sendView(reply, house.frame({ person, path, token, faults }), view, status)
}
