import { Worker } from 'node:worker_threads'

/** Code that loads a TypeScript module in a worker thread: on Node 20 a worker does not inherit the tsx loader. */
const fromSource = (module: URL) =>
  `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
    register()
    return import(${JSON.stringify(module.href)})
  })`

/**
 * Starts a module in a worker thread.
 *
 * @param module URL of a file, with the extension of the calling file: `.ts` from source, `.js` when compiled
 */
export function startThread(module: URL, input: unknown, memoryMb: number): Worker {
  const source = module.href.endsWith('.ts')
  return new Worker(source ? fromSource(module) : module, {
    eval: source,
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
}
