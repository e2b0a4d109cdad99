import { dimensionNames, dimensions, othersOf, labelsOf } from '../../../src/domain/measures/dimensions.ts'
import type { Measure } from '../../../src/domain/measures/measure.ts'
import { measures } from '../../../src/domain/measures/measures.ts'

const good = { high: 'high is good', low: 'low is good', none: 'neither high nor low is good' }

const unknownFacts = ({ unknown, switches }: Measure) =>
  unknown?.inDenominator || switches?.notKnown
    ? 'Not known, counted apart and in the denominator'
    : 'Left out as unknown, and counted'

/** The definitions as docs/measures.md prints them: run this file to print them again. */
export const measureSections = Object.entries<Measure>(measures).map(([id, measure]) =>
  [
    `### \`${id}\`: ${measure.title}`,
    '',
    `${measure.definition} _${measure.source}_`,
    '',
    `- Unit: ${measure.unit}; ${good[measure.polarity]}; version ${measure.version}`,
    `- Numerator: ${measure.numerator.words}`,
    ...(measure.denominator ? [`- Denominator: ${measure.denominator.words}`] : []),
    ...(measure.unknown ? [`- ${unknownFacts(measure)}: ${measure.unknown.words}`] : []),
    ...Object.entries(measure.switches ?? {}).map(([name, choices]) => {
      const [first, ...others] = Object.entries(choices).map(([code, { label }]) => `\`${code}\` ${label}`)
      return `- Switch \`${name}\`: ${first} (default), ${others.join(', ')}`
    }),
    ...(measure.changes ?? []).map((change, index) => `- Version ${index + 2}: ${change}`),
    `- By: ${measure.dimensions.map((name) => `\`${name}\``).join(' ')}`,
    '',
  ].join('\n'),
)

export const dimensionLines = dimensionNames.map((name) => {
  const codes = Object.entries(labelsOf(name)).map(([code, label]) => `\`${code}\` ${label}`)
  const others = othersOf(name) ? [`or as spelled by \`${String(othersOf(name))}\``] : []
  return `- **\`${name}\`** ${dimensions[name].title}: ${[...codes, ...others].join(' · ')}`
})

if (import.meta.filename === process.argv[1]) {
  console.log(`${measureSections.join('\n')}\n## Dimensions\n\n${dimensionLines.join('\n')}`)
}
