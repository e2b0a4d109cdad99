import type { FastifyInstance } from 'fastify'
import { visit } from 'jsonc-parser'
import { Problem } from './problem.ts'

/**
 * Accepts request bodies as JSON or as a JSON merge patch (RFC 7396). Any other content type is refused with a 415,
 * except where a route adds its own parser. So is an object that has a key twice: readers differ in which of the two they
 * take (RFC 8259, section 4), so that what one system checked need not be what another one does.
 */
export function acceptJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser<string>(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'string' },
    (request, body, finish) => {
      void parseJson(request, body, (error, value) => {
        finish(error ?? repeatedKey(body), value)
      })
    },
  )
}

/** What is wrong with valid JSON in which an object has a key twice, or that is nested too deeply to be read; else null. */
function repeatedKey(json: string): Problem | null {
  const keysOfOpenObjects: Set<string>[] = []
  let isRepeated = false
  try {
    visit(json, {
      onObjectBegin: () => {
        keysOfOpenObjects.push(new Set())
      },
      onObjectProperty: (key) => {
        const keys = keysOfOpenObjects.at(-1)
        isRepeated ||= keys?.has(key) === true
        keys?.add(key)
      },
      onObjectEnd: () => {
        keysOfOpenObjects.pop()
      },
    })
  } catch (error) {
    if (error instanceof RangeError) return new Problem('invalid-request', 'The body is nested too deeply.')
    throw error
  }
  if (!isRepeated) return null
  return new Problem('invalid-request', 'An object in the body has a key twice; send each once.', [
    { pointer: '#', detail: 'has a key twice', code: 'repeated-key' },
  ])
}
