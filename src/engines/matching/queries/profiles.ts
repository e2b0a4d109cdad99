import { builtInProfiles, standardProfile, type Profile } from '../../../domain/matching/profile.ts'
import { allWeights } from '../../../domain/matching/weights.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

interface Row extends Omit<Profile, 'weights'> {
  weights: Partial<Profile['weights']>
}

const columns = `name, version, weights, gateway_grade as "gatewayGrade"`

const profileOf = (row: Row): Profile => ({ ...row, weights: allWeights(row.weights) })

/** A version of a profile, the built-in one included; without `version` the latest in force on the day. Undefined for none. */
export async function findProfile(
  tx: Tx,
  name: string,
  version: number | undefined,
  day: string,
): Promise<Profile | undefined> {
  if (name === standardProfile.name)
    return version === undefined
      ? standardProfile
      : builtInProfiles.find((profile) => profile.version === version)
  const { rows } = await tx.client.query<Row>(
    `select ${columns} from matching_profiles
      where name = $1 and ($2::integer is null and in_force_from <= $3 or version = $2)
      order by in_force_from desc, version desc limit 1`,
    [name, version ?? null, day],
  )
  return rows[0] && profileOf(rows[0])
}

/** The profile of searches that name none: the authority's latest default in force on the day, else the built-in one. */
export async function readDefaultProfile(tx: Tx, day: string): Promise<Profile> {
  const { rows } = await tx.client.query<Row>(
    `select ${columns} from matching_profiles where by_default and in_force_from <= $1
      order by in_force_from desc, published_at desc limit 1`,
    [day],
  )
  return rows[0] ? profileOf(rows[0]) : standardProfile
}
