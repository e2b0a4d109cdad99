import { ethnicities, faiths } from '../../codes.ts'
import type { Need, Option, Prefer } from '../types.ts'
import { joinWords } from '../wording.ts'

const distinct = (values: readonly (string | null)[]) => [
  ...new Set(values.filter((value) => value !== null)),
]

/** The distinct faiths, languages and cultures that the children need. "No religion" needs nothing. */
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
    const { met: matches, missing: gaps, unknown } = compare(need, option)
    if (matches.length + gaps.length + unknown.length === 0) return null
    const parts = [
      ...(matches.length > 0 ? [`Shares ${joinWords(matches)}.`] : []),
      ...(gaps.length > 0 ? [`Does not share ${joinWords(gaps)}.`] : []),
      ...(unknown.length > 0 ? [`Find out about ${joinWords(unknown)}.`] : []),
    ]
    return { met: gaps.length > 0 ? false : unknown.length > 0 ? null : true, detail: parts.join(' ') }
  },
} as const satisfies Prefer

const labels: Readonly<Record<string, string>> = { ...faiths, ...ethnicities }

function compare(need: Need, option: Option) {
  const result: Record<'met' | 'missing' | 'unknown', string[]> = { met: [], missing: [], unknown: [] }
  for (const [aspect, values] of Object.entries(cultureAsked(need))) {
    const there = option[aspect as keyof ReturnType<typeof cultureAsked>]
    for (const value of values)
      result[there === null ? 'unknown' : there.includes(value) ? 'met' : 'missing'].push(
        labels[value] ?? value,
      )
  }
  return result
}
