import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/** Markup that needs no escaping. Only `html` and `pageMarkup` make it. */
export class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

export type Content = Html | string | number | null | undefined | false | readonly Content[]

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function markupOf(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (content instanceof Html) return content.toString()
  if (Array.isArray(content)) return (content as readonly Content[]).map(markupOf).join('')
  return String(content).replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)
}

/**
 * Template tag for HTML. Values are escaped for text and for quoted attributes; `Html` is put in as it is, a list item by
 * item, and null, undefined and false as nothing.
 */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(strings.reduce((markup, text, index) => markup + markupOf(contents[index - 1]) + text))
}

/** What a self-contained page shows: its title, its one style sheet and its body. */
export interface PrintedPage {
  title: string
  style: string
  body: Html
}

/** The markup of a self-contained HTML page. */
export function pageMarkup({ title, style, body }: PrintedPage): string {
  // Not part of the template below, which a formatter may indent: the hash of its policy covers every character between the tags.
  const styleTag = new Html(`<style>${style}</style>`)
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${styleTag}
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString()
}

/**
 * Sends a self-contained HTML page. Its content security policy allows no scripts and no requests, and only the one
 * style sheet `style`, which it names by hash.
 */
export function sendPage(reply: FastifyReply, page: PrintedPage): FastifyReply {
  const hash = createHash('sha256').update(page.style).digest('base64')
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    .type('text/html; charset=utf-8')
    .serializer(String)
    .send(pageMarkup(page))
}
