import { openTestServer } from './server.ts'
import { dropLeftovers, template } from './template.ts'

const server = await openTestServer()
const name = await template(server)
if (server.embedded) await dropLeftovers(server, name)
await server.leave()
