import { join } from 'node:path'

/** What Node.js is to run for `npm run NAME`: compiled already where the test is, else from source. */
export function command(name: string): string[] {
  const outputFolder = process.env.COMPILED_TESTS
  return outputFolder === undefined
    ? ['--import', 'tsx', `src/cli/${name}.ts`]
    : ['--enable-source-maps', join(outputFolder, `src/cli/${name}.js`)]
}
