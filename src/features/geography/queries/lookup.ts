import type { z } from 'zod'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { authorityView, postcodeView } from '../schema.ts'

type Authority = z.output<typeof authorityView>
type Postcode = Omit<z.output<typeof postcodeView>, 'synthetic'>

const authorityColumns = `code, name, region_code as "regionCode", region_name as "regionName",
  old_code as "oldCode", synthetic`

/** At most `limit` authorities with a code greater than `lastCode`, in order of code. */
export async function authoritiesAfter({ client }: Tx, lastCode: string | undefined, limit: number) {
  const { rows } = await client.query<Authority>(
    `select ${authorityColumns} from authorities where code > $1 order by code limit $2`,
    [lastCode ?? '', limit],
  )
  return rows
}

export async function authorityByCode({ client }: Tx, code: string): Promise<Authority | undefined> {
  const { rows } = await client.query<Authority>(
    `select ${authorityColumns} from authorities where code = $1`,
    [code],
  )
  return rows[0]
}

/** A postcode by its compact form, `CW12BJ`. */
export async function postcodeByCode({ client }: Tx, compact: string): Promise<Postcode | undefined> {
  const { rows } = await client.query<Postcode>(
    `select p.postcode, p.country, p.easting, p.northing, p.terminated_on as "terminatedOn",
            case when a.code is not null then jsonb_build_object('code', a.code, 'name', a.name) end as authority
       from postcodes p left join authorities a on a.code = p.authority_code
      where p.postcode = $1`,
    [compact],
  )
  return rows[0]
}
