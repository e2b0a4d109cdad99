import type { Pool } from 'pg'

/** What the routes of panels have in common. */
export const about = { tag: 'Panels', scopes: { read: 'panels:read', write: 'panels:write' } } as const

export interface PanelOptions {
  pool: Pool
  /** Gives the instant. */
  clock: () => Date
}
