import type { Prefer } from '../types.ts'
import { pounds } from '../wording.ts'

/** Pounds a week from which no points are earned: more than nearly every children's home costs. Our own choice. */
const dear = 8000

/** The fee in force on the first night. */
export const cost = {
  id: 'cost',
  kind: 'prefer',
  title: 'Weekly cost',
  scale: { kind: 'falling', fact: 'weeklyCost', worst: dear, steps: 100 },
  judge: (need, { weeklyCost }) =>
    weeklyCost === null
      ? { met: null, detail: 'No fee is known.' }
      : {
          met: weeklyCost < dear,
          detail: `${pounds(weeklyCost)} a week${need.children.length > 1 ? ' for each child' : ''}.`,
        },
} as const satisfies Prefer
