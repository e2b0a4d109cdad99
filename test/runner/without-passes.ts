import { Transform } from 'node:stream'

/** A line about what passed within a file. */
const passLine = /^(# Subtest| +(ok |\d+\.\.\d|#)|\s*$)/

/** TAP to be read in a terminal: of each file whether it passed, and all that did not pass in it. */
export function withoutPasses(): Transform {
  let rest = ''
  return new Transform({
    transform(chunk, _, callback) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      const failures = lines.filter((line) => !passLine.test(line))
      callback(null, failures.map((line) => `${line}\n`).join(''))
    },
    flush: (callback) => callback(null, rest),
  })
}
