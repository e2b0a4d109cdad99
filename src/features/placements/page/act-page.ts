import { placementActTitles } from '../../../domain/lifecycle/act-titles.ts'
import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { fieldsOfParts, filledValues } from '../../../platform/pages/form-parts.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { paragraph } from '../../../platform/pages/parts.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { placementActs, type ActFacts, type PlacementAct } from './acts.ts'
import { readPlacement, type PlacementPicture } from './read.ts'
import { placementFacts } from './show.ts'
import { placementFieldNames } from './words.ts'

/** The page with the form of an act on a placement. Where it is not open, the page says why. */
export function placementActPage(act: PlacementAct): PageAction {
  const parts = placementActs[act]
  return {
    url: `/placements/:id/${act}`,
    scope: 'placements:write',
    purpose: 'a placement, and what is to be done with it',
    fields: fieldsOfParts(parts),
    show: (visit) => show(visit, act),
    act: async (visit) => {
      const { id } = await visit.api.post<{ id: string }>(
        `/v1/placements/${encodeURIComponent(visit.params.id!)}/${act}`,
        filledValues(parts, visit.form),
        { key: visit.key, version: visit.version },
      )
      return { to: `/placements/${id}` }
    },
  }
}

async function show(visit: Visit, act: PlacementAct): Promise<PageView> {
  const picture = await readPlacement(visit, visit.params.id!)
  const { placement } = picture
  const title = placementActTitles[act]
  const state = [...placement.actions, ...placement.corrections].find(({ action }) => action === act)
  const body = html`${heading(title)}
  ${await changesSince(visit, `/v1/placements/${placement.id}`, placement.version, placementFieldNames)}
  ${placementFacts(visit, picture)}
  ${state?.open === true ? await formPart(visit, act, picture) : paragraph(`This cannot be done now. ${state?.why ?? ''}`)}`
  return { title, back: { href: `/placements/${placement.id}`, text: 'The placement' }, body }
}

async function formPart(visit: Visit, act: PlacementAct, picture: PlacementPicture) {
  const { placement } = picture
  const facts: ActFacts = {
    ...picture,
    destinationId: visit.query.to ?? null,
    destinations: act === 'move' ? await destinationsOf(visit, picture) : [],
  }
  return visit.formTo(
    `/placements/${placement.id}/${act}`,
    html`${placementActs[act].map((part) => part.show(visit, facts))}
    ${component('button', { text: placementActTitles[act], preventDoubleClick: true })}`,
    placement.version,
  )
}

/** The agreed placements of the child to which a move can lead. */
async function destinationsOf(visit: Visit, { placement }: PlacementPicture): Promise<PlacementPicture[]> {
  const { items } = await visit.api.get<{ items: { id: string }[] }>(
    `/v1/placements?childId=${placement.childId}&status=planned`,
  )
  return Promise.all(items.map(({ id }) => readPlacement(visit, id)))
}
