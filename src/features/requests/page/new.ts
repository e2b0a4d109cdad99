import { sexes } from '../../../domain/codes.ts'
import { urgencies } from '../../../domain/lifecycle/request.ts'
import * as referralCodes from '../../../domain/referral.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import {
  checkboxField,
  choicesAmong,
  dayField,
  radioField,
  selectField,
  textField,
  valueOrNone,
} from '../../../platform/pages/fields.ts'
import { FormRefused, type Form, type FormFault } from '../../../platform/pages/form.ts'
import { ApiRefusal } from '../../../platform/pages/inner-api.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { paragraph, subheading } from '../../../platform/pages/parts.ts'
import { asSentence } from '../../../platform/pages/words.ts'
import type { ChildAnswer } from './api.ts'

/** As many as one search takes. */
const mostChildren = 8

/** The form in which an officer asks for a home. */
export const requestForm: PageAction = {
  url: '/requests/new',
  scope: 'placements:write',
  purpose: 'a new request',
  fields: {
    '#/neededFrom': { field: 'needed', name: 'The first night' },
    '#/latestStart': { field: 'latest', name: 'The latest start' },
    '#/neededTo': { field: 'until', name: 'The day of leaving' },
    '#/receivedOn': { field: 'received', name: 'The day on which the request came' },
    '#/urgency': { field: 'urgency', name: 'How urgent it is' },
    '#/referral/sectorsToAvoid/0': { field: 'avoid', name: 'Each area to avoid' },
  },
  show: async (visit) => ({
    title: 'Ask for a home',
    back: { href: '/requests', text: 'Requests' },
    body: html`${heading('Ask for a home')}
    ${paragraph('For one child, or for brothers and sisters who are to live together. What you fill in is kept for a day when you choose “Save for later”. Write no names: references only.')}
    ${visit.formTo(visit.path, fieldsOf(visit))}`,
  }),
  act: async (visit) => {
    const { form } = visit
    if (form.text('do') === 'empty') return { to: '/requests/new' }
    if (form.text('do') === 'later') return { to: '/requests', forLater: true }
    if (form.text('do') === 'another-child') throw new FormRefused([])
    const body = requestOf(form)
    const childIds = await recordChildren(visit)
    const { id } = await visit.api.post<{ id: string }>(
      '/v1/placement-requests',
      { ...body, childIds },
      { key: visit.key },
    )
    return { to: `/requests/${id}` }
  },
}

/** How many children the form has room for. */
function childCount(form: Form): number {
  const count = Number(form.text('children')) || 1
  return Math.min(mostChildren, Math.max(1, count) + (form.text('do') === 'another-child' ? 1 : 0))
}

function fieldsOf(visit: Visit): Html {
  const count = childCount(visit.form)
  const positions = Array.from({ length: count }, (_, index) => index)
  return html`<input type="hidden" name="children" value="${count}" />
    ${subheading('Who needs a home?')} ${positions.map((position) => childFields(visit, position))}
    ${count < mostChildren && component('button', { text: count === 1 ? 'Add a brother or sister' : 'Add another brother or sister', classes: 'govuk-button--secondary', name: 'do', value: 'another-child', attributes: { formnovalidate: 'formnovalidate' } })}
    ${subheading('When?')}
    ${radioField(visit, {
      name: 'urgency',
      label: 'How urgent is it?',
      value: 'planned',
      choices: [
        { value: 'planned', text: 'Planned' },
        { value: 'emergency', text: 'Emergency', hint: 'Some approvals may then follow the start.' },
      ],
    })}
    ${dayField(visit, { name: 'needed', label: 'First night', day: visit.today })}
    ${dayField(visit, { name: 'latest', label: 'Latest start (if there is one)' })}
    ${dayField(visit, { name: 'until', label: 'Day of leaving (if it is known)' })}
    ${dayField(visit, { name: 'received', label: 'When did the request come?', day: visit.today })}
    ${component('details', { summaryText: 'More about what they need', open: hasReferral(visit.form), html: referralFields(visit) })}
    <div class="app-buttons">
      ${component('button', { text: 'Ask for a home', preventDoubleClick: true })}
      ${component('button', { text: 'Save for later', classes: 'govuk-button--secondary', name: 'do', value: 'later' })}
      ${component('button', { text: 'Empty the form', classes: 'govuk-button--secondary', name: 'do', value: 'empty' })}
    </div>`
}

