import { once } from 'node:events'
import { openDatabase } from '../../src/db/embedded.ts'

/** A process that uses the embedded database of a folder until its standard input ends. */
const database = await openDatabase({ dataDir: process.argv[2] ?? '', settings: { shared_buffers: '16MB' } })
console.log(database.url)
process.stdin.resume()
await once(process.stdin, 'end')
await database.stop()
