/** Accommodation for those over 16 that Cheshire East commissions (Sufficiency Strategy 2024–27): beds by kind. */
export const commissionedHomes = [
  {
    provider: 'YMCA',
    home: 'YMCA shared house',
    reach: 'in',
    emergencyBeds: 2,
    standardBeds: 3,
    dispersedBeds: 0,
    usedBeds: 4,
  },
  {
    provider: 'YMCA',
    home: 'YMCA dispersed flats',
    reach: 'in',
    emergencyBeds: 0,
    standardBeds: 0,
    dispersedBeds: 16,
    usedBeds: 15,
  },
  {
    provider: 'Watermill House',
    home: 'Watermill House',
    reach: 'in',
    emergencyBeds: 1,
    standardBeds: 5,
    dispersedBeds: 0,
    usedBeds: 5,
  },
  {
    provider: 'Watermill House',
    home: 'Watermill dispersed flats',
    reach: 'in',
    emergencyBeds: 0,
    standardBeds: 0,
    dispersedBeds: 2,
    usedBeds: 2,
  },
] as const

export const lodgingsProvider = 'Forum Housing'
export const lodgingsHosts = 10

/** The council's own children's homes: two that are open, then the six it planned to open (Sufficiency Strategy 2024–27). */
export const ownHomes = [
  { name: 'Own home 1', opensOn: '2017-09-04', beds: 3, emergencyBeds: 0, usedBeds: 3 },
  { name: 'Own home 2', opensOn: '2019-06-03', beds: 3, emergencyBeds: 0, usedBeds: 2 },
  { name: 'Own home 3', opensOn: '2024-02-05', beds: 3, emergencyBeds: 0, usedBeds: 0 },
  { name: 'Own home 4', opensOn: '2024-03-04', beds: 3, emergencyBeds: 0, usedBeds: 0 },
  { name: 'Own home 5', opensOn: '2024-03-25', beds: 3, emergencyBeds: 1, usedBeds: 0 },
  { name: 'Own home 6', opensOn: '2024-11-04', beds: 2, emergencyBeds: 0, usedBeds: 0 },
  { name: 'Own home 7', opensOn: '2025-02-03', beds: 2, emergencyBeds: 0, usedBeds: 0 },
  { name: 'Own home 8', opensOn: '2025-06-02', beds: 2, emergencyBeds: 0, usedBeds: 0 },
] as const
