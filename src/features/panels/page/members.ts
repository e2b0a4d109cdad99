import { meetingFrequencies } from '../../../domain/panels/codes.ts'
import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { choicesAmong, textArea } from '../../../platform/pages/fields.ts'
import {
  fieldsOfParts,
  filledValues,
  listPart,
  reasonPart,
  textPart,
  type FormPart,
} from '../../../platform/pages/form-parts.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { PageAction } from '../../../platform/pages/page.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { readPanel, type PanelAnswer } from './api.ts'

const purpose = 'a panel, and who sits on it'

const rolesPart: FormPart<PanelAnswer | undefined> = {
  name: 'roles',
  title: 'The offices',
  show: (visit, panel) =>
    textArea(visit, {
      name: 'roles',
      label: 'Who sits on it?',
      hint: 'One office a line, such as: Virtual school. No names.',
      rows: 6,
      value: panel?.roles.join('\n') ?? '',
    }),
  say: (roles) => (roles as string[]).join(', '),
  read: (form) => ({
    value: form
      .text('roles')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean),
  }),
}

/** What is said of a panel. */
const parts: readonly FormPart<PanelAnswer | undefined>[] = [
  textPart({
    name: 'title',
    title: 'The name',
    label: 'Name of the panel',
    value: (panel) => panel?.title ?? null,
  }),
  textPart({
    name: 'purpose',
    title: 'What it is for',
    label: 'What is it for?',
    value: (panel) => panel?.purpose ?? null,
  }),
  listPart({
    name: 'meets',
    title: 'How often it meets',
    label: 'How often does it meet?',
    choices: choicesAmong(meetingFrequencies),
    none: 'Choose one',
    value: (panel) => panel?.meets ?? null,
  }),
  textPart({
    name: 'chairRole',
    title: 'The office of the chair',
    label: 'Which office takes the chair?',
    hint: 'Such as: Head of service.',
    width: 20,
    value: (panel) => panel?.chairRole ?? null,
  }),
  rolesPart,
]
const referencePart: FormPart<PanelAnswer | undefined> = textPart({
  name: 'reference',
  title: 'The short name',
  label: 'Short name for systems',
  hint: 'Small letters, digits and hyphens, such as: step-down-north.',
  width: 20,
})

/** A new panel. */
export const newPanelPage: PageAction = {
  url: '/panels/new',
  scope: 'panels:write',
  purpose,
  fields: fieldsOfParts([...parts, referencePart]),
  show: (visit) =>
    Promise.resolve({
      title: 'New panel',
      back: { href: '/panels', text: 'Panels' },
      body: html`${heading('New panel')}
      ${visit.formTo(
        '/panels/new',
        html`${[...parts, referencePart].map((part) => part.show(visit, undefined))}
        ${component('button', { text: 'Make the panel', preventDoubleClick: true })}`,
      )}`,
    }),
  act: async ({ api, form, key }) => {
    const body = filledValues([...parts, referencePart], form)
    const { id } = await api.post<PanelAnswer>('/v1/panels', body, { key })
    return { to: `/panels/${id}` }
  },
}

/** What a panel is for and who sits on it, to be changed with a reason. */
export const membersPage: PageAction = {
  url: '/panels/:id/members',
  scope: 'panels:write',
  purpose,
  fields: fieldsOfParts(parts),
  show: async (visit) => {
    const panel = await readPanel(visit.api, visit.params.id!)
    return {
      title: 'Who sits on the panel',
      back: { href: `/panels/${panel.id}`, text: panel.title },
      body: html`${heading('Who sits on the panel')}
      ${await changesSince(visit, `/v1/panels/${panel.id}`, panel.version, { title: 'the name', purpose: 'what it is for', meets: 'how often it meets', chairRole: 'the chair', roles: 'who sits on it' })}
      ${visit.formTo(
        `/panels/${panel.id}/members`,
        html`${parts.map((part) => part.show(visit, panel))} ${reasonPart.show(visit, undefined)}
        ${component('button', { text: 'Change it', preventDoubleClick: true })}`,
        panel.version,
      )}`,
    }
  },
  act: async ({ api, form, params, version }) => {
    const { reason, ...body } = filledValues([...parts, reasonPart], form)
    await api.patch(`/v1/panels/${encodeURIComponent(params.id!)}`, body, { version, reason: String(reason) })
    return { to: `/panels/${params.id}` }
  },
}
