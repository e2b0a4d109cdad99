import { parentPort, workerData } from 'node:worker_threads'
import { feedEncoders } from './encoders.ts'
import type { EncodingTask, RowsToEncode } from './encode.ts'

const { format, columns } = workerData as EncodingTask
const encoder = feedEncoders[format](columns)

parentPort?.on('message', (rows: RowsToEncode) => {
  // A copy of its own memory: Node's small buffers share one that can't be handed over.
  const bytes = new Uint8Array(rows === 'end' ? encoder.finish() : encoder.encode(rows))
  parentPort?.postMessage(bytes, [bytes.buffer])
})
