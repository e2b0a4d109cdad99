import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

const ROUNDS = 4096

/**
 * What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5803). It is worked out here, so that the password itself is in no
 * statement and in no log of the server.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const key = pbkdf2Sync(password, salt, ROUNDS, 32, 'sha256')
  const keyOf = (words: string) => createHmac('sha256', key).update(words).digest()
  const storedKey = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${ROUNDS}:${salt.toString('base64')}$${storedKey}:${keyOf('Server Key').toString('base64')}`
}
