import { stopEmbedded } from '../../src/platform/db/embedded.ts'
import { testDataDir } from './server.ts'

await stopEmbedded(testDataDir)
