import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { slices } from './csv.ts'
import { FileFault } from './file-fault.ts'

export type Attributes = Readonly<Record<string, string>>

/** What is done with the elements of an XML document, named without their prefixes. */
export interface ElementHandler {
  open(name: string, attributes: Attributes): void
  /** `text` is that of the element itself, as far as it follows the last element in it. */
  close(name: string, text: string): void
}

const longestText = 40_000
const deepest = 12
const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1)

/**
 * Gives the elements of an XML document to a handler, piece after piece, and yields what it has put into `ready` after
 * each. Between pieces other work may go on. A document type, and with it own entities, is refused.
 *
 * @throws {FileFault} when it is not well-formed, nested deeply, or has an element of immense text
 */
export async function* readElements<T>(
  document: string,
  ready: T[],
  handler: ElementHandler,
): AsyncGenerator<T> {
  const parser = new SaxesParser()
  const fail = (message: string): never => {
    throw new FileFault(`line ${parser.line}: ${message}`)
  }
  let [depth, text] = [0, '']
  const add = (piece: string) => {
    text += piece
    if (text.length > longestText) fail('the text of an element is too long')
  }
  parser.on('doctype', () => fail('a document type is not accepted; remove the <!DOCTYPE …>'))
  parser.on('error', () => fail('it is not well-formed XML'))
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > deepest) fail('elements are nested deeper than in any return')
    text = ''
    try {
      handler.open(withoutPrefix(name), attributes)
    } catch (error) {
      throw error instanceof FileFault ? new FileFault(`line ${parser.line}: ${error.message}`) : error
    }
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    handler.close(withoutPrefix(name), text)
    text = ''
  })
  for (const piece of slices(document.replace(/^\uFEFF/, ''))) {
    parser.write(piece)
    yield* ready.splice(0)
    await setImmediate()
  }
  parser.close()
  yield* ready.splice(0)
}
