import { shortBreakStatuses } from '../codes.ts'
import { addDays, type CivilDate } from '../dates.ts'
import { stayLimit } from '../lifecycle/absences.ts'
import { placementTypeOf, type PlacementType } from '../placement-types.ts'
import { sameCarer } from './care.ts'
import type { Episode, Findings } from './episodes.ts'

export interface Placement {
  type: PlacementType
  placeCode: string | null
  providerCode: string | null
  startedOn: CivilDate
  endedOn: CivilDate | null
  /** REASON_PLACE_CHANGE of its last episode. */
  endReason: string | null
  /** Whether the carer is the same as in the previous placement (RNE T or U). */
  sameCarer: boolean
  /** The placement, or one with the same carer, began before `startedOn`, and the returns do not say when. */
  startedBefore: boolean
  homePostcode: string | null
  postcode: string | null
  urn: string | null
  /** The Ofsted number of the home, or for a carer's of the agency, in which it is on record; returns do not say. */
  homeUrn?: string | null
}

const isTemporary = (episode: Episode) => episode.place.startsWith('T')
const isShortBreak = (episode: Episode) =>
  (shortBreakStatuses as readonly string[]).includes(episode.legalStatus)

/** One stay: its episodes in order. An `overlay` is a temporary stay during which the usual stay continues. */
interface Stay {
  episodes: Episode[]
  to: CivilDate | null
  overlay: boolean
  follows: boolean
}

/**
 * The stays of a run of episodes.
 *
 * A change of legal status only (RNE L) continues the stay. Any other reason begins a new one, with two exceptions, in
 * which the child keeps the usual bed: during a temporary placement (T0 to T4) the usual stay continues, and a return to
 * the same place, provider, URN and postcode afterwards resumes it. If the child does not return, the usual stay ends
 * with the temporary one. A temporary placement without a usual stay before it, or during short breaks, is a stay of its
 * own.
 */
function staysOf(run: readonly Episode[], findings: Findings): Stay[] {
  const stays: Stay[] = []
  let usual: Stay | null = null
  let away = false
  for (const episode of run) {
    const current = stays.at(-1)
    if (current && episode.rne === 'L') {
      current.episodes.push(episode)
      current.to = episode.to
      if (away && usual) usual.to = episode.to
      continue
    }
    if (isTemporary(episode) && usual && !usual.episodes.every(isShortBreak)) {
      stays.push({ episodes: [episode], to: episode.to, overlay: true, follows: true })
      usual.to = episode.to
      away = true
      continue
    }
    const lastUsual: Episode | undefined = usual?.episodes.at(-1)
    if (usual && away && lastUsual && sameCarer(lastUsual, episode)) {
      usual.episodes.push(episode)
      usual.to = episode.to
      stays.splice(stays.indexOf(usual), 1)
      stays.push(usual)
      away = false
      continue
    }
    if (away)
      findings.add('noted', episode.row, {
        rule: '383',
        column: 'PLACE',
        more: 'the usual placement is ended here',
      })
    const stay: Stay = { episodes: [episode], to: episode.to, overlay: false, follows: Boolean(current) }
    stays.push(stay)
    away = false
    usual = isTemporary(episode) ? null : stay
  }
  return stays
}

function noteTemporary(run: readonly Episode[], stays: readonly Stay[], findings: Findings): void {
  const [first, last] = [run[0], run.at(-1)]
  if (first && isTemporary(first)) findings.add('noted', first.row, { rule: '380', column: 'PLACE' })
  if (last && isTemporary(last) && last.to !== null)
    findings.add('noted', last.row, { rule: '381', column: 'PLACE' })
  for (const { episodes } of stays) {
    const start = episodes[0]
    if (!start || !isTemporary(start)) continue
    if (isShortBreak(start)) findings.add('noted', start.row, { rule: '382', column: 'PLACE' })
    const limit = stayLimit(start.place)
    const end = episodes.at(-1)?.to
    if (limit && end && end > addDays(start.from, limit.mostNights)) {
      findings.add('noted', start.row, { rule: limit.rule, column: 'PLACE' })
    }
  }
}

const carerGoesOn = ({ rne }: Episode) => rne === 'T' || rne === 'U'

/** The last value of a column in the stay's episodes: a later change of legal status may leave it blank. */
function latestValue(episodes: readonly Episode[], column: 'homePostcode' | 'placementPostcode' | 'urn') {
  return episodes.findLast((episode) => episode[column] !== null)?.[column] ?? null
}

function typeOf(episodes: readonly Episode[]): PlacementType {
  const first = episodes[0]
  if (!first) throw new Error('a stay has at least one episode')
  if (episodes.every(isShortBreak)) return 'short-break'
  return placementTypeOf(first.place, first.provider) ?? 'other'
}

/**
 * The placements of a run of episodes, in order of their first night. A stay with short breaks (V3, V4) throughout is of
 * type short break; otherwise its PLACE decides the type.
 */
export function placementsOf(run: readonly Episode[], findings: Findings): Placement[] {
  const stays = staysOf(run, findings)
  noteTemporary(run, stays, findings)
  return stays
    .map(({ episodes, to, follows }): Placement => {
      const first = episodes[0]
      if (!first) throw new Error('a stay has at least one episode')
      return {
        type: typeOf(episodes),
        placeCode: first.place,
        providerCode: first.provider,
        startedOn: first.from,
        endedOn: to,
        endReason: to === null ? null : (episodes.at(-1)?.reasonPlaceChange ?? null),
        sameCarer: follows && carerGoesOn(first),
        startedBefore: !follows && (first.rne === 'L' || carerGoesOn(first)),
        homePostcode: latestValue(episodes, 'homePostcode'),
        postcode: latestValue(episodes, 'placementPostcode'),
        urn: latestValue(episodes, 'urn'),
      }
    })
    .sort((a, b) => (a.startedOn < b.startedOn ? -1 : 1))
}
