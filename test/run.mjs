/**
 * Runs tests: `node test/run.mjs [--unit] [PATH…]`, those of all folders without a path. What is to run is compiled
 * first, all of it together, and a process runs many files, so that none loads the service anew.
 */
import { readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { compile } from './runner/compile.mjs'

const checkout = dirname(import.meta.dirname)
const [runner, worker, server] = ['runner/run-files.ts', 'runner/worker.ts', 'support/server.ts'].map(
  (file) => join('test', file),
)
const { values, positionals } = parseArgs({
  options: {
    /** Only what is quick and needs no database, in one process. */
    unit: { type: 'boolean' },
  },
  allowPositionals: true,
})
const slow = (file) => file.startsWith(join('test', 'slow'))
const folders = ['test', 'client/test']
const paths = positionals.length === 0 ? folders.map((folder) => join(checkout, folder)) : positionals
// What takes longest begins first.
const files = paths.flatMap(testsIn).sort((a, b) => slow(b) - slow(a))
const { urlOf, reaches } = await compile(checkout, files, [runner, worker])
const selected = values.unit ? files.filter((file) => !slow(file) && !reaches(file, server)) : files
if (selected.length === 0) throw new Error(`there is no such test in ${paths.join(', ')}`)

process.setSourceMapsEnabled(true)
const { runFiles } = await import(urlOf(runner))
const inProcess = values.unit || selected.length === 1
await runFiles(
  selected.map((name) => ({ name, url: urlOf(name) })),
  inProcess ? undefined : urlOf(worker),
)

/** The tests in a folder, or the one file, from the checkout. */
function testsIn(path) {
  const folder = relative(checkout, resolve(path))
  if (!statSync(path).isDirectory()) return [folder]
  const names = readdirSync(path, { recursive: true }).filter((name) => name.endsWith('.test.ts'))
  return names.map((name) => join(folder, name)).sort()
}
