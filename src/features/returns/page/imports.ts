import type { z } from 'zod'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { checkboxField, fileField, radioField, textField } from '../../../platform/pages/fields.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, subheading, tag, textLink } from '../../../platform/pages/parts.ts'
import { sayInstant } from '../../../platform/pages/words.ts'
import type { importView } from '../in/schema.ts'

export type ImportAnswer = z.output<typeof importView>

/** Returns that were sent, the latest first, and a form to send one. */
export const importsPage: PageAction = {
  url: '/imports',
  scope: 'imports:read',
  purpose: 'returns that were imported',
  besideFiles: ['year', 'confirmYear', 'dryRun', 'acceptPartial'],
  fields: {
    '#/files': { field: 'files', name: 'The files' },
    '#/year': { field: 'year', name: 'The year' },
  },
  show: async (visit) => {
    const { items } = await visit.api.get<{ items: ImportAnswer[] }>('/v1/imports?limit=30')
    return view(visit, items)
  },
  act: async ({ api, files, form, key }) => {
    if (files.length === 0)
      throw new FormRefused([{ field: 'files', text: 'Choose the files of the return' }])
    const year = form.text('year')
    const fields = {
      dryRun: form.text('dryRun') === 'no' ? 'false' : 'true',
      acceptPartial: form.text('acceptPartial') === 'yes' ? 'true' : 'false',
      ...(year && { year, confirmYear: form.text('confirmYear') === 'yes' ? 'true' : 'false' }),
    }
    const { id } = await api.upload<ImportAnswer>('/v1/imports', { files, fields }, { key })
    return { to: `/imports/${id}` }
  },
}

const statusTags: Record<ImportAnswer['status'], Html> = {
  queued: tag('Waits for its turn', 'grey'),
  running: tag('At work', 'blue'),
  succeeded: tag('Done', 'green'),
  rejected: tag('Rejected: nothing applied', 'red'),
  failed: tag('Failed: nothing applied', 'red'),
}

/** How an import stands; of a dry run that could be done, that it only said so. */
export const importTag = ({ status, dryRun }: ImportAnswer): Html =>
  dryRun && status === 'succeeded' ? tag('Checked: nothing applied', 'green') : statusTags[status]

export const importKindText = ({ kind, dryRun }: ImportAnswer): string =>
  kind === 'undo' ? 'Undoes another' : dryRun ? 'Dry run' : 'Import'

function view(visit: Visit, items: readonly ImportAnswer[]): PageView {
  const body = html`${heading('Imports of returns')} ${visit.may('imports:write') && uploadPart(visit)}
  ${
    items.length === 0
      ? paragraph('Nothing was imported yet.')
      : dataTable<ImportAnswer>(
          'What was sent, the latest first',
          [
            { title: 'Sent', cell: ({ id, createdAt }) => textLink(`/imports/${id}`, sayInstant(createdAt)) },
            { title: 'What', cell: importKindText },
            { title: 'Files', cell: ({ files }) => quantity(files.length, 'file') },
            { title: 'How it stands', cell: importTag },
            {
              title: 'Undone',
              cell: ({ undoneBy }) => undoneBy !== null && textLink(`/imports/${undoneBy}`, 'Yes'),
            },
          ],
          items,
        )
  }`
  return { title: 'Imports', body }
}

const uploadPart = (visit: Visit): Html =>
  html`${subheading('Send a return')}
  ${visit.uploadTo(
    '/imports',
    html`${fileField(visit, {
      name: 'files',
      label: 'The files of the SSDA903 return',
      hint: 'CSV modules, an Excel workbook, the XML form, or a ZIP of them: of one year or several.',
      accept: '.csv,.xlsx,.xml,.zip,.gz',
    })}
    ${textField(visit, { name: 'year', label: 'Collection year, if the files do not say it', hint: 'Such as 2023-24.', width: 10 })}
    ${checkboxField(visit, {
      name: 'confirmYear',
      label: 'If most days are outside that year',
      choices: [{ value: 'yes', text: 'It is that year all the same' }],
    })}
    ${radioField(visit, {
      name: 'dryRun',
      label: 'What shall be done?',
      value: 'yes',
      choices: [
        { value: 'yes', text: 'Check first', hint: 'Says what would come of it. Nothing is applied.' },
        { value: 'no', text: 'Import it', hint: 'It can be undone.' },
      ],
    })}
    ${checkboxField(visit, {
      name: 'acceptPartial',
      label: 'If a row cannot be used',
      choices: [
        {
          value: 'yes',
          text: 'Leave it out, and use the others',
          hint: 'Without this, nothing is used. Programs call it acceptPartial.',
        },
      ],
    })}
    ${component('button', { text: 'Send', preventDoubleClick: true })}`,
  )}`
