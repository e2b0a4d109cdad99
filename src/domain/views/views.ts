import { viewsOfChanges } from './changes.ts'
import { viewsOfChildren } from './children.ts'
import { viewsOfHomes } from './homes.ts'
import type { View } from './view.ts'

/** All sufficiency views by id. An id never changes once published. */
export const views = {
  ...viewsOfChildren,
  ...viewsOfHomes,
  ...viewsOfChanges,
} as const satisfies Record<string, View>

export type ViewId = keyof typeof views

/** The view with an id, typed with its optional parts; undefined where there is none. */
export function viewOf(id: string): View | undefined {
  return Object.hasOwn(views, id) ? views[id as ViewId] : undefined
}
