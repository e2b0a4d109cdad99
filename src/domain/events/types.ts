/**
 * Every type of event and what it says. Which change of which record is which is declared in the database, whose
 * triggers write the events; a test compares the two. A type is never changed in meaning: it gets a new version.
 */
export const eventTypes = {
  'uk.sufficiency.provider.recorded.v1': 'A provider was recorded.',
  'uk.sufficiency.provider.changed.v1': 'What is recorded of a provider changed.',
  'uk.sufficiency.provider.removed.v1': 'A provider recorded by mistake was removed.',

  'uk.sufficiency.home.opened.v1': 'A home was recorded, with the day it opens.',
  'uk.sufficiency.home.closed.v1': 'The day a home closes was recorded.',
  'uk.sufficiency.home.changed.v1': 'What is recorded of a home changed.',
  'uk.sufficiency.home.removed.v1': 'A home recorded by mistake was removed.',
  'uk.sufficiency.judgement.recorded.v1': 'A judgement of Ofsted was recorded.',
  'uk.sufficiency.judgement.changed.v1': 'What is recorded of a judgement changed.',
  'uk.sufficiency.judgement.removed.v1': 'A judgement recorded by mistake was removed.',
  'uk.sufficiency.contract.recorded.v1': 'A contract was recorded.',
  'uk.sufficiency.contract.changed.v1': 'What is recorded of a contract changed.',
  'uk.sufficiency.contract.removed.v1': 'A contract recorded by mistake was removed.',
  'uk.sufficiency.fee.recorded.v1': 'A fee was recorded.',
  'uk.sufficiency.fee.changed.v1': 'What is recorded of a fee changed.',
  'uk.sufficiency.fee.removed.v1': 'A fee recorded by mistake was removed.',

  'uk.sufficiency.home-restriction.imposed.v1': 'No child may be placed in a home, from a day on.',
  'uk.sufficiency.home-restriction.lifted.v1': 'The day a restriction of a home ends was recorded.',
  'uk.sufficiency.home-restriction.changed.v1': 'What is recorded of a restriction changed.',
  'uk.sufficiency.home-restriction.removed.v1': 'A restriction recorded by mistake was removed.',

  'uk.sufficiency.bed.opened.v1': 'A bed was recorded, with the day it opens.',
  'uk.sufficiency.bed.closed.v1': 'The day a bed closes was recorded.',
  'uk.sufficiency.bed.changed.v1': 'What is recorded of a bed changed.',
  'uk.sufficiency.bed.removed.v1': 'A bed recorded by mistake was removed.',
  'uk.sufficiency.void.opened.v1': 'A bed was put out of use, from a day on.',
  'uk.sufficiency.void.closed.v1': 'The day a void ends was recorded.',
  'uk.sufficiency.void.changed.v1': 'What is recorded of a void changed.',
  'uk.sufficiency.void.removed.v1': 'A void recorded by mistake was removed.',

  'uk.sufficiency.sibling-group.recorded.v1': 'A sibling group was recorded.',
  'uk.sufficiency.sibling-group.changed.v1': 'What is recorded of a sibling group changed.',
  'uk.sufficiency.sibling-group.removed.v1': 'A sibling group recorded by mistake was removed.',
  'uk.sufficiency.child.recorded.v1': 'A child was recorded.',
  'uk.sufficiency.child.changed.v1': 'What is recorded of a child changed.',
  'uk.sufficiency.child.removed.v1': 'A child recorded by mistake was removed.',
  'uk.sufficiency.care-period.started.v1': 'The day a child came into care was recorded.',
  'uk.sufficiency.care-period.ended.v1': 'The day a child left care was recorded.',
  'uk.sufficiency.care-period.changed.v1': 'What is recorded of a period of care changed.',
  'uk.sufficiency.care-period.removed.v1': 'A period of care recorded by mistake was removed.',
  'uk.sufficiency.legal-status.started.v1': 'The day a legal status began was recorded.',
  'uk.sufficiency.legal-status.ended.v1': 'The day a legal status ended was recorded.',
  'uk.sufficiency.legal-status.changed.v1': 'What is recorded of a legal status changed.',
  'uk.sufficiency.legal-status.removed.v1': 'A legal status recorded by mistake was removed.',

  'uk.sufficiency.child-needs.recorded.v1': 'What a child needs of a home was recorded.',
  'uk.sufficiency.child-needs.changed.v1': 'What a child needs of a home changed.',
  'uk.sufficiency.child-needs.removed.v1': 'Needs recorded by mistake were removed.',
  'uk.sufficiency.separation.recorded.v1': 'Two children must not live together, from a day on.',
  'uk.sufficiency.separation.ended.v1':
    'The day from which two children may live together again was recorded.',
  'uk.sufficiency.separation.changed.v1': 'What is recorded of a separation changed.',
  'uk.sufficiency.separation.removed.v1': 'A separation recorded by mistake was removed.',
  'uk.sufficiency.connection.recorded.v1': 'A connected person with a home was recorded.',
  'uk.sufficiency.connection.changed.v1': 'What is recorded of a connected person changed.',
  'uk.sufficiency.connection.removed.v1': 'A connection recorded by mistake was removed.',

  'uk.sufficiency.placement-request.recorded.v1': 'A placement was asked for.',
  'uk.sufficiency.placement-request.withdrawn.v1': 'A placement is no longer asked for.',
  'uk.sufficiency.placement-request.changed.v1': 'What a placement request asks for changed.',
  'uk.sufficiency.placement-request.removed.v1': 'A placement request recorded by mistake was removed.',
  'uk.sufficiency.hold.placed.v1': 'Beds were held until an instant, at which they are free again.',
  'uk.sufficiency.hold.extended.v1': 'The instant until which beds are held was changed.',
  'uk.sufficiency.hold.released.v1': 'Beds held were freed before the hold ran out.',
  'uk.sufficiency.hold.lapsed.v1':
    'A hold ran out and its beds are free; `time` is the instant at which it did.',
  'uk.sufficiency.hold.agreed.v1': 'A hold became placements.',
  'uk.sufficiency.approval.decided.v1': 'A placement that needs approval was approved or refused.',
  'uk.sufficiency.approval.removed.v1': 'A decision on a placement was removed with it.',
  'uk.sufficiency.placement.recorded.v1': 'A placement was recorded, planned or begun.',
  'uk.sufficiency.placement.agreed.v1': 'A placement was agreed.',
  'uk.sufficiency.placement.started.v1': 'The day a child arrived was recorded.',
  'uk.sufficiency.placement.ended.v1': 'The day a child left was recorded.',
  'uk.sufficiency.placement.withdrawn.v1': 'A placement that had not started was called off.',
  'uk.sufficiency.placement.moved.v1': 'A child moved from this placement to the one that it names.',
  'uk.sufficiency.placement.changed.v1': 'What is recorded of a placement changed.',
  'uk.sufficiency.placement.removed.v1': 'A placement recorded by mistake was removed.',

  'uk.sufficiency.panel-meeting.recorded.v1': 'A meeting of a panel was called.',
  'uk.sufficiency.panel-meeting.cancelled.v1': 'A meeting of a panel was called off.',
  'uk.sufficiency.panel-meeting.changed.v1': 'What is recorded of a meeting changed.',
  'uk.sufficiency.panel-meeting.removed.v1': 'A meeting recorded by mistake was removed.',
  'uk.sufficiency.panel-case.listed.v1': 'A case was put on the agenda of a meeting.',
  'uk.sufficiency.panel-case.prepared.v1': 'Options were laid before a panel for the first time.',
  'uk.sufficiency.panel-case.withdrawn.v1': 'A case was taken off the agenda.',
  'uk.sufficiency.panel-case.changed.v1': 'What is recorded of a case changed, or options were laid anew.',
  'uk.sufficiency.panel-case.removed.v1': 'A case recorded by mistake was removed.',
  'uk.sufficiency.panel-decision.taken.v1': 'A panel decided a case.',
  'uk.sufficiency.panel-decision.superseded.v1':
    'A decision took the place of the earlier one that it names.',
  'uk.sufficiency.panel-decision.linked.v1':
    'A decision was linked to the request, hold or placement that it led to.',
  'uk.sufficiency.panel-action.set.v1': 'A panel set an action.',
  'uk.sufficiency.panel-action.done.v1': 'An action of a panel was done.',
  'uk.sufficiency.panel-action.dropped.v1': 'An action of a panel was dropped.',
  'uk.sufficiency.panel-action.changed.v1': 'What is recorded of an action changed.',
  'uk.sufficiency.panel-action.removed.v1': 'An action recorded by mistake was removed.',
} as const satisfies Record<string, string>

export type EventType = keyof typeof eventTypes

export const eventTypeNames = Object.keys(eventTypes) as [EventType, ...EventType[]]
