import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { designSystemFolder } from './components.ts'

const ownFolder = fileURLToPath(new URL('../../../assets', import.meta.url))
const designSystem = (file: string) => readFileSync(join(designSystemFolder, file), 'utf8')
const own = (file: string) => readFileSync(join(ownFolder, file), 'utf8')

/** The licence of the typeface GDS Transport covers service.gov.uk alone. */
const withoutItsTypeface = (css: string): string =>
  css.replace(/@font-face\{[^}]*\}/g, '').replaceAll('GDS Transport,arial', 'arial')

const contents = {
  'pages.css': {
    type: 'text/css; charset=utf-8',
    text: `${withoutItsTypeface(designSystem('govuk-frontend.min.css'))}\n${own('pages.css')}`,
  },
  'govuk-frontend.js': {
    type: 'text/javascript; charset=utf-8',
    text: designSystem('govuk-frontend.min.js'),
  },
  'pages.js': { type: 'text/javascript; charset=utf-8', text: own('pages.js') },
} as const

const version = createHash('sha256')
  .update(
    Object.values(contents)
      .map(({ text }) => text)
      .join(''),
  )
  .digest('hex')
  .slice(0, 12)

/** The address of what pages load: it changes with the content, so that browsers may keep it for good. */
export const assetUrl = (name: keyof typeof contents): string => `/pages/${version}/${name}`

/** Registers the routes of the style sheet and scripts of the pages. */
export function registerAssets(app: FastifyInstance): void {
  for (const [name, { type, text }] of Object.entries(contents)) {
    app.get(
      assetUrl(name as keyof typeof contents),
      { config: { scope: 'public' }, schema: { hide: true } },
      (_request, reply) =>
        reply
          .header('cache-control', 'public, max-age=31536000, immutable')
          .type(type)
          .serializer(String)
          .send(text),
    )
  }
}
