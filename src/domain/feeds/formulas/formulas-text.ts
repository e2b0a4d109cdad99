import { dimensions, type DimensionName } from '../../measures/dimensions.ts'
import { measureOf } from '../../measures/measures.ts'
import { formulaStatement } from './formula.ts'
import { measureFormulas, withoutFormula } from './measure-formulas.ts'

const isDerivation = (column: string) => column.startsWith('case ')

const divisionLine = ([name, column]: [string, string]) =>
  column === name || isDerivation(column) ? `\`${name}\`` : `\`${name}\`: \`${column}\``

/** The codes that are derived from another column, each once. */
function derivations(): string {
  const divisions = [...measureFormulas.values()].flatMap(({ divisions }) => Object.entries(divisions))
  const sqlByName = new Map(divisions.filter(([, column]) => isDerivation(column)))
  return [...sqlByName]
    .map(
      ([name, column]) =>
        `### ${dimensions[name as DimensionName].title}: \`${name}\`\n\n\`\`\`sql\n${column.replaceAll(' when ', '\n  when ').replace(' end', '\nend')}\n\`\`\``,
    )
    .join('\n\n')
}

/** Every formula in Markdown: a heading, the statement, and what it can be divided by; at the end, codes that are derived. */
export const formulasText = (): string =>
  [
    ...[...measureFormulas].map(([id, formula]) => {
      const parts = Object.entries(formula.divisions).map(divisionLine)
      return [
        `### ${measureOf(id)?.title}: \`${id}\``,
        `\`\`\`sql\n${formulaStatement(formula)}\n\`\`\``,
        ...(parts.length === 0 ? [] : [`By: ${parts.join('; ')}.`]),
      ].join('\n\n')
    }),
    ...Object.entries(withoutFormula).map(
      ([id, reason]) => `### ${measureOf(id)?.title}: \`${id}\`\n\nThe sets do not give it. ${reason}`,
    ),
    derivations(),
  ].join('\n\n')
