import { isInAuthorityName, isSameAuthority } from '../../../../domain/geography/authority-names.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'

/** An authority by one of the names that LA columns have of it. */
export interface NamedAuthority {
  text: string
  code: string
  name: string
}

/** An ONS code, or DfE's three digits, at the beginning of a text. */
const statedCode = /^([A-Z]\d{8}|\d{3})\b/i

/**
 * The authorities that these texts name: by ONS code, DfE's older three digits, or name, or a code with the name. A text that is
 * in the name of one authority alone (Newcastle) names that.
 */
export async function authoritiesNamed(tx: Tx, texts: readonly string[]): Promise<NamedAuthority[]> {
  const { rows } = await tx.client.query<{ code: string; oldCode: string | null; name: string }>(
    'select code, old_code as "oldCode", name from authorities',
  )
  return texts.flatMap((text) => {
    const code = statedCode.exec(text)?.[1]?.toUpperCase()
    const whole = rows.filter((row) =>
      code === undefined ? isSameAuthority(row.name, text) : [row.code, row.oldCode].includes(code),
    )
    const parts = rows.filter(({ name }) => code === undefined && isInAuthorityName(name, text))
    const matches = whole.length > 0 || parts.length !== 1 ? whole : parts
    return matches.map((row) => ({ text, code: row.code, name: row.name }))
  })
}
