import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build, stop } from 'esbuild'

/**
 * Compiles tests, with all of ours that they import and what runs them, into a folder that goes when the process ends.
 * @returns `urlOf`, the URL of a file's compiled form, and `reaches`, whether a file imports another, be it through others
 */
export async function compile(checkout, tests, runner) {
  const folder = folderOfProcess(join(checkout, '.tap/compiled'))
  process.env.COMPILED_TESTS = folder
  const urlOf = (file) => pathToFileURL(join(folder, file.replace(/\.ts$/, '.js'))).href
  const { metafile } = await build({
    absWorkingDir: checkout,
    entryPoints: [...runner, ...tests, ...programs(checkout)],
    outdir: folder,
    outbase: checkout,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'warning',
    plugins: [ownTest(checkout, tests), ownPlace(checkout, urlOf)],
  })
  await stop()
  return { urlOf, reaches: (file, other) => importsOf(metafile, file).has(other) }
}

/** All that a file imports, itself or through others. */
function importsOf({ inputs }, file, known = new Set()) {
  for (const { path } of inputs[file]?.imports ?? []) {
    if (known.has(path)) continue
    known.add(path)
    importsOf({ inputs }, path, known)
  }
  return known
}

/** A folder below `parent` that goes when the process ends; those of processes that were killed go now. */
function folderOfProcess(parent) {
  mkdirSync(parent, { recursive: true })
  for (const name of readdirSync(parent)) if (!isAlive(Number(name))) remove(join(parent, name))
  const folder = join(parent, String(process.pid))
  process.once('exit', () => remove(folder))
  return folder
}

const remove = (folder) => rmSync(folder, { recursive: true, force: true })

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** What tests start as processes, and the service as threads. */
const programs = (checkout) =>
  readdirSync(join(checkout, 'src'), { recursive: true })
    .filter((file) => file.endsWith('-thread.ts') || dirname(file) === 'cli')
    .map((file) => join('src', file))

/** Many files run in one process: the `t` that each imports is a test of its own there. */
const ownTest = (checkout, tests) => ({
  name: 'own-test',
  setup({ onResolve, onLoad }) {
    const files = new Set(tests.map((test) => join(checkout, test)))
    onResolve({ filter: /^tap$/ }, ({ importer }) =>
      files.has(importer) ? { path: importer, namespace: 'own-test' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'own-test' }, () => ({
      contents: `import { testOfFile } from './run-file.ts'; export default testOfFile()`,
      resolveDir: import.meta.dirname,
    }))
  },
})

/** Modules know their place in the checkout, although they are compiled elsewhere; threads are compiled beside them. */
const ownPlace = (checkout, urlOf) => ({
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](src|test)[\\/].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      const startsThread = source.includes('-thread${import.meta.url')
      const url = startsThread ? urlOf(relative(checkout, path)) : pathToFileURL(path).href
      const places = { url, filename: path, dirname: dirname(path) }
      const contents = source.replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, place) =>
        JSON.stringify(places[place]),
      )
      return { contents, loader: 'ts' }
    })
  },
})
