/** A field of a form as it stands on a page. */
export interface PageField {
  name: string
  kind: 'text' | 'choice' | 'hidden' | 'file'
  /** What it would be sent as now; of a list of choices, none where nothing is chosen. */
  value: string | undefined
  /** What may be chosen. */
  choices: readonly string[]
}

export interface PageForm {
  action: string
  hasFiles: boolean
  fields: readonly PageField[]
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (text: string) =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!)
const attribute = (tag: string, name: string) => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? undefined : plain(value)
}
const isSet = (tag: string, name: string) => new RegExp(`\\s${name}(\\s|=|>|/|$)`).test(tag)

/** The forms of a page that change something. */
export const formsOf = (markup: string): PageForm[] =>
  [...markup.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)]
    .filter(([, tag = '']) => attribute(tag, 'method') === 'post')
    .map(([, tag = '', body = '']) => ({
      action: attribute(tag, 'action') ?? '',
      hasFiles: attribute(tag, 'enctype') === 'multipart/form-data',
      fields: fieldsOf(body),
    }))

function fieldsOf(body: string): PageField[] {
  const fields = new Map<string, PageField>()
  const add = (name: string, kind: PageField['kind'], value: string | undefined, choices: string[] = []) => {
    const earlier = fields.get(name)
    fields.set(name, {
      name,
      kind,
      value: earlier?.value ?? value,
      choices: [...(earlier?.choices ?? []), ...choices],
    })
  }
  for (const [tag = '', element, opening = tag, content = ''] of body.matchAll(
    /<input\b[^>]*>|<(textarea|select)\b([^>]*)>([\s\S]*?)<\/\1>/g,
  )) {
    const [name, type] = [attribute(opening, 'name'), attribute(opening, 'type')]
    if (name === undefined) continue
    if (element === 'textarea') add(name, 'text', plain(content).replace(/^\n/, ''))
    else if (element === 'select') {
      const options = [...content.matchAll(/<option([^>]*)>/g)].map(([, option = '']) => option)
      const first = options.find((option) => isSet(option, 'selected')) ?? options[0]
      const values = options.map((option) => attribute(option, 'value') ?? '')
      add(name, 'choice', first && attribute(first, 'value'), values)
    } else if (type === 'radio' || type === 'checkbox') {
      const value = attribute(opening, 'value') ?? ''
      add(name, 'choice', isSet(opening, 'checked') ? value : undefined, [value])
    } else {
      const kind = type === 'hidden' || type === 'file' ? type : 'text'
      add(name, kind, attribute(opening, 'value') ?? '')
    }
  }
  return [...fields.values()]
}
