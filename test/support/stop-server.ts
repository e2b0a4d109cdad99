import { stopEmbedded } from '../../src/db/embedded.ts'
import { testDataDir } from './server.ts'

await stopEmbedded(testDataDir)
