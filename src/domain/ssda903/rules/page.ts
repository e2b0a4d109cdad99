import { moduleOf } from '../modules.ts'
import { columnsIn, moduleOfSource } from '../validation.ts'
import { yearName } from '../code-lists.ts'
import { rulesNotChecked, validationRules } from './index.ts'
import type { Rule } from './rule.ts'
import type { Reads, ReturnModule } from './types.ts'

const byNumber = new Intl.Collator('en', { numeric: true })

const titleOf = (source: ReturnModule) => {
  const [module, which] = moduleOfSource(source)
  return `${moduleOf(module).title}${which === 'last' ? ' of the year before' : ''}`
}

const sourcesOf = (reads: Reads) =>
  Object.entries(reads).map(([source, columns]) =>
    [titleOf(source as ReturnModule), columnsIn(columns).join(', ')].filter(Boolean).join(': '),
  )

function yearsOf({ from, to }: Rule): string {
  if (from === undefined) return to === undefined ? 'all' : `to ${yearName(to)}`
  if (to === from) return yearName(from)
  return to === undefined ? `from ${yearName(from)}` : `${yearName(from)} to ${yearName(to)}`
}

const lookupNames = { postcodes: 'the directory of postcodes', homes: 'recorded homes' }

function lineOf([number, rule]: [string, Rule]): string {
  const { message, reads, looksUp } = rule
  const reading = [...sourcesOf(reads), ...(looksUp ? [lookupNames[looksUp]] : [])].join('; ')
  return `| ${number} | ${message.trim()} | ${yearsOf(rule)} | ${reading} |`
}

/** The page that lists the rules: docs/validation.md. */
export function validationPage(): string {
  const rules = Object.entries(validationRules).sort(([a], [b]) => byNumber.compare(a, b))
  const others = Object.entries(rulesNotChecked)
  return `<!-- prettier-ignore-start -->
<!-- Made by npm run rules; a test holds it equal to the rules. -->

# Validation of SSDA903 returns

Before a return is submitted to DfE it can be checked by the collection's own validation rules. Nothing of it is kept.

\`\`\`sh
npm run validate -- PATH… --authority E06000049 [--year 2023-24] [--csv FILE [--by rule|child|row]]
\`\`\`

\`\`\`sh
curl -s http://127.0.0.1:3000/v1/returns/validation -H "Authorization: Bearer $(npm run -s token -- --role data)" \\
  -F files=@header.csv -F files=@episodes.csv
\`\`\`

- It takes the files that an import takes ([imports](imports.md)), of one year or several, and answers at once: the rules that are
  broken, each with how many rows and children break it and the first ten rows, and the children with the rules that they break.
  With \`Accept: text/csv\` a line is a rule, a child (\`?by=child\`) or a row in which a rule is broken (\`?by=row\`).
- Rules about the year before are checked against its return in the upload, or else against what earlier imports stored. The year
  of a child's care is known only as far back as those go.
- A rule is not decided if a module or column that it reads is missing (a module without any row counts as missing), or if no
  directory of postcodes is loaded, or no home is recorded with an Ofsted number of the return. \`undecided\` says which and why.
- A code is checked by the list of its collection year. A blank comparison breaks no rule: a date that cannot be read breaks the rule
  about that date, and none that compares it.
- Rules about Ofsted numbers (219 to 229) compare an episode with the homes recorded here, not with Ofsted's own list: of numbers that
  no recorded home has they say nothing.

The rules are declared in \`src/domain/ssda903/rules/\`, each with its message, the columns that it reads, and rows that break it and do not.

## Rules checked

${rules.length} of the ${rules.length + others.length} rules of the collections to 2026/27.

| rule | message | collections | reads |
| --- | --- | --- | --- |
${rules.map(lineOf).join('\n')}

## Rules not checked

| rule | why |
| --- | --- |
${others.map(([number, why]) => `| ${number} | ${why} |`).join('\n')}

<!-- prettier-ignore-end -->
`
}
