import { spawnSync } from 'node:child_process'
import { appendFile, cp, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import t from 'tap'

/** The rules between storeys, tried on a copy of the source. */

const checkout = resolve(import.meta.dirname, '..')
const copy = t.testdir()
const config = '.dependency-cruiser.mjs'
for (const name of ['src', 'package.json', 'tsconfig.json', config]) {
  await cp(join(checkout, name), join(copy, name), { recursive: true })
}
await symlink(join(checkout, 'node_modules'), join(copy, 'node_modules'))

function cruise(...paths: string[]) {
  const program = join(checkout, 'node_modules/.bin/depcruise')
  return spawnSync(program, [...paths, '--config', config], { cwd: copy, encoding: 'utf8' })
}

/** Imports that each break one rule. */
const forbidden = [
  {
    rule: 'features-do-not-reach-into-each-other',
    file: 'src/features/carers/index.ts',
    import: '../homes/queries.ts',
  },
  {
    rule: 'engines-serve-features',
    file: 'src/engines/matching/need.ts',
    import: '../../features/homes/index.ts',
  },
  {
    rule: 'platform-knows-only-domain',
    file: 'src/platform/http/health.ts',
    import: '../../engines/matching/need.ts',
  },
  { rule: 'domain-is-pure', file: 'src/domain/dates.ts', import: '../platform/db/pool.ts' },
  { rule: 'only-index-is-public', file: 'src/app.ts', import: './features/homes/schema.ts' },
]

t.test('the source keeps them', async (t) => {
  const { status, stdout } = cruise('src')
  t.equal(status, 0, stdout)
})

t.test('an import upwards or across is refused, and the rule named', async (t) => {
  for (const { file, import: path } of forbidden) {
    await appendFile(join(copy, file), `import type {} from '${path}'\n`)
  }
  const { status, stdout } = cruise(...forbidden.map(({ file }) => file))
  t.not(status, 0)
  for (const { rule, file, import: path } of forbidden) {
    const broken = `error ${rule}: ${file} → ${join(file, '..', path)}`
    t.ok(stdout.includes(broken), broken)
  }
})
