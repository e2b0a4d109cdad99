import type { z } from 'zod'
import type { Visit } from '../../../platform/pages/page.ts'
import type { placementDetail, placementView } from '../schema.ts'

export type PlacementAnswer = z.output<typeof placementView> & z.output<typeof placementDetail>
export type PlacementGate = PlacementAnswer['gates'][number]

export interface PlacementPicture {
  placement: PlacementAnswer
  child: { id: string; reference: string; dateOfBirth: string; sex: string }
  /** The name of the home; null for a placement without one, or in one that may not be read. */
  home: string | null
}

/** A placement with its child and home, as pages show it. */
export async function readPlacement(visit: Visit, id: string): Promise<PlacementPicture> {
  const placement = await visit.api.get<PlacementAnswer>(`/v1/placements/${encodeURIComponent(id)}`)
  const [child, home] = await Promise.all([
    visit.api.get<PlacementPicture['child']>(`/v1/children/${placement.childId}`),
    placement.homeId === null
      ? null
      : visit.api.get<{ name: string }>(`/v1/homes/${placement.homeId}`).catch(() => null),
  ])
  return { placement, child, home: home?.name ?? null }
}

/** The placement in which a child lives now, from which a move leads; undefined for none. */
export async function placementNow(visit: Visit, childId: string): Promise<PlacementAnswer | undefined> {
  const ofStatus = (status: string) =>
    visit.api.get<{ items: PlacementAnswer[] }>(`/v1/placements?childId=${childId}&status=${status}`)
  const answers = await Promise.all([ofStatus('current'), ofStatus('overdue')])
  return answers.flatMap(({ items }) => items).find(({ absenceFromId }) => absenceFromId === null)
}
