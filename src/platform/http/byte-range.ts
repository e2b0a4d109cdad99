import { Problem } from './problem.ts'

/** Bytes from `start` up to `end`, the latter not included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The part that a header `Range` asks for of so many bytes (RFC 9110, 14.1.2). Undefined where it is none that can be read, or
 * several: then the whole is given.
 * @throws {Problem} range-not-satisfiable when nothing of it is there
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  const range =
    first === ''
      ? { start: Math.max(0, size - Number(last)), end: size }
      : { start: Number(first), end: last === '' ? size : Math.min(size, Number(last) + 1) }
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  if (range.start < range.end) return range
  throw new Problem('range-not-satisfiable', `There are ${size} bytes.`, [], {
    'content-range': `bytes */${size}`,
  })
}
