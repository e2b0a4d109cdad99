import type { Labels } from '../codes.ts'

/** Offices that an authority gives to named users, each with the decisions that the law or practice leaves to it. */
export const offices = {
  'nominated-officer': 'Nominated officer',
  dcs: "Director of children's services",
  'head-of-service': 'Head of service',
  'fostering-service': 'Fostering service (decision maker)',
} as const satisfies Labels

export type Office = keyof typeof offices
