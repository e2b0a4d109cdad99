import type { FastifyReply } from 'fastify'
import { may, type Principal } from '../../domain/access.ts'
import type { Html } from '../http/html.ts'
import { html, type Content } from '../http/html.ts'
import { assetUrl } from './assets.ts'
import { component } from './components.ts'
import type { FormFault } from './form.ts'
import { navigation } from './navigation.ts'

/** What a page shows within the layout. */
export interface PageView {
  /** Of the page and of its heading, unless the body brings a heading of its own. Never with a child's data. */
  title: string
  body: Content
  back?: { href: string; text: string } | undefined
  /** What has just happened, in a banner. */
  news?: Content
}

/** Who looks, and how the page is. */
export interface Frame {
  person: Principal | undefined
  /** The name of the role or office, for the person to see as whom they act. */
  personTitle: string | undefined
  path: string
  token: string
  isDemonstration: boolean
  faults: readonly FormFault[]
}

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** Sends a page in the layout of all pages, with a content security policy that lets it load our own files alone. */
export function sendView(reply: FastifyReply, frame: Frame, view: PageView, status = 200): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
    })
    .type('text/html; charset=utf-8')
    .serializer(String)
    .send(layOut(frame, view).toString())
}

function layOut(frame: Frame, { title, body, back, news }: PageView): Html {
  const { person, path, faults } = frame
  const isFaulty = faults.length > 0
  return html`<!doctype html>
    <html lang="en-GB" class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>${isFaulty && 'Error: '}${title} – Sufficiency</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${assetUrl('pages.css')}" />
        <script type="module" src="${assetUrl('pages.js')}"></script>
      </head>
      <body class="govuk-template__body">
        ${component('skip-link', { href: '#main-content', text: 'Skip to main content' })}
        <header class="govuk-template__header">
          ${component('service-navigation', {
            serviceName: 'Sufficiency',
            serviceUrl: '/',
            navigation: person
              ? navigation
                  .filter(({ scope }) => may(person, scope))
                  .map(({ href, text }) => ({
                    href,
                    text,
                    active: path === href || path.startsWith(`${href}/`),
                  }))
              : [],
          })}
          <div class="govuk-width-container">${whoLooks(frame)}</div>
        </header>
        <div class="govuk-width-container">
          ${back && html`<nav aria-label="Back">${component('back-link', { href: back.href, text: back.text })}</nav>`}
          <main class="govuk-main-wrapper" id="main-content">
            ${isFaulty && errorSummary(faults)}
            ${news && component('notification-banner', { type: 'success', html: html`<p class="govuk-notification-banner__heading">${news}</p>` })}
            ${body}
          </main>
          <footer class="app-foot">
            <p class="govuk-body-s">
              Sufficiency: a home for every child, found together. Everything on these pages can be asked by
              programs too: <a class="govuk-link" href="/reference/">API reference</a>.
            </p>
          </footer>
        </div>
      </body>
    </html>`
}

function whoLooks({ person, personTitle, token, isDemonstration }: Frame): Content {
  if (!person)
    return isDemonstration && html`<p class="app-who">Demonstration: everything here is made up.</p>`
  return html`<div class="app-who">
    ${isDemonstration && html`${component('tag', { text: 'Demonstration', classes: 'govuk-tag--yellow' })} Everything here is made up. `}You
    are signed in as: <strong>${personTitle ?? person.role}</strong>.
    <form class="app-sign-out" method="post" action="/sign-out">
      <input type="hidden" name="_token" value="${token}" /><button type="submit">Sign out</button>
    </form>
    ·
    <form class="app-sign-out" method="post" action="/sign-out">
      <input type="hidden" name="_token" value="${token}" /><input
        type="hidden"
        name="everywhere"
        value="yes"
      /><button type="submit">Sign out everywhere</button>
    </form>
  </div>`
}

function errorSummary(faults: readonly FormFault[]): Html {
  return component('error-summary', {
    titleText: 'There is a problem',
    errorList: faults.map(({ field, text }) => ({ text, ...(field !== null && { href: `#${field}` }) })),
  })
}

/** A heading of the first level. */
export const heading = (text: string): Html => html`<h1 class="govuk-heading-l">${text}</h1>`
