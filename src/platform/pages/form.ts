import { isCivilDate, type CivilDate } from '../../domain/dates.ts'

/** A fault of a form: the field that it is at, if any, and what would be right, as a whole sentence. */
export interface FormFault {
  field: string | null
  text: string
}

/** What a person filled in cannot be taken as it is. */
export class FormRefused extends Error {
  override name = 'FormRefused'
  readonly faults: readonly FormFault[]

  constructor(faults: readonly FormFault[]) {
    super('the form has faults')
    this.faults = faults
  }
}

/** Names that begin with `_` are the page's own: token, key, version. */
const isOwn = (name: string) => name.startsWith('_')

/** The fields of a form as they were sent. */
export class Form {
  readonly #fields: ReadonlyMap<string, readonly string[]>

  constructor(fields: Iterable<readonly [string, string]> = []) {
    const map = new Map<string, string[]>()
    for (const [name, value] of fields) map.set(name, [...(map.get(name) ?? []), value])
    this.#fields = map
  }

  /** The text of a field without space around it; empty where there is none. */
  text(name: string): string {
    return (this.#fields.get(name)?.[0] ?? '').trim()
  }

  /** Whether the field was there, empty or not. */
  has(name: string): boolean {
    return this.#fields.has(name)
  }

  list(name: string): readonly string[] {
    return this.#fields.get(name) ?? []
  }

  /** A day given by its three fields: null where all are empty, undefined where they are no day that exists. */
  day(name: string): CivilDate | null | undefined {
    const [day, month, year] = ['day', 'month', 'year'].map((part) => this.text(`${name}-${part}`)) as [
      string,
      string,
      string,
    ]
    if (day === '' && month === '' && year === '') return null
    const date = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return isCivilDate(date) && year.length === 4 ? date : undefined
  }

  get isEmpty(): boolean {
    return [...this.#fields.keys()].every(isOwn)
  }

  /** What the person filled in, without the page's own fields. */
  entries(): [string, string][] {
    return [...this.#fields].flatMap(([name, values]) =>
      isOwn(name) ? [] : values.map((value): [string, string] => [name, value]),
    )
  }
}

/** The three fields of a day, as `Form.day` reads them. */
export function dayEntries(name: string, day: CivilDate): [string, string][] {
  const [year = '', month = '', date = ''] = day.split('-')
  return [
    [`${name}-day`, String(Number(date))],
    [`${name}-month`, String(Number(month))],
    [`${name}-year`, year],
  ]
}
