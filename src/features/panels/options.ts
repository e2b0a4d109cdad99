import type { Pool } from 'pg'

/** The OpenAPI tag and the scopes of every panel route. */
export const routeDefaults = {
  tag: 'Panels',
  scopes: { read: 'panels:read', write: 'panels:write' },
} as const

export interface PanelOptions {
  pool: Pool
  /** Returns the present instant. */
  clock: () => Date
}
