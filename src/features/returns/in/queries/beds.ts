import type { Tx } from '../../../../platform/db/tenant.ts'

/** Identifies a placement by the child's reference, its first night and its layer (usual or temporary). */
export interface PlacementKey {
  reference: string
  startedOn: string
  layer: string
}

export interface HomeOfUrn {
  homeId: string
  urn: string
  postcode: string | null
}

/**
 * The authority's homes with these Ofsted numbers. Those of others take their consent, and of a confidential one a match by
 * postcode would tell that it was guessed.
 */
export async function homesOfUrns(tx: Tx, urns: readonly string[]): Promise<HomeOfUrn[]> {
  const { rows } = await tx.client.query<HomeOfUrn>(
    `select id as "homeId", ofsted_urn as urn, postcode from homes
      where ofsted_urn = any($1) and authority_code = current_authority()`,
    [urns],
  )
  return rows
}

/** Which of these Ofsted numbers are of providers: agencies, and supported accommodation, are registered as such. */
export async function providerUrns(tx: Tx, urns: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.client.query<{ urn: string }>(
    'select ofsted_urn as urn from providers where ofsted_urn = any($1)',
    [urns],
  )
  return new Set(rows.map(({ urn }) => urn))
}

export interface FreeNights {
  bedId: string
  homeId: string
  from: string
  to: string
}

/** The free nights, half-open `[from, to)`, of the beds of these homes and of these beds, in order of bed label. */
export async function freeNightsOf(
  tx: Tx,
  homeIds: readonly string[],
  bedIds: readonly string[],
): Promise<FreeNights[]> {
  const { rows } = await tx.client.query<FreeNights>(
    `select f.bed_id as "bedId", f.home_id as "homeId", f.free_from::text as from, f.free_to::text as to
       from visible_bed_free f join beds b on b.id = f.bed_id
      where (f.home_id = any($1) or f.bed_id = any($2)) and f.awaiting_departure is null
      order by b.label, f.bed_id, f.free_from`,
    [homeIds, bedIds],
  )
  return rows
}

/** Clears the bed of placements whose nights may change. Returns the beds that they had. */
export async function releaseBeds(
  tx: Tx,
  stays: readonly PlacementKey[],
): Promise<(PlacementKey & { bedId: string })[]> {
  const { rows } = await tx.client.query<PlacementKey & { bedId: string }>(
    `with held as (
       select p.id, p.bed_id, r.*
         from jsonb_to_recordset($1) r (reference text, "startedOn" date, layer text)
         join children c on c.reference = r.reference
         join placements p on p.child_id = c.id and p.started_on = r."startedOn" and p.layer = r.layer
        where p.bed_id is not null
     ), released as (
       update placements p set bed_id = null from held where p.id = held.id
     )
     select reference, "startedOn", layer, bed_id as "bedId" from held`,
    [JSON.stringify(stays)],
  )
  return rows
}

export interface BedMatch extends PlacementKey {
  bedId: string | null
  homeId: string
}

/** Sets the bed and home of placements to those matched; `bedId` null sets the home alone. */
export async function placeInBeds(tx: Tx, matches: readonly BedMatch[]): Promise<void> {
  await tx.client.query(
    `update placements p set bed_id = r."bedId", home_id = r."homeId"
       from jsonb_to_recordset($1) r (reference text, "startedOn" date, layer text, "bedId" uuid, "homeId" uuid)
       join children c on c.reference = r.reference
      where p.child_id = c.id and p.started_on = r."startedOn" and p.layer = r.layer
        and (p.bed_id, p.home_id) is distinct from (r."bedId", r."homeId")`,
    [JSON.stringify(matches)],
  )
}
