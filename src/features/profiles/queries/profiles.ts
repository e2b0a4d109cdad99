import { builtInProfiles, standardProfile } from '../../../domain/matching/profile.ts'
import { allWeights } from '../../../domain/matching/weights.ts'
import { locks } from '../../../platform/db/locks.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { NewProfile, ProfileView } from '../schema.ts'

const columns = `name, version, weights, gateway_grade as "gatewayGrade", in_force_from as "inForceFrom",
  by_default as "byDefault", published_by as "publishedBy", published_at as "publishedAt"`

const withAllWeights = (row: ProfileView): ProfileView => ({ ...row, weights: allWeights(row.weights) })

const builtIn: ProfileView[] = builtInProfiles.map((profile) => ({
  ...profile,
  inForceFrom: null,
  byDefault: profile === standardProfile,
  publishedBy: null,
  publishedAt: null,
}))

/** The versions of the built-in profiles, then every version the authority has published, by name and version. */
export async function listProfiles(tx: Tx): Promise<ProfileView[]> {
  const { rows } = await tx.client.query<ProfileView>(
    `select ${columns} from matching_profiles order by name, version`,
  )
  return [...builtIn, ...rows.map(withAllWeights)]
}

export async function readProfileVersion(
  tx: Tx,
  name: string,
  version: number,
): Promise<ProfileView | undefined> {
  if (name === standardProfile.name) return builtIn.find((profile) => profile.version === version)
  const { rows } = await tx.client.query<ProfileView>(
    `select ${columns} from matching_profiles where name = $1 and version = $2`,
    [name, version],
  )
  return rows[0] && withAllWeights(rows[0])
}

/** Publishes the next version of a profile. An advisory lock serialises concurrent publications of one name. */
export async function publishProfile(
  tx: Tx,
  { name, weights, gatewayGrade, inForceFrom, byDefault }: NewProfile,
): Promise<ProfileView> {
  const { authorityCode, subject } = tx.principal
  await tx.client.query('select pg_advisory_xact_lock($1, hashtext($2))', [
    locks.profile,
    `${authorityCode} ${name}`,
  ])
  const { rows } = await tx.client.query<ProfileView>(
    `insert into matching_profiles
       (authority_code, name, version, weights, gateway_grade, in_force_from, by_default, published_by)
     select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 from matching_profiles where name = $2
     returning ${columns}`,
    [authorityCode, name, JSON.stringify(weights), gatewayGrade, inForceFrom, byDefault, subject],
  )
  return withAllWeights(rows[0] as ProfileView)
}
