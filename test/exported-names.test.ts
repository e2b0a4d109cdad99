import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'

const source = resolve(import.meta.dirname, '../src')
const exportedName = /^export (?:async )?(?:const|function\*?|class|type|interface|enum|let) (\w+)/gm

t.test('an exported name has one meaning: no two files of src declare the same', async (t) => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const homes = new Map<string, Set<string>>()
  for (const file of files)
    for (const [, name = ''] of readFileSync(join(source, file), 'utf8').matchAll(exportedName))
      homes.set(name, (homes.get(name) ?? new Set()).add(file))
  t.ok(homes.size > 1000, 'it finds them')
  const doubles = [...homes].filter(([, declaring]) => declaring.size > 1)
  t.same(
    doubles.map(([name, declaring]) => [name, ...declaring]),
    [],
  )
})
