import { namedColumns } from './named-columns.ts'
import { feedSets, type FeedName } from './sets.ts'

/** A row of the data dictionary: one column of one set. */
export type DictionaryRow = Record<(typeof dictionaryColumns)[number], string>

export const dictionaryColumns = ['set', 'column', 'type', 'key', 'codes', 'refers', 'words'] as const

/** The data dictionary of some sets, each with its visible columns: a row a column. */
export const dictionaryRows = (sets: Readonly<Record<string, readonly string[]>>): DictionaryRow[] =>
  Object.entries(sets).flatMap(([set, columns]) =>
    namedColumns(set as FeedName, columns).map(
      ({ name, type, isKey, codes = '', refers = '', words }): DictionaryRow => ({
        set,
        column: name,
        type,
        key: isKey ? 'key' : '',
        codes,
        refers,
        words,
      }),
    ),
  )

/** The data dictionary to read: what a row of each set is, and what its columns say. */
export function dictionaryText(sets: Readonly<Record<string, readonly string[]>>): string {
  const sections = Object.entries(sets).map(([set, columns]) => {
    const { title, words, key } = feedSets[set as FeedName]
    const lines = namedColumns(set as FeedName, columns).map(
      ({ name, type, words: meaning, codes, refers }) => {
        const notes = [codes && `Labels: list ${codes} of codes.`, refers && `Joins ${refers}.`].filter(
          Boolean,
        )
        return `- ${name} (${type}): ${[meaning, ...notes].join(' ')}`
      },
    )
    return [`## ${title}: ${set}`, '', `${words} Key: ${key.join(', ')}.`, '', ...lines].join('\n')
  })
  return `${[introduction, ...sections].join('\n\n')}\n`
}

const introduction = `# Data dictionary

One file for each set; datapackage.json says of each how many rows and bytes it has and its SHA-256, and dictionary.csv has this
page as a table. All files show one moment.

A child is a key, always the same for one child of the authority. It follows a child through the years: keep these files as
personal data.`
