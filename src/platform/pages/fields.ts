import type { CivilDate } from '../../domain/dates.ts'
import { quantity } from '../../domain/quantity.ts'
import type { Html } from '../http/html.ts'
import { component } from './components.ts'
import { FormRefused, type Form } from './form.ts'
import type { Visit } from './page.ts'
import { sayInstant } from './words.ts'

/** What every field of a form has: the name under which it is sent, and what the person reads. */
interface FieldText {
  name: string
  label: string
  hint?: string
}

const hintOf = ({ hint }: FieldText) => (hint === undefined ? {} : { hint: { text: hint } })

function faultAt(visit: Visit, { name }: FieldText) {
  const errorMessage = visit.faultOf(name)
  return errorMessage ? { errorMessage } : {}
}

export function textField(
  visit: Visit,
  field: FieldText & { width?: 5 | 10 | 20; value?: string; autocomplete?: string },
): Html {
  const { name, label, width, value = '', autocomplete = 'off' } = field
  return component('input', {
    id: name,
    name,
    label: { text: label },
    value: visit.form.text(name) || value,
    autocomplete,
    ...(width && { classes: `govuk-input--width-${width}` }),
    ...hintOf(field),
    ...faultAt(visit, field),
  })
}

export function textArea(visit: Visit, field: FieldText & { rows?: number; value?: string }): Html {
  const { name, label, rows = 3, value = '' } = field
  return component('textarea', {
    id: name,
    name,
    rows,
    label: { text: label },
    value: visit.form.text(name) || value,
    ...hintOf(field),
    ...faultAt(visit, field),
  })
}

/** One file or several, of the machine of the person. */
export function fileField(visit: Visit, field: FieldText & { accept: string }): Html {
  const { name, label, accept } = field
  return component('file-upload', {
    id: name,
    name,
    label: { text: label },
    multiple: true,
    attributes: { accept },
    ...hintOf(field),
    ...faultAt(visit, field),
  })
}

/** A day, in three fields. `day` is filled in where the person has not begun. */
export function dayField(visit: Visit, field: FieldText & { day?: string }): Html {
  const { name, label, day } = field
  const fault = visit.faultOf(name)
  const [year = '', month = '', date = ''] = day?.split('-') ?? []
  const initial: Record<string, string> = {
    day: date && String(Number(date)),
    month: month && String(Number(month)),
    year,
  }
  const hasBegun = visit.form.has(`${name}-day`)
  return component('date-input', {
    id: `${name}-date`,
    namePrefix: name,
    fieldset: { legend: { text: label, classes: 'govuk-fieldset__legend--s' } },
    items: ['day', 'month', 'year'].map((part) => ({
      name: part,
      id: part === 'day' ? name : `${name}-${part}`,
      value: hasBegun ? visit.form.text(`${name}-${part}`) : (initial[part] ?? ''),
      classes: `govuk-input--width-${part === 'year' ? 4 : 2}${fault ? ' govuk-input--error' : ''}`,
    })),
    ...hintOf(field),
    ...faultAt(visit, field),
  })
}

export interface FormChoice {
  value: string
  text: string
  hint?: string
}

const choiceItems = (choices: readonly FormChoice[], isChosen: (value: string) => boolean) =>
  choices.map(({ value, text, hint }) => ({
    value,
    text,
    checked: isChosen(value),
    ...(hint !== undefined && { hint: { text: hint } }),
  }))

export function radioField(
  visit: Visit,
  field: FieldText & { choices: readonly FormChoice[]; value?: string; inline?: boolean },
): Html {
  const { name, label, choices, value = '', inline = false } = field
  const choice = visit.form.text(name) || value
  return component('radios', {
    name,
    idPrefix: name,
    ...(inline && { classes: 'govuk-radios--inline' }),
    fieldset: { legend: { text: label, classes: 'govuk-fieldset__legend--s' } },
    items: choiceItems(choices, (one) => one === choice),
    ...hintOf(field),
    ...faultAt(visit, field),
  })
}

/** Choices of which any number may be ticked; `values` are ticked where the person has not begun. */
export function checkboxField(
  visit: Visit,
  field: FieldText & { choices: readonly FormChoice[]; values?: readonly string[] },
): Html {
  const { name, label, choices, values = [] } = field
  const choice = visit.form.has(name) ? visit.form.list(name) : values
  return component('checkboxes', {
    name,
    idPrefix: name,
    classes: 'govuk-checkboxes--small',
    fieldset: { legend: { text: label, classes: 'govuk-fieldset__legend--s' } },
    items: choiceItems(choices, (one) => choice.includes(one)),
    ...hintOf(field),
    ...faultAt(visit, field),
  })
}

/** A choice among the codes of a list; the first entry stands for no answer. */
export function selectField(
  visit: Visit,
  field: FieldText & { choices: readonly FormChoice[]; none?: string; value?: string },
): Html {
  const { name, label, choices, none, value = '' } = field
  const choice = visit.form.text(name) || value
  return component('select', {
    id: name,
    name,
    label: { text: label },
    items: [...(none === undefined ? [] : [{ value: '', text: none }]), ...choices].map((one) => ({
      value: one.value,
      text: one.text,
      selected: one.value === choice,
    })),
    ...hintOf(field),
    ...faultAt(visit, field),
  })
}

/** The codes of a list with their labels, as choices. */
export const choicesAmong = (labels: Readonly<Record<string, string>>): FormChoice[] =>
  Object.entries(labels).map(([value, text]) => ({ value, text }))

/** The value of a field, or undefined where it is empty: a field left out of the API's body. */
export const valueOrNone = (form: Form, name: string): string | undefined => form.text(name) || undefined

/**
 * The day that a form gives.
 * @param name what the page calls it, at the start of a sentence
 * @throws {FormRefused} where it gives none, or none that exists
 */
export function requireDay(form: Form, field: string, name: string): CivilDate {
  const day = form.day(field)
  if (!day) throw new FormRefused([{ field, text: `${name} must be a day that exists, such as 27 3 2027` }])
  return day
}

/** So many hours from now, each as an instant that does not move while the page is looked at. */
export function instantChoices({ now }: Visit, hours: readonly number[]): FormChoice[] {
  const hour = 3_600_000
  const soonest = Math.ceil(now.getTime() / 300_000) * 300_000
  return hours.map((count) => {
    const instant = new Date(soonest + count * hour).toISOString()
    const length = count < 24 ? quantity(count, 'hour') : quantity(count / 24, 'day')
    return { value: instant, text: `${length}, until ${sayInstant(instant)}` }
  })
}
