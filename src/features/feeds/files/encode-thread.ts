import { parentPort } from 'node:worker_threads'
import type { Numbered } from '../../../platform/threads/answering-thread.ts'
import { CopiedLines } from './copied-lines.ts'
import type { FeedEncoder } from './encoder.ts'
import { feedEncoders } from './encoders.ts'
import type { EncodedRows, EncodingStep } from './encode.ts'

const files = new Map<number, { encoder: FeedEncoder; lines: CopiedLines }>()
const nothing = new Uint8Array()

/** Does a step of the file with a number. Null of a file that this thread did not begin. */
function encode({ file, step }: EncodingStep): EncodedRows | null {
  if (step === 'drop') files.delete(file)
  else if ('format' in step)
    files.set(file, { encoder: feedEncoders[step.format](step.columns), lines: new CopiedLines() })
  else {
    const entry = files.get(file)
    if (entry === undefined) return null
    if (step.isLast) return { bytes: entry.encoder.finish(), rowCount: 0 }
    const rows = entry.lines.rows(step.lines)
    return { bytes: entry.encoder.encode(rows), rowCount: rows.length }
  }
  return { bytes: nothing, rowCount: 0 }
}

parentPort?.on('message', ({ number, content: step }: Numbered<EncodingStep>) => {
  const answer = encode(step)
  // A copy of its own memory: Node's small buffers share one that can't be handed over.
  const bytes = new Uint8Array(answer?.bytes ?? nothing)
  const content = answer && { ...answer, bytes }
  parentPort?.postMessage({ number, content } satisfies Numbered<EncodedRows | null>, [bytes.buffer])
})
