import { execFile, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import { testApp } from '../../support/app.ts'

/*
 * The scripts of docs/python-and-r.md run as they stand there, against the demonstration, with Debian's python3-pandas and
 * r-cran-httr2, r-cran-readr and r-cran-jsonlite (.ci/run installs them; where they are not, the test is skipped and says so).
 * What they read is compared with the API's own answers. Of Parquet the page has a line that is not run: Debian has no pyarrow.
 */

t.setTimeout(900_000)

const page = await readFile(resolve(import.meta.dirname, '../../../docs/python-and-r.md'), 'utf8')
const scriptIn = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? ''

const works = (command: string, args: string[]) => spawnSync(command, args).status === 0
const python = ['/usr/bin/python3', 'python3'].find((command) => works(command, ['-c', 'import pandas']))
const hasR = works('Rscript', ['-e', 'library(httr2); library(readr); library(jsonlite)'])

const calls: string[] = []
const service = await testApp(t, {
  contents: 'demonstration',
  listen: true,
  logger: pino(
    { level: 'info' },
    {
      write(line: string) {
        const { req, res } = JSON.parse(line) as {
          req?: { route?: string; url?: string }
          res?: { statusCode: number }
        }
        if (res) calls.push(`${res.statusCode} ${req?.route ?? req?.url}`)
      },
    },
  ),
})
const admin = await service.as('admin')
const key = (
  await admin.post('/v1/keys', {
    name: 'scripts',
    purpose: 'Try the page',
    scopes: ['feeds:read', 'measures:read'],
  })
).body
const secret = (await admin.post(`/v1/keys/${key.id}/secrets`, {})).body.key as string

/** Runs a script in a folder of its own. Resolves to what it prints, as JSON. */
function run(command: string, args: string[], folder: string): Promise<Record<string, unknown>> {
  const env = { ...process.env, API: service.url, SUFFICIENCY_KEY: secret }
  return new Promise((settle, fail) => {
    execFile(command, args, { cwd: folder, env }, (error, stdout, stderr) => {
      if (error) return fail(new Error(`${stderr}${stdout}`))
      settle(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>)
    })
  })
}

async function answersOfApi() {
  const measure = (await admin.get('/v1/measures/children-looked-after?asAt=2023-11-30')).body.items
  const analyst = service.with(secret)
  const homes = await analyst.get<string>('/v1/feeds/homes', { accept: 'text/csv' })
  const sets = (await analyst.get('/v1/feeds')).body.items.length
  return {
    sets,
    homes: homes.body.trim().split('\n').length - 1,
    // It is 1 December 2023 in the test: April to December.
    months: 9,
    sum: measure[0]?.numerator,
    number: measure[0]?.numerator,
  }
}

t.test('Python', { skip: python === undefined && 'needs python3-pandas' }, async (t) => {
  const end = `
import zipfile
print(json.dumps({"sets": len(sets), "homes": len(homes), "months": months.asAt.nunique(),
  "sum": int(months.lookedAfterAtEnd[months.asAt == "2023-11-30"].sum()), "number": int(measure["items"][0]["numerator"]),
  "joined": len(joined) == len(months), "packed": len(zipfile.ZipFile("pack.zip").namelist()) > 10}))`
  calls.length = 0
  const result = await run(python ?? '', ['-c', scriptIn('python') + end], t.testdir({}))
  t.equal(calls.length, 5, calls.join(', '))
  t.match(result, { ...(await answersOfApi()), joined: true, packed: true })
})

t.test('R', { skip: !hasR && 'needs r-cran-httr2, r-cran-readr and r-cran-jsonlite' }, async (t) => {
  const end = `
atEnd <- months$lookedAfterAtEnd[as.character(months$asAt) == "2023-11-30"]
cat(jsonlite::toJSON(list(sets = nrow(sets$items), homes = nrow(homes), months = length(unique(months$asAt)), sum = sum(atEnd),
  number = measure$items[[1]]$numerator, packed = nrow(unzip("pack.zip", list = TRUE)) > 10), auto_unbox = TRUE))`
  const folder = t.testdir({ 'script.R': scriptIn('r') + end })
  calls.length = 0
  const result = await run('Rscript', [join(folder, 'script.R')], folder)
  t.equal(calls.length, 5, calls.join(', '))
  t.match(result, { ...(await answersOfApi()), packed: true })
})
