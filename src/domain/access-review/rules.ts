/** How an unusual access is told apart. Systems with a service key are left out: they read many, at all hours. */
export const accessRules = {
  'many-children': {
    title: 'Many children in an hour',
    words:
      'Somebody opened the records of more than 60 different children within an hour of the clock, one by one.',
  },
  'at-night': {
    title: 'At night',
    words:
      'Somebody who is not on duty opened the records of more than 10 different children in a night, between 22:00 and 06:00 by the clock of the United Kingdom.',
  },
  'glass-broken': {
    title: 'Glass was broken',
    words: 'Somebody opened, for a time and with a reason, what the role does not show.',
  },
} as const
export type AccessRule = keyof typeof accessRules
export const accessRuleNames = Object.keys(accessRules) as [AccessRule, ...AccessRule[]]

/** More different children than this within an hour are many. */
export const MANY_CHILDREN = 60

/** More different children than this in a night are many: one child's emergency may well be at night. */
export const MANY_AT_NIGHT = 10

/** An entry that names no more children than this is of a record that was opened; one that names more, of a list. */
export const OPENED_AT_ONCE = 3

/** The hours of the night, by the clock of the United Kingdom: from the first on, and until the second. */
export const NIGHT_HOURS = { from: 22, to: 6 } as const

/** What a review of an unusual access can find. */
export const accessFindings = {
  explained: 'It was work, and is explained',
  'to-investigate': 'It is being investigated',
  misuse: 'It was misuse',
} as const
export const accessFindingNames = Object.keys(accessFindings) as [
  keyof typeof accessFindings,
  ...(keyof typeof accessFindings)[],
]
