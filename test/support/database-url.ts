import { parseArgs } from 'node:util'
import { loadConfig } from '../../src/config.ts'
import { findHome, openHome } from '../../src/platform/db/embedded/home.ts'
import { runningPort, serverUrl } from '../../src/platform/db/embedded/server.ts'
import { testDataDir } from './server.ts'

/** Prints the URL of the embedded PostgreSQL that the service uses, or with `--test` the tests, for psql. */
const { values } = parseArgs({ options: { test: { type: 'boolean' } } })
const dataDir = values.test ? testDataDir : loadConfig().dataDir
const home =
  (await findHome(dataDir)) && (await openHome(dataDir, { log: { info() {}, warn() {} }, durable: true }))
const port = home && (await runningPort(home))
if (!home || !port) {
  console.error(`no embedded PostgreSQL is up with its data in ${dataDir}`)
  process.exit(1)
}
console.log(serverUrl(home, port, 'sufficiency'))
