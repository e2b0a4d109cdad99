/**
 * The header of a create or an action that is carried out once, however often it is sent: a new key. Keep it with what is to be
 * done if your own process may die meanwhile.
 */
export const newKey = () => ({ 'idempotency-key': globalThis.crypto.randomUUID() })

/** The header of a change: only if the record is still as you read it. Else the refusal is `version-changed`. */
export const matchVersion = ({ version }: { version: number }) => ({ 'if-match': `"v${version}"` })
