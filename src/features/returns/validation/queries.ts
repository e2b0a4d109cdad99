import type { PostcodePlace, RecordedHome } from '../../../domain/ssda903/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** Where these postcodes are, compact; null where no directory of postcodes is loaded. */
export async function placesOfPostcodes(
  tx: Tx,
  postcodes: readonly string[],
): Promise<Map<string, PostcodePlace> | null> {
  const directory = await tx.client.query('select 1 from postcodes limit 1')
  if (directory.rows.length === 0) return null
  const { rows } = await tx.client.query<{
    postcode: string
    authorityCode: string | null
    country: string
    easting: number | null
    northing: number | null
  }>(
    `select postcode, authority_code as "authorityCode", country, easting, northing
       from postcodes where postcode = any($1)`,
    [postcodes],
  )
  return new Map(
    rows.map(({ postcode, easting, northing, ...place }) => [
      postcode,
      easting === null || northing === null ? place : { ...place, easting, northing },
    ]),
  )
}

/**
 * The homes recorded with these Ofsted numbers, of their own or of their provider; no confidential home of another
 * authority, whose postcode could be guessed by what is said of a file.
 */
export async function homesByUrn(
  tx: Tx,
  urns: readonly string[],
): Promise<Map<string, readonly RecordedHome[]>> {
  const { rows } = await tx.client.query<RecordedHome & { urn: string }>(
    `select u.urn, h.kind, p.sector, h.postcode, h.located_authority_code as "authorityCode",
            coalesce(h.registration_ended_on, h.closes_on)::text as "closedOn"
       from visible_homes h join providers p on p.id = h.provider_id
       join unnest($1::text[]) u (urn) on u.urn in (upper(h.ofsted_urn), upper(p.ofsted_urn))
      where not h.confidential or h.authority_code = current_authority()`,
    [urns],
  )
  const homes = new Map<string, RecordedHome[]>()
  for (const { urn, ...home } of rows) homes.set(urn, [...(homes.get(urn) ?? []), home])
  return homes
}

/** The ids of the children recorded with these references. */
export async function idsOfReferences(tx: Tx, references: readonly string[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ id: string }>(
    'select id from children where reference = any($1)',
    [references],
  )
  return rows.map(({ id }) => id)
}
