/** Accommodation for those over 16 that Cheshire East commissions (Sufficiency Strategy 2024–27): beds by kind. */
export const commissioned = [
  {
    provider: 'YMCA',
    home: 'YMCA shared house',
    reach: 'in',
    emergency: 2,
    supported: 3,
    dispersed: 0,
    used: 4,
  },
  {
    provider: 'YMCA',
    home: 'YMCA dispersed flats',
    reach: 'in',
    emergency: 0,
    supported: 0,
    dispersed: 16,
    used: 15,
  },
  {
    provider: 'Watermill House',
    home: 'Watermill House',
    reach: 'in',
    emergency: 1,
    supported: 5,
    dispersed: 0,
    used: 5,
  },
  {
    provider: 'Watermill House',
    home: 'Watermill dispersed flats',
    reach: 'in',
    emergency: 0,
    supported: 0,
    dispersed: 2,
    used: 2,
  },
] as const

export const lodgingsProvider = 'Forum Housing'
export const lodgingsHosts = 10

/** The council's own children's homes: open already, then the six it was to open (Sufficiency Strategy 2024–27). */
export const ownHomes = [
  { name: 'Own home 1', opensOn: '2017-09-04', beds: 3, emergency: 0, used: 3 },
  { name: 'Own home 2', opensOn: '2019-06-03', beds: 3, emergency: 0, used: 2 },
  { name: 'Own home 3', opensOn: '2024-02-05', beds: 3, emergency: 0, used: 0 },
  { name: 'Own home 4', opensOn: '2024-03-04', beds: 3, emergency: 0, used: 0 },
  { name: 'Own home 5', opensOn: '2024-03-25', beds: 3, emergency: 1, used: 0 },
  { name: 'Own home 6', opensOn: '2024-11-04', beds: 2, emergency: 0, used: 0 },
  { name: 'Own home 7', opensOn: '2025-02-03', beds: 2, emergency: 0, used: 0 },
  { name: 'Own home 8', opensOn: '2025-06-02', beds: 2, emergency: 0, used: 0 },
] as const
