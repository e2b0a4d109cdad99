import { html, type Html } from '../http/html.ts'
import { component } from './components.ts'
import type { Visit } from './page.ts'
import { sayInstant } from './words.ts'

/** A version of a record, as the API's answers about histories have it; `record` is null of a removal. */
export interface VersionSeen {
  change: string
  recordedAt: string
  actor: string
  reason: string | null
  record: ({ version: number } & Record<string, unknown>) | null
}

/** Fields that differ between any two versions and say nothing. */
const silent = ['id', 'version', 'createdAt', 'updatedAt', 'status']

/** By what the fields are called in which a version of a record differs from the one before; “something else” for any other. */
export function differencesOf(
  previous: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): string[] {
  const fields = Object.keys(next).filter(
    (field) => !silent.includes(field) && JSON.stringify(next[field]) !== JSON.stringify(previous[field]),
  )
  return [...new Set(fields.map((field) => names[field] ?? 'something else'))]
}

/**
 * What has changed of a record since a person read it, where the form that they sent was of an earlier version; null where it
 * was not, and where nothing was refused.
 * @param names the record's fields by what they are called on the page; a change of any other is told as “something else”
 */
export async function changesSince(
  visit: Visit,
  recordUrl: string,
  version: number,
  names: Readonly<Record<string, string>>,
): Promise<Html | null> {
  if (visit.version === null || visit.faults.length === 0 || visit.version === version) return null
  const { items } = await visit.api.get<{ items: VersionSeen[] }>(`${recordUrl}/versions`)
  const [first] = items.filter(({ record }) => record?.version === visit.version)
  const last = items.at(-1)
  if (!first?.record || !last?.record || last.record.version === first.record.version) return null
  const changes = differencesOf(first.record, last.record, names)
  return component('inset-text', {
    html: html`Since you opened this page, on ${sayInstant(last.recordedAt)}, this was changed:
    ${changes.join(', ') || 'nothing that is shown'}. The page now shows how it is. Send again what you still
    want.`,
  })
}
