import { html, type Html } from '../http/html.ts'
import type { InnerApi } from './inner-api.ts'
import { sayInstant } from './words.ts'

interface RecordVersion {
  recordedAt: string
  record: ({ version: number } & Record<string, unknown>) | null
}

/** Fields that differ between any two versions and say nothing. */
const silent = ['id', 'version', 'createdAt', 'updatedAt', 'status']

/**
 * What has changed of a record since a person read it, in words: for a page that was out of date when its form was sent.
 * @param names the record's fields by what they are called on the page; a change of any other is told as “something else”
 */
export async function changesSince(
  api: InnerApi,
  recordUrl: string,
  seen: number | null,
  names: Readonly<Record<string, string>>,
): Promise<Html | null> {
  const { items } = await api.get<{ items: RecordVersion[] }>(`${recordUrl}/versions`)
  const [first] = items.filter(({ record }) => record?.version === seen)
  const last = items.at(-1)
  if (!first?.record || !last?.record || last.record.version === first.record.version) return null
  const { record } = last
  const fields = Object.keys(record).filter(
    (field) =>
      !silent.includes(field) && JSON.stringify(record[field]) !== JSON.stringify(first.record?.[field]),
  )
  const changes = [...new Set(fields.map((field) => names[field] ?? 'something else'))]
  return html`Since you opened this page, on ${sayInstant(last.recordedAt)}, this was changed:
  ${changes.join(', ') || 'nothing that is shown'}. The page now shows how it is. Send again what you still
  want.`
}
