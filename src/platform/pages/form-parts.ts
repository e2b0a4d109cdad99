import type { CivilDate } from '../../domain/dates.ts'
import type { Content } from '../http/html.ts'
import { dayField, radioField, selectField, textArea, textField, type FormChoice } from './fields.ts'
import { FormRefused, type Form } from './form.ts'
import type { Page, Visit } from './page.ts'
import { sayDay, sayPounds } from './words.ts'

/**
 * A field of a form that gives one value to the API's body. `Facts` is what the page knows of the record when it shows the
 * form.
 */
export interface FormPart<Facts = unknown> {
  /** Its name in the form, and in the body. */
  name: string
  /** What a sentence about a fault begins with, such as `The day`. */
  title: string
  /** Where the API says that a fault of it is, if not at its name. */
  pointer?: string
  show: (visit: Visit, facts: Facts) => Content
  /** A value as people read it. */
  say: (value: unknown, facts: Facts) => string
  /** What else follows where its value is corrected, as the end of `This changes …`. */
  follows?: string
  /** Its value for the body, undefined to leave it out; or the end of a sentence that says what is wrong. */
  read: (form: Form) => { value: unknown } | { fault: string }
}

interface PartText {
  name: string
  title: string
  label: string
  hint?: string
  pointer?: string
  follows?: string
  /** What an empty field gives: null, or nothing. A part without it must be filled in. */
  empty?: null | 'nothing'
}

const emptyValue = ({ empty }: PartText, fault: string) =>
  empty === undefined ? { fault } : { value: empty === null ? null : undefined }

const sayText = (value: unknown) => (typeof value === 'string' ? value : 'Nothing')

/** A day in three fields. */
export const dayPart = <Facts = unknown>({
  day: firstDay,
  ...part
}: PartText & { day?: (facts: Facts, today: CivilDate) => CivilDate | null }): FormPart<Facts> => ({
  ...part,
  show: (visit, facts) => {
    const day = firstDay?.(facts, visit.today)
    return dayField(visit, { ...part, ...(day && { day }) })
  },
  say: (day) => (typeof day === 'string' ? sayDay(day) : sayText(null)),
  read: (form) => {
    const day = form.day(part.name)
    if (day === undefined) return { fault: 'must be one that exists, such as 27 3 2027' }
    return day === null ? emptyValue(part, 'must be given') : { value: day }
  },
})

interface ChoicePart<Facts> extends PartText {
  choices: readonly FormChoice[] | ((facts: Facts) => readonly FormChoice[])
  value?: (facts: Facts) => string | null
  /** What the API takes for the value chosen, where that is not the value itself. */
  convert?: (value: string) => unknown
}

const readChoice = <Facts>(part: ChoicePart<Facts>, form: Form) => {
  const value = form.text(part.name)
  if (value === '') return emptyValue(part, 'must be chosen')
  return { value: part.convert ? part.convert(value) : value }
}
const sayChoice = <Facts>(part: ChoicePart<Facts>, value: unknown, facts: Facts) => {
  const { convert = (text: string): unknown => text } = part
  const choice = choiceFields(part, facts).choices.find((one) => convert(one.value) === value)
  return choice?.text ?? sayText(value)
}
const choiceFields = <Facts>(part: ChoicePart<Facts>, facts: Facts) => ({
  name: part.name,
  label: part.label,
  ...(part.hint !== undefined && { hint: part.hint }),
  choices: typeof part.choices === 'function' ? part.choices(facts) : part.choices,
  value: part.value?.(facts) ?? '',
})

/** One of many codes, in a list that opens. `none` is what it says while nothing is chosen. */
export const listPart = <Facts = unknown>(part: ChoicePart<Facts> & { none: string }): FormPart<Facts> => ({
  ...part,
  show: (visit, facts) => selectField(visit, { ...choiceFields(part, facts), none: part.none }),
  say: (value, facts) => (value === null ? part.none : sayChoice(part, value, facts)),
  read: (form) => readChoice(part, form),
})

/** One of a few codes, each to be seen; nothing where there is none to choose. */
export const radioPart = <Facts = unknown>(part: ChoicePart<Facts>): FormPart<Facts> => ({
  ...part,
  show: (visit, facts) => {
    const fields = choiceFields(part, facts)
    return fields.choices.length > 0 && radioField(visit, fields)
  },
  say: (value, facts) => sayChoice(part, value, facts),
  read: (form) => readChoice(part, form),
})

