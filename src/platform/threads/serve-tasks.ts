import { parentPort } from 'node:worker_threads'
import type { TaskMessage } from './thread-pool.ts'

/** Serves the tasks that a `ThreadPool` gives to this worker thread, one after another. */
export function serveTasks<Task, Progress, Result>(
  work: (task: Task, report: (progress: Progress) => void) => Promise<Result>,
): void {
  const say = (message: TaskMessage<Progress, Result>) => parentPort?.postMessage(message)
  parentPort?.on('message', (task: Task) => {
    work(task, (progress) => say({ progress })).then(
      (result) => say({ result }),
      ({ message, code }: Error & { code?: unknown }) => say({ failure: { message, code } }),
    )
  })
}
