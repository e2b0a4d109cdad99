import type { Tx } from '../../../../platform/db/tenant.ts'

/** An authority by one of the names that LA columns have of it. */
export interface NamedAuthority {
  text: string
  code: string
  name: string
}

/** What councils call themselves besides the name of the authority. */
const styles =
  'the|london borough|royal|metropolitan|borough|district|county|city|unitary|council|authority|corporation|of|mbc|mdc|cc|bc|lb|rb|and'

/** SQL of a name without the words by which councils call themselves: `Stockport MBC` is Stockport. */
const bareName = (name: string) =>
  `regexp_replace(regexp_replace(lower(${name}), '\\m(${styles})\\M|&', ' ', 'g'), '[^a-z]+', '', 'g')`

/** The authorities that these texts name: by ONS code, DfE's older three digits, or name, or a code with the name. */
export async function authoritiesNamed(tx: Tx, texts: readonly string[]): Promise<NamedAuthority[]> {
  const { rows } = await tx.client.query<NamedAuthority>(
    `select text, a.code, a.name
       from unnest($1::text[]) text
      cross join upper(substring(text from '^([A-Za-z]\\d{8}|\\d{3})\\M')) stated
       join authorities a
         on stated in (a.code, a.old_code)
         or stated is null and ${bareName('text')} <> '' and ${bareName('text')} = ${bareName('a.name')}`,
    [texts],
  )
  return rows
}