function childFields(visit: Visit, position: number): Html {
  const name = (field: string) => `child-${position}-${field}`
  return component('fieldset', {
    legend: {
      text: position === 0 ? 'First child' : `Child ${position + 1}`,
      classes: 'govuk-fieldset__legend--s',
    },
    html: html`${textField(visit, {
      name: name('reference'),
      label: `Reference of child ${position + 1}`,
      hint: 'The one that your case system has. If the child is on record here already, this is all that is needed.',
      width: 20,
    })}
    ${dayField(visit, { name: name('born'), label: `Date of birth of child ${position + 1}`, hint: 'Such as 27 3 2019' })}
    ${radioField(visit, { name: name('sex'), label: `Sex of child ${position + 1}`, choices: choicesAmong(sexes), inline: true })}
    ${textField(visit, { name: name('postcode'), label: `Home postcode of child ${position + 1}`, hint: 'Distances are measured from it.', width: 10 })}
    ${textField(visit, { name: name('school'), label: `School postcode of child ${position + 1} (if it matters)`, width: 10 })}`,
  })
}

const yesOrNo = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
]
const notSaid = 'Not said'

/** Answers of the referral that are one of a list, by the name of their field in the API. */
const chosenAnswers = {
  fostering: { label: 'Foster care', choices: choicesAmong(referralCodes.suitabilities) },
  residential: { label: "A children's home", choices: choicesAmong(referralCodes.suitabilities) },
  supported: {
    label: 'Supported accommodation (from 16)',
    choices: choicesAmong(referralCodes.suitabilities),
  },
  livingWith: { label: 'With whom they can live', choices: choicesAmong(referralCodes.livingWith) },
  adultRatio: { label: 'How many adults', choices: choicesAmong(referralCodes.adultRatios) },
} as const
const yesNoAnswers = {
  nearFamily: 'Should the home be near the family?',
  keepSchool: 'Must they stay at their school?',
  homeAdaptation: 'Must the home be adapted?',
} as const

function referralFields(visit: Visit): Html {
  const name = (field: string) => `referral-${field}`
  return html`${Object.entries(chosenAnswers).map(([field, { label, choices }]) =>
      selectField(visit, { name: name(field), label, choices, none: notSaid }),
    )}
    ${Object.entries(yesNoAnswers).map(([field, label]) =>
      selectField(visit, { name: name(field), label, choices: yesOrNo, none: notSaid }),
    )}
    ${checkboxField(visit, { name: name('communication'), label: 'How they communicate', choices: choicesAmong(referralCodes.communication) })}
    ${textField(visit, { name: 'avoid', label: 'Areas to avoid', hint: 'Postcode districts or sectors with commas between, such as CW1, SK10 2' })}
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Risks</legend>
      ${Object.entries(referralCodes.risks).map(([code, label]) =>
        selectField(visit, {
          name: `risk-${code}`,
          label,
          choices: choicesAmong(referralCodes.riskLevels),
          none: notSaid,
        }),
      )}
    </fieldset>`
}

const hasReferral = (form: Form) =>
  form.entries().some(([name, value]) => /^(referral-|risk-|avoid$)/.test(name) && value.trim() !== '')

function referralOf(form: Form): Record<string, unknown> {
  const answers = Object.keys(chosenAnswers).map((field): [string, string | undefined] => [
    field,
    valueOrNone(form, `referral-${field}`),
  ])
  const yesNo = Object.keys(yesNoAnswers).flatMap((field): [string, boolean][] => {
    const answer = form.text(`referral-${field}`)
    return answer === '' ? [] : [[field, answer === 'yes']]
  })
  const risks = Object.keys(referralCodes.risks).flatMap((code): [string, string][] => {
    const level = form.text(`risk-${code}`)
    return level === '' ? [] : [[code, level]]
  })
  const communication = form.list('referral-communication')
  const sectorsToAvoid = form
    .text('avoid')
    .split(',')
    .map((sector) => sector.trim())
    .filter(Boolean)
  return {
    ...Object.fromEntries<unknown>(answers.filter(([, answer]) => answer !== undefined)),
    ...Object.fromEntries(yesNo),
    ...(risks.length > 0 && { risks: Object.fromEntries(risks) }),
    ...(communication.length > 0 && { communication, communicationNeeds: true }),
    ...(sectorsToAvoid.length > 0 && { sectorsToAvoid }),
  }
}

const dayFault = (field: string, name: string): FormFault => ({
  field,
  text: `${name} must be a day that exists, such as 27 3 2027`,
})

