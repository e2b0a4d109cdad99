/** A row as the database wrote it: each value as text, or null. */
export type CopiedRow = readonly (string | null)[]

const NEWLINE = 10
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** Reads COPY's text format, whose pieces end anywhere. */
export class CopiedLines {
  #rest: Uint8Array = new Uint8Array()

  /** The rows that are whole, up to the end of these bytes. */
  rows(bytes: Uint8Array): CopiedRow[] {
    const end = bytes.lastIndexOf(NEWLINE)
    if (end === -1) {
      this.#rest = Buffer.concat([this.#rest, bytes])
      return []
    }
    const text = Buffer.concat([this.#rest, bytes.subarray(0, end)]).toString()
    this.#rest = bytes.slice(end + 1)
    return text.split('\n').map(rowOf)
  }
}

const rowOf = (line: string): CopiedRow => {
  const values = line.split('\t')
  return line.includes('\\') ? values.map(valueOf) : values
}

function valueOf(text: string): string | null {
  if (text === '\\N') return null
  return text.includes('\\')
    ? text.replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character)
    : text
}
