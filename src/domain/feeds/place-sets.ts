import type { FeedSet } from './set.ts'

/** Sets about places. */
export const placeSets = {
  authorities: {
    title: 'Authorities',
    words: 'An upper-tier authority of England, and `outside-england` for all beyond.',
    key: ['authorityCode'],
    period: null,
    columns: {
      authorityCode: { type: 'text', words: 'Its GSS code.' },
      name: { type: 'text', words: 'Its name.' },
      regionCode: { type: 'text', words: 'GSS code of its region.' },
      regionName: { type: 'text', words: 'Name of its region.' },
    },
  },
  districts: {
    title: 'Districts',
    words: 'A lower-tier authority of England.',
    key: ['districtCode'],
    period: null,
    columns: {
      districtCode: { type: 'text', words: 'Its GSS code.' },
      name: { type: 'text', words: 'Its name.' },
      authorityCode: { type: 'text', refers: 'authorities', words: 'The authority in which it lies.' },
    },
  },
} as const satisfies Record<string, FeedSet>
