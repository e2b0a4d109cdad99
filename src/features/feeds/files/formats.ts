/** The forms in which the rows of a set are given, by the ending of their files. The first is what a caller gets by default. */
export const feedFormats = {
  csv: { type: 'text/csv', parameters: '; charset=utf-8; header=present', isPackable: true },
  ndjson: { type: 'application/x-ndjson', parameters: '; charset=utf-8', isPackable: true },
  parquet: { type: 'application/vnd.apache.parquet', parameters: '', isPackable: false },
} as const

export type FeedFormat = keyof typeof feedFormats
export const feedFormatNames = Object.keys(feedFormats) as [FeedFormat, ...FeedFormat[]]
export const feedMediaTypes = Object.values(feedFormats).map(({ type }) => type) as [string, ...string[]]
