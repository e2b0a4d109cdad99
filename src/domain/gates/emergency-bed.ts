import type { GateRule } from './types.ts'

export const emergencyBed = {
  id: 'emergency-bed',
  title: 'Emergency bed',
  regulation: "The authority's own rule: an emergency bed is used by a head of service's leave",
  standsBecause: ({ bedKind }) => (bedKind === 'emergency' ? 'The bed is kept for emergencies.' : null),
  opens: { by: 'decision', office: 'head-of-service', confirms: {} },
  emergencyWorkingDays: (settings) => settings.emergencyApprovalWorkingDays,
} as const satisfies GateRule
