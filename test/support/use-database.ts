import { once } from 'node:events'
import { openDatabase } from '../../src/platform/db/embedded.ts'

/** A script that uses the embedded database of a folder until its standard input ends. */
const settings = { shared_buffers: '16MB', fsync: 'off' }
const database = await openDatabase({ dataDir: process.argv[2] ?? '', settings })
console.log(database.url)
process.stdin.resume()
await once(process.stdin, 'end')
await database.stop()
