import { html } from '../http/html.ts'
import { component } from './components.ts'
import { heading, type PageView } from './layout.ts'
import { paragraph } from './parts.ts'

/** A secret, on the one page that ever shows it. */
export const secretShown = (
  title: string,
  secret: string,
  { back, note }: { back: { href: string; text: string }; note: string },
): PageView => ({
  title,
  back,
  body: html`${heading(title)}
  ${component('warning-text', { text: 'Copy it now: it is shown this once. If it is lost, make another.', iconFallbackText: 'Warning' })}
  ${component('inset-text', { html: html`<code class="app-secret">${secret}</code>` })} ${paragraph(note)}`,
})
