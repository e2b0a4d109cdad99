import { postcodeDistrict } from '../../../domain/postcodes.ts'
import type { Day } from '../days.ts'
import type { CarerJourney, SyntheticHome } from '../model.ts'
import type { Present } from './present.ts'

const temporaryDays = 16 * 7
const extensionDays = 8 * 7

/**
 * Approves a connected carer's household for the time being from the day it takes children (CPPCR 2010 reg. 24), and lets
 * the assessment follow, the panel and the approval, mostly within the sixteen weeks; else it is extended once (reg. 25).
 */
export function followCarers(present: Present, home: SyntheticHome): void {
  const { random, agenda } = present
  const from = home.opensOn
  home.registeredPlaces = null
  home.terms = [{ kind: 'temporary', from, to: from + temporaryDays }]
  const journey = newJourney(present, home)
  const assessmentDay = from + random.whole(5, 20)
  agenda.at(assessmentDay, () => isOpen(home) && (journey.assessed = assessmentDay))
  const approvalDay = from + random.whole(80, 150)
  toPanel(present, { home, journey, approvalDay })
}

/** Carries on with the household of a connected carer who waited for approval on the reference day. */
export function carryOn(present: Present, home: SyntheticHome): void {
  const { random, journeys, day } = present
  const journey = journeys.find((one) => one.home === home)
  const approvalDay = Math.max(home.opensOn + random.whole(80, 150), day + random.whole(4, 40))
  if (journey) toPanel(present, { home, journey, approvalDay })
}

interface Way {
  home: SyntheticHome
  journey: CarerJourney
  approvalDay: Day
}

function toPanel({ random, agenda, day }: Present, { home, journey, approvalDay }: Way): void {
  const temporaryEnd = home.opensOn + temporaryDays
  const lastDay = temporaryEnd + extensionDays
  const panelDay = Math.max(approvalDay - random.whole(3, 10), day + 1)
  const extensionDay = temporaryEnd - random.whole(2, 9)
  if (approvalDay > temporaryEnd && temporaryEnd > day) {
    agenda.at(Math.max(extensionDay, day + 1), () => {
      if (isOpen(home)) home.terms.push({ kind: 'extension', from: temporaryEnd, to: lastDay })
    })
  }
  agenda.at(panelDay, () => isOpen(home) && (journey.panel = panelDay))
  agenda.at(approvalDay, () => {
    if (!isOpen(home)) return
    journey.approved = approvalDay
    journey.places = home.beds.length
    home.registeredPlaces = home.beds.length
    home.terms = home.terms.filter(({ from }) => from < approvalDay)
    const last = home.terms.at(-1)
    if (last && last.to !== null && last.to > approvalDay) last.to = approvalDay
    home.terms.push({ kind: 'full', from: approvalDay, to: null })
  })
}

const isOpen = ({ closesOn }: SyntheticHome) => closesOn === null

function newJourney(present: Present, home: SyntheticHome): CarerJourney {
  const { random, journeys } = present
  const journey: CarerJourney = {
    id: random.uuid(),
    type: 'family-and-friends',
    transferredFrom: null,
    district: postcodeDistrict(home.place.postcode),
    enquired: null,
    applied: present.day,
    assessed: null,
    panel: null,
    approved: null,
    closed: null,
    outcome: null,
    places: null,
    home,
  }
  journeys.push(journey)
  return journey
}
