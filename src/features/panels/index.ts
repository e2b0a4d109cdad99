import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { registerResource } from '../../platform/http/resource.ts'
import { registerPanelCases } from './cases.ts'
import { registerPanelFollowUp } from './follow-up.ts'
import { registerPanelMeetings } from './meetings.ts'
import { routeDefaults, type PanelOptions } from './options.ts'
import { registerPanelPack } from './pack.ts'
import * as queries from './queries/records.ts'
import * as schema from './schema.ts'

export { registerPanelPages } from './page/index.ts'

/** Routes of panels, their meetings, cases, actions and packs. */
export function registerPanels(app: FastifyInstance, options: PanelOptions): void {
  registerResource(app, options.pool, {
    ...routeDefaults,
    path: 'panels',
    name: 'panel',
    description:
      'A panel of the authority: what it is for, how often it meets, who chairs it and who sits on it, by office. RAAP, Triple-S, Ignition, the monthly step-down panel, the residential review and the permanence panel are there from the start; others can be added.',
    fields: schema.panel,
    view: schema.panelView,
    filters: z.object({ reference: schema.panel.shape.reference.optional() }),
    store: queries.panelStore,
  })
  registerPanelMeetings(app, options)
  registerPanelCases(app, options)
  registerPanelFollowUp(app, options)
  registerPanelPack(app, options)
}
