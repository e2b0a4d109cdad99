import { feedSets } from '../feeds/sets.ts'
import { columnFinder, type VisibleSet } from './entities.ts'
import type { Expression } from './expression.ts'
import { tokens, type Literal, type Token } from './lexer.ts'
import { readColumn } from './parser.ts'
import { ODataRefusal } from './refusal.ts'
import { isComparable, typeWords } from './types.ts'

/** How many characters the key of a row has at most. */
const MOST_CHARACTERS = 500

/**
 * Reads the key of a row, as it stands in brackets behind the name of its set: a value, or `column=value` for each column
 * of the key. Gives the condition that the row alone meets.
 * @throws {ODataRefusal} when it is not the key of the set
 */
export function readEntityKey(text: string, visible: VisibleSet): Expression {
  const { key } = feedSets[visible.set]
  const values = text.length > MOST_CHARACTERS ? undefined : valuesByColumn([...tokens(text)], key)
  if (values === undefined || values.size !== key.length || !key.every((column) => values.has(column))) {
    const sample = key.map((column) => (key.length === 1 ? 'value' : `${column}=value`)).join(',')
    throw new ODataRefusal(`The key of ${visible.set} is written (${sample}).`)
  }
  const conditions = [...values].map(([name, second]): Expression => {
    const first = { kind: 'column', ...readColumn([name], columnFinder(visible)) } as const
    if (second.type === 'null' || !isComparable(first.type, second.type))
      throw new ODataRefusal(`The key \`${name}\` is ${typeWords(first.type)}.`)
    return { kind: 'comparison', operator: 'eq', first, second, type: 'boolean' }
  })
  return conditions.reduce((first, second) => ({
    kind: 'junction',
    operator: 'and',
    first,
    second,
    type: 'boolean',
  }))
}

/** The values of a key by column; undefined when the tokens are none. */
function valuesByColumn(all: readonly Token[], key: readonly string[]): Map<string, Literal> | undefined {
  const [first] = all
  if (first?.kind === 'literal')
    return all.length === 2 && key.length === 1 ? new Map([[key[0] ?? '', first.literal]]) : undefined
  const values = new Map<string, Literal>()
  for (let index = 0; index < all.length; index += 4) {
    const [name, equals, value, comma] = all.slice(index, index + 4)
    if (name?.kind !== 'word' || !isSign(equals, '=') || value?.kind !== 'literal') return undefined
    values.set(name.text, value.literal)
    if (comma?.kind === 'end') return values
    if (!isSign(comma, ',')) return undefined
  }
  return undefined
}

const isSign = (token: Token | undefined, text: string) => token?.kind === 'sign' && token.text === text
