import type { Scope } from '../../domain/access.ts'

/** The pages that every page leads to, for those who may see them. */
export const navigation: readonly { href: string; text: string; scope: Scope }[] = [
  { href: '/today', text: 'Today', scope: 'placements:read' },
  { href: '/requests', text: 'Requests', scope: 'placements:read' },
  { href: '/vacancies', text: 'Vacancies', scope: 'homes:read' },
  { href: '/approvals', text: 'Approvals', scope: 'placements:approve' },
  { href: '/panels', text: 'Panels', scope: 'panels:read' },
  { href: '/plans', text: 'Plans', scope: 'plans:read' },
  { href: '/figures', text: 'Figures', scope: 'measures:read' },
  { href: '/releases', text: 'Releases', scope: 'releases:read' },
  { href: '/forecasts', text: 'Forecasts', scope: 'forecasts:read' },
  { href: '/imports', text: 'Imports', scope: 'imports:read' },
  { href: '/supply', text: 'Spreadsheets', scope: 'homes:write' },
  { href: '/webhooks', text: 'Webhooks', scope: 'events:read' },
  { href: '/data-protection', text: 'Data protection', scope: 'subject-access:read' },
  { href: '/keys', text: 'Keys', scope: 'keys:read' },
]
