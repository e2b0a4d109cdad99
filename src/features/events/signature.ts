import { createHmac } from 'node:crypto'

/** How a secret is shown, once, to whoever will check the signatures. */
export const showSecret = (secret: Buffer) => `whsec_${secret.toString('base64')}`

/**
 * The headers of a message by Standard Webhooks: its id, the instant of this attempt in seconds, and a signature
 * (HMAC-SHA256 over `id.timestamp.body`) by each of the secrets in force.
 */
export function signatureHeaders(id: string, at: Date, body: string, secrets: readonly Buffer[]) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const sign = (secret: Buffer) =>
    `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(sign).join(' '),
  }
}
