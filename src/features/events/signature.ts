import { createHmac } from 'node:crypto'

/** A signing secret in the text form of Standard Webhooks: `whsec_` and base64. */
export const showSecret = (secret: Buffer) => `whsec_${secret.toString('base64')}`

/**
 * The headers of a message as Standard Webhooks defines them: its id, the time of this attempt in seconds since 1970, and
 * one signature for each secret (HMAC-SHA256 over `id.timestamp.body`, base64), separated by spaces.
 */
export function signatureHeaders(id: string, time: Date, body: string, secrets: readonly Buffer[]) {
  const timestamp = String(Math.floor(time.getTime() / 1000))
  const sign = (secret: Buffer) =>
    `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(sign).join(' '),
  }
}
