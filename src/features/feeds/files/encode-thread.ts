import { parentPort } from 'node:worker_threads'
import type { Numbered } from '../../../platform/threads/answering-thread.ts'
import type { FeedEncoder } from './encoder.ts'
import { feedEncoders } from './encoders.ts'
import type { EncodingStep } from './encode.ts'

const encoders = new Map<number, FeedEncoder>()
const nothing = new Uint8Array()

/** Does a step of the file with a number. Null of a file that this thread did not begin. */
function encode({ file, step }: EncodingStep): Uint8Array | null {
  if (step === 'drop') encoders.delete(file)
  else if ('format' in step) encoders.set(file, feedEncoders[step.format](step.columns))
  else return encoders.get(file)?.[step.isLast ? 'finish' : 'encode'](step.rows) ?? null
  return nothing
}

parentPort?.on('message', ({ number, content: step }: Numbered<EncodingStep>) => {
  const bytes = encode(step)
  // A copy of its own memory: Node's small buffers share one that can't be handed over.
  const content = bytes && new Uint8Array(bytes)
  parentPort?.postMessage(
    { number, content } satisfies Numbered<Uint8Array | null>,
    content ? [content.buffer] : [],
  )
})
