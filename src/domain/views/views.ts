import { viewsOfChanges } from './changes.ts'
import { viewsOfChildren } from './children.ts'
import { viewsOfHomes } from './homes.ts'
import type { View } from './view.ts'

/** Every sufficiency view, by its id. Ids are stable once published. */
export const views = {
  ...viewsOfChildren,
  ...viewsOfHomes,
  ...viewsOfChanges,
} as const satisfies Record<string, View>

export type ViewId = keyof typeof views

/** The view of an id, with the optional parts typed; undefined where there is none. */
export function viewOf(id: string): View | undefined {
  return Object.hasOwn(views, id) ? views[id as ViewId] : undefined
}
