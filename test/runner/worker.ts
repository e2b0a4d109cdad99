import { join } from 'node:path'
import root, { Test } from 'tap'
import { runFile, usualTimeout, type TestFile } from './run-file.ts'

/** A process that runs the files that it is sent, one at a time, and sends back what they say in TAP. */

export type Report = { tap: string } | { alive: true } | { done: true }

const report = (message: Report) => process.send?.(message)

function run(file: TestFile): void {
  const t = new Test({ name: file.name, timeout: usualTimeout, cb: (t: Test) => runFile(file, t) })
  t.testdirName = join('.tap/fixtures', file.name.replace(/\W+/g, '-'))
  t.on('data', (tap) => report({ tap: String(tap) }))
  t.on('end', () => {
    t.setTimeout(0)
    report({ done: true })
  })
  t.runMain(() => {})
}

root.setTimeout(0)
process.on('message', run)
setInterval(() => report({ alive: true }), 1000)
