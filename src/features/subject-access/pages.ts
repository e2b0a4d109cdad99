import { html } from '../../platform/http/html.ts'
import { childInForm } from '../../platform/pages/child-lookup.ts'
import { component } from '../../platform/pages/components.ts'
import { textField } from '../../platform/pages/fields.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading } from '../../platform/pages/layout.ts'
import {
  registerFile,
  registerForm,
  registerPage,
  type Page,
  type PageAction,
  type PageFile,
} from '../../platform/pages/page.ts'
import { bulletList, paragraph, subheading, textLink } from '../../platform/pages/parts.ts'
import { subjectAccessSummary, subjectAccessTables, subjectAccessTitle } from './page.ts'
import type { SubjectAccess } from './schema.ts'

const purpose = 'a subject access request'
const apiAddress = (id: string | undefined) => `/v1/children/${encodeURIComponent(id ?? '')}/subject-access`

/** Where a data protection officer begins: all that is kept of a child, for how long it is kept, and who looked at it. */
const dataProtectionPage: PageAction = {
  url: '/data-protection',
  scope: 'subject-access:read',
  purpose,
  show: async (visit) => {
    const body = html`${heading('Data protection')}
    ${bulletList([
      visit.may('access-log:read') &&
        textLink('/data-protection/access', 'Who looked at whom, and what of that is unusual'),
      visit.may('retention:read') &&
        textLink(
          '/data-protection/retention',
          'For how long what is kept, what is past its time, legal holds',
        ),
    ])}
    ${subheading('What is kept about a child')}
    ${paragraph('For a subject access request. What is about other people is withheld. That it was read is in the access log.')}
    ${visit.formTo(
      '/data-protection',
      html`${textField(visit, { name: 'reference', label: 'Reference of the child', width: 20 })}
      ${component('button', { text: 'Show all that is kept', preventDoubleClick: true })}`,
    )}`
    return { title: 'Data protection', body }
  },
  act: async (visit) => ({ to: `/data-protection/children/${await childInForm(visit)}` }),
}

const subjectAccessPart: Page = {
  url: '/data-protection/children/:id',
  scope: 'subject-access:read',
  purpose,
  show: async (visit) => {
    const answer = await visit.api.get<SubjectAccess>(apiAddress(visit.params.id))
    const { childId, review } = answer
    const body = html`${heading(subjectAccessTitle)}
      <div class="app-buttons">
        ${component('button', { text: 'Download all as files (ZIP)', href: `/data-protection/children/${childId}/subject-access.zip`, classes: 'govuk-button--secondary' })}
        ${visit.may('access-log:read') && component('button', { text: 'Who looked at the record', href: `/data-protection/access/log?childId=${childId}`, classes: 'govuk-button--secondary' })}
      </div>
      ${review.length > 0 && component('inset-text', { html: html`${paragraph('Read these before the answer is given: their words may speak of other people.')}${bulletList(review.map(({ recordType, fields }) => `${recordType.replaceAll('_', ' ')}: ${fields.join(', ').replaceAll('_', ' ')}`))}` })}
      <div class="app-paper">${subjectAccessSummary(answer)} ${subjectAccessTables(answer)}</div>`
    return { title: subjectAccessTitle, back: { href: '/data-protection', text: 'Data protection' }, body }
  },
}

/** The same as files: each table as JSON and as CSV, with a manifest. */
const subjectAccessFile: PageFile = {
  url: '/data-protection/children/:id/subject-access.zip',
  scope: 'subject-access:read',
  purpose,
  read: ({ api, params }) => api.file(apiAddress(params.id), 'application/zip'),
  fileName: () => 'subject-access.zip',
}

/** The first page of data protection, and the answers to subject access requests. */
export function registerDataProtectionPages(house: PageHouse): void {
  registerForm(house, dataProtectionPage)
  registerPage(house, subjectAccessPart)
  registerFile(house, subjectAccessFile)
}
