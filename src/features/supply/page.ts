import type { z } from 'zod'
import { quantity } from '../../domain/quantity.ts'
import { html, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import { checkboxField, fileField, radioField } from '../../platform/pages/fields.ts'
import { FormRefused } from '../../platform/pages/form.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import {
  registerFile,
  registerForm,
  type PageAction,
  type PageFile,
  type Visit,
} from '../../platform/pages/page.ts'
import { dataTable, paragraph, subheading, textLink } from '../../platform/pages/parts.ts'
import type { loadView } from './schema.ts'

type Load = z.output<typeof loadView>

const purpose = 'homes and beds by spreadsheet'
/** As many rows of a report as the page shows. */
const mostRows = 300

const lists = {
  workbook: {
    url: '/v1/supply/loads',
    fields: {},
    text: "The workbook of homes, beds and carers' households",
  },
  ofsted: {
    url: '/v1/supply/ofsted-lists',
    fields: { create: 'none' },
    text: "Ofsted's published lists, for the homes and agencies that are on record",
  },
  ofstedInArea: {
    url: '/v1/supply/ofsted-lists',
    fields: { create: 'own-area' },
    text: "Ofsted's published lists, and record what is in our area and not on record",
  },
} as const

const isList = (name: string): name is keyof typeof lists => Object.hasOwn(lists, name)

/** Homes and beds by spreadsheet: the workbook to fill in, and a form to send it back. */
const supplyPage: PageAction = {
  url: '/supply',
  scope: 'homes:write',
  purpose,
  besideFiles: ['list', 'dryRun', 'acceptPartial'],
  fields: { '#/files': { field: 'files', name: 'The files' } },
  show: (visit) => Promise.resolve(view(visit)),
  act: async (visit) => {
    const { api, files, form } = visit
    const list = form.text('list')
    const faults = [
      ...(files.length === 0 ? [{ field: 'files', text: 'Choose the file' }] : []),
      ...(isList(list) ? [] : [{ field: 'list', text: 'Choose what it is' }]),
    ]
    if (!isList(list) || faults.length > 0) throw new FormRefused(faults)
    const { url, fields: fieldsOfList } = lists[list]
    const fields = {
      ...fieldsOfList,
      dryRun: form.text('dryRun') === 'no' ? 'false' : 'true',
      acceptPartial: form.text('acceptPartial') === 'yes' ? 'true' : 'false',
    }
    const report = await api.upload<Load>(url, { files, fields })
    return reportView(report)
  },
}

function view(visit: Visit): PageView {
  const body = html`${heading('Homes and beds by spreadsheet')} ${subheading('1. Take the workbook')}
  ${paragraph(html`${textLink('/supply/workbook.xlsx?filled=true', 'With what is on record')}, to be changed and sent back; or ${textLink('/supply/workbook.xlsx', 'empty')}. Its first sheet says what each column takes.`)}
  ${subheading('2. Send it back')}
  ${visit.uploadTo(
    '/supply',
    html`${fileField(visit, { name: 'files', label: 'The file', hint: 'A workbook, or a sheet as CSV.', accept: '.xlsx,.csv' })}
    ${radioField(visit, {
      name: 'list',
      label: 'What is it?',
      value: 'workbook',
      choices: Object.entries(lists).map(([value, { text }]) => ({ value, text })),
    })}
    ${radioField(visit, {
      name: 'dryRun',
      label: 'What shall be done?',
      value: 'yes',
      choices: [
        { value: 'yes', text: 'Check first', hint: 'Says what would come of it. Nothing is recorded.' },
        { value: 'no', text: 'Record it' },
      ],
    })}
    ${checkboxField(visit, {
      name: 'acceptPartial',
      label: 'If a row cannot be used',
      choices: [
        {
          value: 'yes',
          text: 'Leave it out, and use the others',
          hint: 'Without this, nothing is recorded. Programs call it acceptPartial.',
        },
      ],
    })}
    ${component('button', { text: 'Send', preventDoubleClick: true })}`,
  )}`
  return { title: 'Homes and beds by spreadsheet', body }
}

const outcomes: Record<Load['status'], string> = {
  done: 'It is recorded',
  possible: 'It can be recorded: nothing is recorded yet',
  refused: 'It cannot be used: nothing is recorded',
}

/** What became of each row, those with faults first. */
function reportView({ status, detail, sheets, files, rows }: Load): PageView {
  const faulty = rows.filter(({ outcome }) => outcome === 'refused')
  const others = rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed')
  const list = [...faulty, ...others]
  const body = html`${heading(outcomes[status])} ${detail && paragraph(detail)}
  ${
    files.length > 0 &&
    dataTable(
      'Files and sheets',
      [
        { title: 'File', cell: ({ file }) => file },
        { title: 'Sheet', cell: ({ sheet }) => sheet },
        { title: 'Why', cell: ({ reason }) => reason },
      ],
      files,
    )
  }
  ${
    sheets.length > 0 &&
    dataTable(
      'By sheet',
      [
        { title: 'Sheet', cell: ({ sheet }) => sheet },
        { title: 'New', cell: (sheet) => sheet.new, isNumber: true },
        { title: 'Changed', cell: (sheet) => sheet.changed, isNumber: true },
        { title: 'Unchanged', cell: (sheet) => sheet.unchanged, isNumber: true },
        { title: 'Refused', cell: (sheet) => sheet.refused, isNumber: true },
      ],
      sheets,
    )
  }
  ${
    list.length > 0 &&
    dataTable(
      list.length > mostRows ? `By row: the first ${mostRows} of ${quantity(list.length, 'row')}` : 'By row',
      [
        { title: 'Record', cell: ({ record }) => record },
        { title: 'Sheet and line', cell: ({ sheet, row }) => `${sheet}, ${row}` },
        { title: 'What became of it', cell: ({ outcome }) => outcome },
        {
          title: 'What',
          cell: ({ columns, faults }) => (faults.length > 0 ? faultsOf(faults) : columns.join(', ')),
        },
      ],
      list.slice(0, mostRows),
    )
  }
  ${paragraph(textLink('/supply', 'Send another'))}`
  return { title: 'Report on a spreadsheet', back: { href: '/supply', text: 'Spreadsheets' }, body }
}

const faultsOf = (faults: Load['rows'][number]['faults']): Html =>
  html`${faults.map(({ column, value, reason }) => html`${column !== null && html`<b>${column}</b>${value !== null && ` “${value}”`}: `}${reason}<br />`)}`

const workbookFile: PageFile = {
  url: '/supply/workbook.xlsx',
  scope: 'homes:read',
  purpose,
  read: ({ api, query }) =>
    api.file(
      `/v1/supply/workbook${query.filled === 'true' ? '?filled=true' : ''}`,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ),
  fileName: () => 'supply.xlsx',
}

/** The page on which homes and beds are taken out and sent in as spreadsheets. */
export function registerSupplyPages(house: PageHouse): void {
  registerForm(house, supplyPage)
  registerFile(house, workbookFile)
}