/** The body of the request; all faults of the form at once. */
function requestOf(form: Form): object {
  const days = {
    needed: 'The first night',
    latest: 'The latest start',
    until: 'The day of leaving',
    received: 'The day on which the request came',
  }
  const faults = Object.entries(days).flatMap(([field, name]) => {
    const day = form.day(field)
    if (day === undefined) return [dayFault(field, name)]
    return day === null && (field === 'needed' || field === 'received')
      ? [{ field, text: `${name} is needed` }]
      : []
  })
  const childFaults = Array.from({ length: childCount(form) }, (_, position) => faultsOfChild(form, position))
  const references = Array.from({ length: childCount(form) }, (_, position) =>
    form.text(`child-${position}-reference`),
  )
  references.forEach((reference, position) => {
    if (reference !== '' && references.indexOf(reference) < position)
      faults.push({
        field: `child-${position}-reference`,
        text: `Child ${position + 1} has the reference of another child of this request`,
      })
  })
  if (!(urgencies as readonly string[]).includes(form.text('urgency')))
    faults.push({ field: 'urgency', text: 'Say how urgent it is' })
  const all = [...childFaults.flat(), ...faults]
  if (all.length > 0) throw new FormRefused(all)
  return {
    urgency: form.text('urgency'),
    receivedOn: form.day('received'),
    neededFrom: form.day('needed'),
    latestStart: form.day('latest'),
    neededTo: form.day('until'),
    referral: referralOf(form),
  }
}

/** What can be told of a child without asking: whether the reference is there, and the day one that exists. */
function faultsOfChild(form: Form, position: number): FormFault[] {
  const field = `child-${position}-reference`
  const born = `child-${position}-born`
  return [
    ...(form.text(field) === '' ? [{ field, text: `Give the reference of child ${position + 1}` }] : []),
    ...(form.day(born) === undefined ? [dayFault(born, `The date of birth of child ${position + 1}`)] : []),
  ]
}

/** The form's names for the fields of a child in the API. */
const childFieldNames: Record<string, [field: string, name: string]> = {
  '#/reference': ['reference', 'The reference'],
  '#/dateOfBirth': ['born', 'The date of birth'],
  '#/sex': ['sex', 'The sex'],
  '#/homePostcode': ['postcode', 'The home postcode'],
  '#/schoolPostcode': ['school', 'The school postcode'],
}

/** The ids of the children of the form, in its order. Those who are not on record yet are recorded. */
async function recordChildren(visit: Visit): Promise<string[]> {
  const { form, api } = visit
  const references = Array.from({ length: childCount(form) }, (_, position) =>
    form.text(`child-${position}-reference`),
  )
  const { items } = await api
    .post<{ items: ChildAnswer[] }>('/v1/child-lookups', { references })
    .catch((error: unknown) => {
      if (!(error instanceof ApiRefusal)) throw error
      throw new FormRefused(
        error.faults.map(({ pointer, detail }) => {
          const position = Number(pointer.split('/')[2] ?? 0)
          return {
            field: `child-${position}-reference`,
            text: `The reference of child ${position + 1} ${detail}`,
          }
        }),
      )
    })
  const idOf = new Map(items.map((child) => [child.reference, child.id]))
  const fresh = references.flatMap((reference, position) => (idOf.has(reference) ? [] : [position]))
  const faults = fresh.flatMap((position) => missingOfChild(form, position))
  if (faults.length > 0) throw new FormRefused(faults)
  const groupId =
    fresh.length > 1 && fresh.length === references.length ? await siblingGroup(visit, references[0]!) : null
  for (const position of fresh) {
    const reference = references[position]!
    idOf.set(reference, await recordChild(visit, position, groupId))
  }
  return references.map((reference) => idOf.get(reference)!)
}

/** What is missing of a child who is not on record. */
function missingOfChild(form: Form, position: number): FormFault[] {
  const who = `child ${position + 1}, who is not on record yet`
  const name = (field: string) => `child-${position}-${field}`
  return [
    ...(form.day(name('born')) === null
      ? [{ field: name('born'), text: `Give the date of birth of ${who}` }]
      : []),
    ...(form.text(name('sex')) === '' ? [{ field: name('sex'), text: `Give the sex of ${who}` }] : []),
  ]
}

async function siblingGroup({ api, key }: Visit, reference: string): Promise<string> {
  const { id } = await api.post<{ id: string }>(
    '/v1/sibling-groups',
    { reference: `S-${reference}`.slice(0, 40) },
    { key: `${key}:siblings` },
  )
  return id
}

async function recordChild(
  { form, api, key }: Visit,
  position: number,
  siblingGroupId: string | null,
): Promise<string> {
  const name = (field: string) => `child-${position}-${field}`
  try {
    const { id } = await api.post<{ id: string }>(
      '/v1/children',
      {
        reference: form.text(name('reference')),
        dateOfBirth: form.day(name('born')),
        sex: form.text(name('sex')),
        homePostcode: form.text(name('postcode')) || null,
        schoolPostcode: form.text(name('school')) || null,
        siblingGroupId,
      },
      { key: `${key}:child-${position}` },
    )
    return id
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.faults.length === 0) throw error
    throw new FormRefused(
      error.faults.map(({ pointer, detail }) => {
        const [field, words] = childFieldNames[pointer] ?? []
        return field
          ? { field: name(field), text: `${words} of child ${position + 1} ${detail.replace(/\.$/, '')}` }
          : { field: null, text: asSentence(detail) }
      }),
    )
  }
}
