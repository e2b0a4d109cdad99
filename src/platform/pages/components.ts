import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import nunjucks from 'nunjucks'
import { Html } from '../http/html.ts'

/** The folder of the GOV.UK Design System's built files. */
export const designSystemFolder = dirname(
  createRequire(import.meta.url).resolve('govuk-frontend/dist/govuk/all.bundle.js'),
)

const environment = new nunjucks.Environment(
  new nunjucks.FileSystemLoader(dirname(designSystemFolder), { noCache: false }),
  { autoescape: true },
)

/** A component's parameters: `text` is escaped by the macro; `html` is put in as it is, so it takes `Html` alone. */
export type MacroParameters =
  | Html
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly MacroParameters[]
  | { readonly [name: string]: MacroParameters }

/** Components of the design system that pages use, by their macros. */
const macros = {
  button: 'govukButton',
  'back-link': 'govukBackLink',
  checkboxes: 'govukCheckboxes',
  'date-input': 'govukDateInput',
  details: 'govukDetails',
  'error-summary': 'govukErrorSummary',
  fieldset: 'govukFieldset',
  'file-upload': 'govukFileUpload',
  input: 'govukInput',
  'inset-text': 'govukInsetText',
  'notification-banner': 'govukNotificationBanner',
  panel: 'govukPanel',
  'phase-banner': 'govukPhaseBanner',
  radios: 'govukRadios',
  select: 'govukSelect',
  'service-navigation': 'govukServiceNavigation',
  'skip-link': 'govukSkipLink',
  'summary-list': 'govukSummaryList',
  tag: 'govukTag',
  textarea: 'govukTextarea',
  'warning-text': 'govukWarningText',
} as const

const templates = new Map<string, nunjucks.Template>()

function templateOf(name: keyof typeof macros): nunjucks.Template {
  const earlier = templates.get(name)
  if (earlier) return earlier
  const macro = macros[name]
  const source = `{% from "govuk/components/${name}/macro.njk" import ${macro} %}{{ ${macro}(params) }}`
  const template = new nunjucks.Template(source, environment, undefined, true)
  templates.set(name, template)
  return template
}

/** A component of the GOV.UK Design System, by the macro that its documentation describes. */
export function component(
  name: keyof typeof macros,
  parameters: { readonly [name: string]: MacroParameters },
): Html {
  return new Html(
    templateOf(name)
      .render({ params: plain(parameters) })
      .trim(),
  )
}

/** MacroParameters as the macros take them. Markup counts as markup only under a name that ends in `html`. */
function plain(value: MacroParameters, name = ''): unknown {
  if (value instanceof Html) {
    if (!/html$/i.test(name)) throw new Error(`markup given as "${name}"`)
    return value.toString()
  }
  if (Array.isArray(value)) return (value as readonly MacroParameters[]).map((entry) => plain(entry))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Record<string, MacroParameters>)
    return Object.fromEntries(entries.map(([key, entry]) => [key, plain(entry, key)]))
  }
  if (typeof value === 'string' && /html$/i.test(name)) throw new Error(`text given as markup: "${name}"`)
  return value
}
