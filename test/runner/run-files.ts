import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import t, { TapFile } from 'tap'
import { stopEmbedded } from '../../src/platform/db/embedded.ts'
import { testDataDir } from '../support/server.ts'
import { runFile, usualTimeout, type TestFile } from './run-file.ts'
import { withoutPasses } from './without-passes.ts'
import type { Report } from './worker.ts'

/** More would ask for more connections than the test server gives. */
const workers = Math.min(Math.max(availableParallelism(), 2), 4)
/** A worker that has not been heard of for so long is stuck in a loop. */
const stuckMs = 300_000

/** Runs the files, each as a test of the process's own: in processes of `worker`, in this one where it is not told. */
export async function runFiles(files: TestFile[], worker: string | undefined): Promise<void> {
  t.setTimeout(0)
  if (process.stdout.isTTY) {
    t.register()
    t.pipe(withoutPasses()).pipe(process.stdout)
  }
  if (worker === undefined) {
    for (const file of files) await t.test(file.name, { timeout: usualTimeout }, (t) => runFile(file, t))
  } else {
    t.jobs = workers
    const queue = files.values()
    await Promise.all(Array.from({ length: workers }, () => work(worker, queue)))
  }
  if (process.env.CI) await stopEmbedded(testDataDir)
}

/** Runs files of the queue in a process, until none is left; in a new one after a file that ended it. */
async function work(worker: string, queue: Iterable<TestFile>): Promise<void> {
  let child: ChildProcess | undefined
  for (const file of queue) {
    if (!child?.connected) child = fork(fileURLToPath(worker), { execArgv: ['--enable-source-maps'] })
    const tapStream = new PassThrough()
    const result = t.sub(TapFile, { name: file.name, tapStream, buffered: true, at: null, stack: '' })
    await passOn(child, file, tapStream)
    await result
  }
  child?.kill()
}

/** Has a process run a file, and passes on what it says; that it ends or is stuck is a failure of the file. */
function passOn(child: ChildProcess, file: TestFile, tap: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const onMessage = (report: Report) => {
      stuck.refresh()
      if ('tap' in report) tap.write(report.tap)
      if ('done' in report) finish()
    }
    const onExit = (code: number | null, signal: string | null) => {
      tap.write(`\nnot ok - the process ended with ${signal ?? code} while it ran ${file.name}\n`)
      finish()
    }
    const stuck = setTimeout(() => child.kill('SIGKILL'), stuckMs)
    const finish = () => {
      clearTimeout(stuck)
      child.off('message', onMessage).off('exit', onExit)
      tap.end()
      resolve()
    }
    child.on('message', onMessage).on('exit', onExit).send(file)
  })
}
