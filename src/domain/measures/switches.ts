/** Choices that a measure's definition can leave to the caller. */
export const switches = {
  temporaryStays: { title: 'Whether temporary stays (T0 to T4) count as placements' },
  unaccompanied: { title: 'Whether unaccompanied asylum-seeking children are counted' },
  notKnown: {
    title: 'Whether children of whom the distance or the area is not known are in the denominator',
  },
  youngAge: { title: "Below which age a child is young for a children's home" },
  targetOccupancy: { title: 'The share of the beds that is to be occupied' },
  capacity: { title: 'Of which beds the target is a share' },
} as const

export type SwitchName = keyof typeof switches
export const switchNames = Object.keys(switches) as SwitchName[]
