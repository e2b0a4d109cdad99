import { Transform } from 'node:stream'

/** What passed within a file. */
const passed = /^(# Subtest| +(ok |\d+\.\.\d|#)|\s*$)/

/** TAP to be read in a terminal: of each file whether it passed, and all that did not pass in it. */
export function withoutPasses(): Transform {
  let rest = ''
  return new Transform({
    transform(chunk, _, done) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      const shown = lines.filter((line) => !passed.test(line))
      done(null, shown.map((line) => `${line}\n`).join(''))
    },
    flush: (done) => done(null, rest),
  })
}
