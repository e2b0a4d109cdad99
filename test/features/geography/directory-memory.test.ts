import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { importDirectory, loadReference } from '../../../src/features/geography/index.ts'
import { testDatabase } from '../../support/database.ts'

const megabyte = 2 ** 20
const rows = 60_000
/** Rows of 2,500 characters: 150 MB. */
const padding = 'x'.repeat(2450)

function* directory() {
  yield 'pcds,oslaua,oseast1m,osnrth1m,note\n'
  const letters = 'ABDEFGHJLNPQRSTUWXYZ'
  for (let n = 0; n < rows; n++) {
    const [first, second] = [letters[n % 20], letters[Math.floor(n / 20) % 20]]
    const rest = Math.floor(n / 400)
    yield `CW${1 + Math.floor(rest / 10)} ${rest % 10}${second}${first},E06000049,370000,355000,${padding}\n`
  }
}

t.test('memory does not grow with the file', async (t) => {
  const { ownerPool } = await testDatabase(t)
  await loadReference(ownerPool)
  const path = join(t.testdir(), 'wide.csv')
  await pipeline(Readable.from(directory()), createWriteStream(path))

  const start = process.memoryUsage.rss()
  let peak = start
  const counts = await importDirectory(ownerPool, path, {
    onRead: () => (peak = Math.max(peak, process.memoryUsage.rss())),
    onStep() {},
  })
  const growth = (peak - start) / megabyte
  t.equal(counts.added, rows)
  t.ok(growth < 75, `${growth.toFixed(0)} MB for a file of 150 MB`)
})
