import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import type { Test } from 'tap'
import type { Tap } from '../support/database.ts'

export interface Wire {
  /** Puts the proxy between a database and its clients. */
  tap: Tap
  /** The statements issued since the last call, in order. A prepared statement is listed when it is prepared. */
  take(): string[]
}

/** Starts a proxy between clients, in any thread, and PostgreSQL that records the text of every statement. */
export async function statementsOf(t: Test): Promise<Wire> {
  let statements: string[] = []
  let target = new URL('postgres://')
  const server = createServer((client) => {
    const database = connect(Number(target.port || 5432), target.hostname)
    client.on(
      'data',
      reader((statement) => statements.push(statement)),
    )
    client.pipe(database).pipe(client)
    for (const socket of [client, database]) socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return {
    async tap(url) {
      target = new URL(url)
      const way = new URL(url)
      way.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
      return way.href
    },
    take() {
      const all = statements
      statements = []
      return all
    },
  }
}

/**
 * Parses a client's messages of PostgreSQL's protocol. Each has a letter and a length; the first has no letter. `Q` has a
 * statement to run; `P` prepares one that takes values, and has its name and its text.
 */
function reader(tell: (statement: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let letters = 0
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= letters + 4) {
      const end = letters + rest.readUInt32BE(letters)
      if (rest.length < end) return
      const letter = letters === 0 ? '' : String.fromCharCode(rest[0]!)
      const words = rest
        .subarray(letters + 4, end)
        .toString()
        .split('\0')
      if (letter === 'Q') tell(words[0]!)
      if (letter === 'P') tell(words[1]!)
      rest = rest.subarray(end)
      letters = 1
    }
  }
}
