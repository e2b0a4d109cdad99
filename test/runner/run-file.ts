import type { Test } from 'tap'

/** A test file, and its compiled form. */
export interface TestFile {
  name: string
  url: string
}

/** As long as a test may take that says nothing of it itself, with `t.setTimeout`. */
export const usualTimeout = 120_000

let current: Test | undefined

/** The test that the file now being loaded makes its tests in: what `import t from 'tap'` gives it. */
export function testOfFile(): Test {
  if (!current) throw new Error('no test file is being run')
  return current
}

/** Loads the file, which makes its tests in `t`. */
export async function runFile({ url }: TestFile, t: Test): Promise<void> {
  current = t
  await import(url)
}
