import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { rulesNotChecked, validationRules } from '../../src/domain/ssda903/rules/index.ts'
import { validationPage } from '../../src/domain/ssda903/rules/page.ts'

t.test('docs/validation.md lists the rules as they are declared: else npm run rules', async (t) => {
  t.equal(await readFile(resolve(import.meta.dirname, '../../docs/validation.md'), 'utf8'), validationPage())
  const both = Object.keys(rulesNotChecked).filter((number) => number in validationRules)
  t.same(both, [], 'no rule is checked and not checked')
})
