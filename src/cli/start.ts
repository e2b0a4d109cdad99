import { loadConfig } from '../config.ts'
import { startService, type Service } from '../server.ts'
import { runCommand } from './command.ts'
import { demonstrationProgress } from './demo-progress.ts'

const SAME_KEYPRESS_MS = 1000
const loopback = /^(127\.[\d.]+|localhost|::1)$/

/** Starts the service and runs it until SIGINT or SIGTERM. */
await runCommand('npm start', async () => {
  const stopping = stopSignal()
  const config = loadConfig()
  const demonstration = demonstrationProgress()
  const service = await startService(
    config,
    { say: (message) => console.log(message), onProgress: (progress) => demonstration.at(progress) },
    stopping,
  ).finally(() => demonstration.stop())
  console.log(welcome(service, loopback.test(config.host)))
  await new Promise((resolve) => {
    if (stopping.aborted) resolve(undefined)
    stopping.addEventListener('abort', resolve)
  })
  console.log('stopping')
  await service.close()
})

/**
 * A signal that aborts on the first SIGINT or SIGTERM. A second one ends the process at once, unless it comes within a
 * second: npm passes the same Ctrl-C on once more.
 */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  let first: number | undefined
  const onSignal = () => {
    first ??= Date.now()
    if (Date.now() - first > SAME_KEYPRESS_MS) process.exit(1)
    stop.abort(new Error('stopped before it was ready'))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return stop.signal
}

/** The text printed once the service listens. It has a token only if the service listens on this machine alone. */
function welcome({ url, token }: Service, here: boolean): string {
  const bearer = token === undefined ? '$TOKEN' : here ? token : '$(npm run -s token -- --role placements)'
  return [
    '',
    `Sufficiency is ready at ${url}`,
    `  pages           ${url}   (open this first)`,
    `  API reference   ${url}/reference`,
    '  a first question, to paste:',
    '',
    `curl -s '${url}/v1/measures/occupancy?asAt=2023-12-01&by=placementType' -H "Authorization: Bearer ${bearer}"`,
    '',
  ].join('\n')
}
