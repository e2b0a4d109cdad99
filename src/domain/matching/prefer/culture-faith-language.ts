import { ethnicities, faiths } from '../../codes.ts'
import type { Need, Option, Prefer } from '../types.ts'
import { listed } from '../wording.ts'

const distinct = (values: readonly (string | null)[]) => [
  ...new Set(values.filter((value) => value !== null)),
]

/** What the children need of culture, faith and language, each once. No religion asks for nothing. */
export function cultureAsked({ children }: Need): Record<'faiths' | 'languages' | 'cultures', string[]> {
  return {
    faiths: distinct(children.map(({ faith }) => faith)).filter((faith) => faith !== 'none'),
    languages: distinct(children.flatMap(({ languages }) => languages)),
    cultures: distinct(children.map(({ culture }) => culture)),
  }
}

/** Children Act 1989 s22(5)(c): religious persuasion, racial origin, and cultural and linguistic background. */
export const cultureFaithLanguage = {
  id: 'culture-faith-language',
  kind: 'prefer',
  title: 'Culture, faith and language',
  scale: { kind: 'share', fact: 'cultureMet' },
  judge(need, option) {
    const { met, missing, unknown } = compare(need, option)
    if (met.length + missing.length + unknown.length === 0) return null
    const parts = [
      ...(met.length > 0 ? [`Shares ${listed(met)}.`] : []),
      ...(missing.length > 0 ? [`Does not share ${listed(missing)}.`] : []),
      ...(unknown.length > 0 ? [`Find out about ${listed(unknown)}.`] : []),
    ]
    return { met: missing.length > 0 ? false : unknown.length > 0 ? null : true, detail: parts.join(' ') }
  },
} as const satisfies Prefer

const labels: Readonly<Record<string, string>> = { ...faiths, ...ethnicities }

function compare(need: Need, option: Option) {
  const found: Record<'met' | 'missing' | 'unknown', string[]> = { met: [], missing: [], unknown: [] }
  for (const [aspect, asked] of Object.entries(cultureAsked(need))) {
    const there = option[aspect as keyof ReturnType<typeof cultureAsked>]
    for (const value of asked)
      found[there === null ? 'unknown' : there.includes(value) ? 'met' : 'missing'].push(
        labels[value] ?? value,
      )
  }
  return found
}
