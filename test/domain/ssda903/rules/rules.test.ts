import t from 'tap'
import { validationRules } from '../../../../src/domain/ssda903/rules/index.ts'
import { asDeclared, rulesBroken, rowsOf, yearOfExamples } from './examples.ts'

for (const [number, rule] of Object.entries(validationRules)) {
  const year = yearOfExamples(rule)
  const [failing, passing] = [rowsOf(rule.fails, year), rowsOf(rule.passes, year)]
  t.ok(rulesBroken(failing, year).has(number), `${number} is broken by: ${rule.fails}`)
  t.notOk(rulesBroken(passing, year).has(number), `${number} is not broken by: ${rule.passes}`)

  t.ok(
    rulesBroken(asDeclared(failing, rule, year), year).has(number),
    `${number} is decided by the columns that it declares`,
  )
  t.notOk(
    rulesBroken(asDeclared(passing, rule, year), year).has(number),
    `${number} is decided by the columns that it declares: ${rule.passes}`,
  )
}