/** Yes or no. */
export const yesNoPart = <Facts = unknown>(
  part: PartText & { value?: (facts: Facts) => boolean | null },
): FormPart<Facts> => {
  const { value, ...text } = part
  return radioPart<Facts>({
    ...text,
    choices: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ],
    ...(value && {
      value: (facts: Facts) => {
        const answer = value(facts)
        return answer === null ? null : answer ? 'yes' : 'no'
      },
    }),
    convert: (text) => text === 'yes',
  })
}

/** Words in one line, such as a postcode. */
export const textPart = <Facts = unknown>({
  value,
  ...part
}: PartText & { width?: 5 | 10 | 20; value?: (facts: Facts) => string | null }): FormPart<Facts> => ({
  ...part,
  show: (visit, facts) => textField(visit, { ...part, value: value?.(facts) ?? '' }),
  say: sayText,
  read: (form) => {
    const text = form.text(part.name)
    return text === '' ? emptyValue(part, 'must be given') : { value: text }
  },
})

/** Why something is done, in words that name no one. */
export const reasonPart: FormPart = {
  name: 'reason',
  title: 'The reason',
  show: (visit) => textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' }),
  say: sayText,
  read: (form) => (form.text('reason') === '' ? { fault: 'must be given' } : { value: form.text('reason') }),
}

/** A number, of which `convert` makes what the API takes. */
export const numberPart = <Facts = unknown>({
  value: initial,
  convert = (count) => count,
  ...part
}: PartText & { value?: number; convert?: (count: number) => number }): FormPart<Facts> => ({
  ...textPart<Facts>({ ...part, width: 5, value: () => initial?.toString() ?? null }),
  say: (value) => (typeof value === 'number' ? String(value) : sayText(value)),
  read: (form) => {
    const text = form.text(part.name)
    if (text === '') return emptyValue(part, 'must be given')
    const count = Number(text)
    return Number.isFinite(count) ? { value: convert(count) } : { fault: 'must be a number' }
  },
})

/** An amount of pounds, with or without pence. */
export const poundsPart = <Facts = unknown>(
  part: PartText & { value?: (facts: Facts) => number | null },
): FormPart<Facts> => ({
  ...textPart<Facts>({ ...part, width: 10, value: (facts) => part.value?.(facts)?.toString() ?? null }),
  say: (value) => (typeof value === 'number' ? sayPounds(value) : sayText(value)),
  read: (form) => {
    const text = form.text(part.name).replaceAll(/[£,\s]/g, '')
    if (text === '') return emptyValue(part, 'must be given')
    return /^\d+(\.\d{1,2})?$/.test(text)
      ? { value: Number(text) }
      : { fault: 'must be an amount of pounds, such as 1250.50' }
  },
})

/** A part that is shown only of some records. */
export const partIf = <Facts>(
  isShown: (facts: Facts) => boolean,
  part: FormPart<Facts>,
): FormPart<Facts> => ({
  ...part,
  show: (visit, facts) => isShown(facts) && part.show(visit, facts),
})

/** The values of a form's parts by their names. @throws {FormRefused} with every fault of them */
export function filledValues(
  parts: readonly Omit<FormPart<never>, 'show'>[],
  form: Form,
): Record<string, unknown> {
  const readings = parts.map(({ name, title, read }) => ({ name, title, reading: read(form) }))
  const faults = readings.flatMap(({ name, title, reading }) =>
    'fault' in reading ? [{ field: name, text: `${title} ${reading.fault}` }] : [],
  )
  if (faults.length > 0) throw new FormRefused(faults)
  return Object.fromEntries(
    readings.flatMap(({ name, reading }) =>
      'value' in reading && reading.value !== undefined ? [[name, reading.value]] : [],
    ),
  )
}

/** The parts as fields of a page, for what the API says of them. */
export const fieldsOfParts = (
  parts: readonly Pick<FormPart, 'name' | 'title' | 'pointer'>[],
): NonNullable<Page['fields']> =>
  Object.fromEntries(
    parts.map(({ name, title, pointer = `#/${name}` }) => [pointer, { field: name, name: title }]),
  )
