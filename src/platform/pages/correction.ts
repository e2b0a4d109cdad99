import type { Scope } from '../../domain/access.ts'
import { html, type Content } from '../http/html.ts'
import { component } from './components.ts'
import { fieldsOfParts, filledValues, reasonPart, type FormPart } from './form-parts.ts'
import { FormRefused } from './form.ts'
import { heading, type PageView } from './layout.ts'
import type { PageAction, Visit } from './page.ts'
import { dataTable, factList, paragraph } from './parts.ts'
import { changesSince } from './stale.ts'

interface RecordFacts {
  id: string
  version: number
}

/** A record whose own facts are put right on a page. */
export interface Correctable<Facts extends RecordFacts> {
  url: string
  scope: Scope
  purpose: string
  /** Each fact as a field, named as in the record. A part that is not shown of a record is not corrected either. */
  parts: readonly FormPart<Facts>[]
  /** Its fields in words, for what has changed since the page was opened. */
  fieldNames: Readonly<Record<string, string>>
  /** Its address in the API. */
  recordUrl: (id: string) => string
  read: (visit: Visit) => Promise<Facts>
  back: (facts: Facts) => { href: string; text: string }
  /** Which record it is, in a few words. */
  about?: (visit: Visit, facts: Facts) => Content
}

interface Change<Facts> {
  part: FormPart<Facts>
  previous: unknown
  next: unknown
}

const valueIn = (facts: object, name: string): unknown => (facts as Record<string, unknown>)[name] ?? null

/** What the form says otherwise than the record, and why. @throws {FormRefused} also where that is nothing */
function changesIn<Facts extends object>(
  { form }: Visit,
  parts: readonly FormPart<Facts>[],
  facts: Facts,
): { changes: Change<Facts>[]; reason: string } {
  const fields = parts.filter(({ name }) => form.has(name) || form.has(`${name}-day`))
  const { reason, ...values } = filledValues([...fields, reasonPart], form)
  const changes = fields.flatMap((part) => {
    const [previous, next] = [valueIn(facts, part.name), values[part.name] ?? null]
    return previous === next ? [] : [{ part, previous, next }]
  })
  if (changes.length === 0)
    throw new FormRefused([{ field: null, text: 'What you filled in is what is recorded already' }])
  return { changes, reason: String(reason) }
}

/** The page on which a record's facts are corrected: what it will change is shown first, and then done. */
export function correctionPageOf<Facts extends RecordFacts>(record: Correctable<Facts>): PageAction {
  const { url, scope, purpose, parts } = record
  return {
    url,
    scope,
    purpose,
    fields: fieldsOfParts(parts),
    show: (visit) => show(visit, record),
    act: async (visit) => {
      const facts = await record.read(visit)
      const { changes, reason } = changesIn(visit, parts, facts)
      // Shown again, with what it would change.
      if (visit.form.text('_step') !== 'correct') throw new FormRefused([])
      const body = Object.fromEntries(changes.map(({ part, next }) => [part.name, next]))
      await visit.api.patch(record.recordUrl(facts.id), body, { version: visit.version, reason })
      return { to: record.back(facts).href }
    },
  }
}

const title = 'Correct what is recorded'

async function show<Facts extends RecordFacts>(visit: Visit, record: Correctable<Facts>): Promise<PageView> {
  const facts = await record.read(visit)
  const isSent = visit.faults.length === 0 && visit.form.text('_step') === 'look'
  const body = html`${heading(isSent ? 'What this changes' : title)}
  ${await changesSince(visit, record.recordUrl(facts.id), facts.version, record.fieldNames)}
  ${record.about?.(visit, facts)} ${isSent ? lookPart(visit, record, facts) : formPart(visit, record, facts)}`
  return { title: isSent ? 'What this changes' : title, back: record.back(facts), body }
}

const formPart = <Facts extends RecordFacts>(
  visit: Visit,
  { parts }: Correctable<Facts>,
  facts: Facts,
): Content =>
  html`${paragraph('For what is recorded wrongly. You see what it changes before anything is done. The history keeps what was there before, and your reason.')}
  ${visit.formTo(
    visit.path,
    html`${parts.map((part) => part.show(visit, facts))} ${reasonPart.show(visit, undefined)}
      <input type="hidden" name="_step" value="look" />
      ${component('button', { text: 'See what it changes', preventDoubleClick: true })}`,
    facts.version,
  )}`

function lookPart<Facts extends RecordFacts>(
  visit: Visit,
  { parts }: Correctable<Facts>,
  facts: Facts,
): Content {
  const { changes, reason } = changesIn(visit, parts, facts)
  const hidden = visit.form
    .entries()
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)
  const step = (name: string, text: string, classes: string) =>
    component('button', { text, name: '_step', value: name, preventDoubleClick: true, classes })
  return html`${dataTable<Change<Facts>>(
    'Recorded, and corrected',
    [
      { title: 'What', cell: ({ part }) => part.title },
      { title: 'Recorded', cell: ({ part, previous }) => part.say(previous, facts) },
      { title: 'Corrected', cell: ({ part, next }) => part.say(next, facts) },
      { title: 'What else changes with it', cell: ({ part }) => part.follows ?? 'Nothing' },
    ],
    changes,
  )}
  ${factList([['Your reason', reason]])}
  ${paragraph('Figures of days gone by follow the correction. What was published stays as it is.')}
  ${visit.formTo(
    visit.path,
    html`${hidden}
      <div class="app-buttons">
        ${step('correct', 'Correct it', '')}
        ${step('again', 'Change what you filled in', 'govuk-button--secondary')}
      </div>`,
    visit.version ?? facts.version,
  )}`
}
