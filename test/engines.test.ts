import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { minVersion, satisfies } from 'semver'
import t from 'tap'

interface Package {
  version?: string
  engines?: { node?: string }
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, '..', file), 'utf8'))

t.test('every package installed runs on the oldest Node that we promise', async (t) => {
  const oldest = minVersion((read('package.json') as Package).engines?.node ?? '')
  if (!oldest) throw new Error('package.json promises no Node')
  const { packages } = read('package-lock.json') as { packages: Record<string, Package> }
  const ranges = Object.entries(packages).flatMap(([path, { version, engines }]) =>
    engines?.node ? [{ name: `${path}@${version}`, range: engines.node }] : [],
  )
  t.ok(ranges.length > 200, 'the lock file says what packages ask for')
  t.same(
    ranges.filter(({ range }) => !satisfies(oldest, range)),
    [],
  )
})
