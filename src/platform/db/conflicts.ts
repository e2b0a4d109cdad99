/**
 * What a broken constraint means to the caller: `type` is a problem type of http/problem-types, `rule` the constraint's
 * name with hyphens, `pointer` the field at fault.
 */
export interface Conflict {
  type:
    | 'invalid-request'
    | 'forbidden'
    | 'conflict'
    | 'bed-in-use'
    | 'bed-not-open'
    | 'bed-still-used'
    | 'child-already-placed'
    | 'consent-needed'
    | 'must-not-live-together'
    | 'action-not-open'
    | 'period-overlaps'
    | 'already-exists'
    | 'still-referenced'
    | 'rule-broken'
    | 'unknown-reference'
    | 'unavailable'
  rule: string
  detail: string
  pointer?: string
}

type Meaning = Omit<Conflict, 'rule'>

/** The meaning of every named constraint that a request can break. A test compares the names with the database. */
const constraints: Record<string, Meaning> = {
  bed_in_one_use: {
    type: 'bed-in-use',
    detail: 'The bed is already placed, held or void on some of those nights.',
    pointer: '#/bedId',
  },
  bed_in_one_stay: {
    type: 'bed-in-use',
    detail: 'Another child is still in the bed on some of those nights.',
    pointer: '#/bedId',
  },
  use_within_open_nights: {
    type: 'bed-not-open',
    detail: 'The bed is not open on every one of those nights.',
    pointer: '#/bedId',
  },
  bed_open_while_used: {
    type: 'bed-still-used',
    detail: 'The bed is in use on nights when it would be closed.',
    pointer: '#/closesOn',
  },
  child_in_one_placement: {
    type: 'child-already-placed',
    detail: 'The child has another placement on some of those nights.',
    pointer: '#/childId',
  },
  child_in_one_place: {
    type: 'child-already-placed',
    detail: 'The child is still in another placement on some of those nights.',
    pointer: '#/childId',
  },
  placement_in_visible_bed: {
    type: 'unknown-reference',
    detail: 'There is no such bed, or none that this authority sees.',
    pointer: '#/bedId',
  },
  placement_in_visible_home: {
    type: 'unknown-reference',
    detail: 'There is no such home, or none that this authority sees.',
    pointer: '#/homeId',
  },
  placement_in_bed_agreed_to: {
    type: 'consent-needed',
    detail: 'The home is of another authority, which has not agreed that this authority places there.',
    pointer: '#/bedId',
  },
  placement_in_home_agreed_to: {
    type: 'consent-needed',
    detail: 'The home is of another authority, which has not agreed that this authority places there.',
    pointer: '#/homeId',
  },
  consent_of_own_home: { type: 'unknown-reference', detail: 'There is no such home.', pointer: '#/homeId' },
  consent_for_another: {
    type: 'rule-broken',
    detail: 'Consent is for another authority: an authority needs none for its own homes.',
    pointer: '#/forAuthorityCode',
  },
  hold_within_four_weeks: {
    type: 'rule-broken',
    detail: 'A hold lasts four weeks at most, counted from when it was placed.',
    pointer: '#/expiresAt',
  },
  hold_taken_back_says_why: {
    type: 'rule-broken',
    detail: 'A bed is taken back from a hold with a reason, and the hold released.',
    pointer: '#/reason',
  },
  consent_for_known_authority: {
    type: 'unknown-reference',
    detail: 'There is no such authority.',
    pointer: '#/forAuthorityCode',
  },
  consent_dates_in_order: {
    type: 'rule-broken',
    detail: 'The last first night for which it is given comes before the first.',
    pointer: '#/endsOn',
  },
  hold_no_longer_than_allowed: {
    type: 'rule-broken',
    detail:
      'A hold lasts no longer than the authority of each bed allows, counted from when it was placed: `longestHoldHours` of its settings, 168 hours unless it says otherwise.',
    pointer: '#/expiresAt',
  },
  placements_bed_id_fkey: { type: 'unknown-reference', detail: 'There is no such bed.', pointer: '#/bedId' },
  placements_home_id_fkey: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  placement_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  care_period_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  legal_status_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  child_of_own_sibling_group: {
    type: 'unknown-reference',
    detail: 'There is no such sibling group.',
    pointer: '#/siblingGroupId',
  },
  home_of_own_provider: {
    type: 'unknown-reference',
    detail: 'There is no such provider.',
    pointer: '#/providerId',
  },
  home_of_own_constellation: {
    type: 'unknown-reference',
    detail: 'There is no such hub home.',
    pointer: '#/mockingbirdHubId',
  },
  judgement_of_own_home: { type: 'unknown-reference', detail: 'There is no such home.', pointer: '#/homeId' },
  judgement_of_own_provider: {
    type: 'unknown-reference',
    detail: 'There is no such provider.',
    pointer: '#/providerId',
  },
  contract_of_own_home: { type: 'unknown-reference', detail: 'There is no such home.', pointer: '#/homeId' },
  fee_of_own_home: { type: 'unknown-reference', detail: 'There is no such home.', pointer: '#/homeId' },
  bed_of_own_home: { type: 'unknown-reference', detail: 'There is no such home.', pointer: '#/homeId' },
  void_for_own_placement: {
    type: 'unknown-reference',
    detail: 'There is no such placement.',
    pointer: '#/placementId',
  },
  void_for_child_alone: {
    type: 'rule-broken',
    detail: 'Only a void of solo occupancy is for the placement of a child who lives alone.',
    pointer: '#/reason',
  },
  void_while_child_alone: {
    type: 'rule-broken',
    detail:
      'A void for a child who lives alone is of another bed of the same home, on nights of the placement alone. Remove it to give the bed back.',
    pointer: '#/placementId',
  },
  child_of_own_parent: {
    type: 'unknown-reference',
    detail: 'There is no such child to be the parent.',
    pointer: '#/parentId',
  },
  child_of_another: {
    type: 'rule-broken',
    detail: 'The parent is another child.',
    pointer: '#/parentId',
  },
  void_of_own_bed: { type: 'unknown-reference', detail: 'There is no such bed.', pointer: '#/bedId' },
  provider_name_once: {
    type: 'already-exists',
    detail: 'There is a provider of this name already.',
    pointer: '#/name',
  },
  home_name_once: {
    type: 'already-exists',
    detail: 'The provider has a home of this name already.',
    pointer: '#/name',
  },
  bed_label_once: {
    type: 'already-exists',
    detail: 'The home has a bed of this label already.',
    pointer: '#/label',
  },
  one_population_a_day: {
    type: 'already-exists',
    detail: 'There is an estimate of that day already.',
    pointer: '#/asAt',
  },
  home_judged_once_a_day: {
    type: 'already-exists',
    detail: 'The home has a judgement of that day already.',
    pointer: '#/judgedOn',
  },
  provider_judged_once_a_day: {
    type: 'already-exists',
    detail: 'The provider has a judgement of that day already.',
    pointer: '#/judgedOn',
  },
  child_reference_once: {
    type: 'already-exists',
    detail: 'There is a child of this reference already.',
    pointer: '#/reference',
  },
  sibling_group_reference_once: {
    type: 'already-exists',
    detail: 'There is a sibling group of this reference already.',
    pointer: '#/reference',
  },
  one_case_system_of_a_name: {
    type: 'already-exists',
    detail: 'There is a case system of this name.',
    pointer: '#/name',
  },
  external_id_of_own_system: {
    type: 'still-referenced',
    detail: 'Records have identifiers of this system.',
  },
  sandbox_to_itself: {
    type: 'rule-broken',
    detail: 'A home of a sandbox is not shared with other authorities.',
    pointer: '#/shared',
  },
  sandbox_not_in_reset: {
    type: 'unavailable',
    detail: 'The sandbox is being put back to its seed. Send it again in a moment.',
  },
  sandbox_alone_is_reset: {
    type: 'rule-broken',
    detail: 'The authority is no sandbox: nothing was changed.',
    pointer: '#/authorityCode',
  },
  one_key_of_a_name: {
    type: 'already-exists',
    detail: 'There is, or was, a service key of this name: the name of a revoked one is not used again.',
    pointer: '#/name',
  },
  secret_expires_within_400_days: {
    type: 'rule-broken',
    detail: 'A secret of a service key lives 400 days at most.',
    pointer: '#/days',
  },
  webhook_url_once: {
    type: 'already-exists',
    detail: 'There is a webhook of this address already.',
    pointer: '#/url',
  },
  one_care_period_at_a_time: {
    type: 'period-overlaps',
    detail: 'The child is already in care on some of those nights.',
    pointer: '#/startedOn',
  },
  one_legal_status_at_a_time: {
    type: 'period-overlaps',
    detail: 'The child has another legal status on some of those nights.',
    pointer: '#/startedOn',
  },
  one_import_at_a_time: {
    type: 'conflict',
    detail: 'An import of this authority is at work; wait until it has finished.',
  },
  one_push_at_a_time: {
    type: 'conflict',
    detail: 'A push to this receiver is at work; wait until it has ended.',
  },
  one_undo_of_an_import: {
    type: 'action-not-open',
    detail: 'It is undone already, or being undone.',
  },
  undo_of_an_import: {
    type: 'conflict',
    detail: 'An undoing names the import that it undoes, and no other import does.',
  },
  one_contract_at_a_time: {
    type: 'period-overlaps',
    detail: 'The home has another contract on some of those days.',
    pointer: '#/startsOn',
  },
  one_fee_at_a_time: {
    type: 'period-overlaps',
    detail: 'The home has another fee on some of those days.',
    pointer: '#/startsOn',
  },
  judgement_of_home_or_provider: {
    type: 'rule-broken',
    detail: 'A judgement is of a home or of a provider: give one of homeId and providerId.',
    pointer: '#/homeId',
  },
  home_ages_in_order: {
    type: 'rule-broken',
    detail: 'ageTo is the oldest age taken and cannot be under ageFrom.',
    pointer: '#/ageTo',
  },
  home_dates_in_order: {
    type: 'rule-broken',
    detail: 'A home cannot close before it opens.',
    pointer: '#/closesOn',
  },
  supported_from_16: {
    type: 'rule-broken',
    detail: 'Supported accommodation takes young people of 16 and over: ageFrom must be 16 or more.',
    pointer: '#/ageFrom',
  },
  household_is_confidential: {
    type: 'rule-broken',
    detail: "A carer's household is always confidential.",
    pointer: '#/confidential',
  },
  contract_dates_in_order: {
    type: 'rule-broken',
    detail: 'endsOn must be later than startsOn.',
    pointer: '#/endsOn',
  },
  block_contract_says_beds: {
    type: 'rule-broken',
    detail: 'A block contract says how many beds it buys.',
    pointer: '#/bedsBought',
  },
  fee_dates_in_order: {
    type: 'rule-broken',
    detail: 'endsOn must be later than startsOn.',
    pointer: '#/endsOn',
  },
  bed_dates_in_order: {
    type: 'rule-broken',
    detail: 'A bed cannot close before it opens.',
    pointer: '#/closesOn',
  },
  void_dates_in_order: {
    type: 'rule-broken',
    detail: 'endsOn must be later than startsOn.',
    pointer: '#/endsOn',
  },
  other_void_says_why: {
    type: 'rule-broken',
    detail: 'A void of reason "other" says why in detail.',
    pointer: '#/detail',
  },
  uasc_ceased_was_uasc: {
    type: 'rule-broken',
    detail: 'uascCeasedOn is given only for a child who was an unaccompanied asylum-seeker.',
    pointer: '#/uascCeasedOn',
  },
  care_period_dates_in_order: {
    type: 'rule-broken',
    detail: 'endedOn cannot be before startedOn.',
    pointer: '#/endedOn',
  },
  care_period_end_has_reason: {
    type: 'rule-broken',
    detail: 'endedOn and endReason are given together or not at all.',
    pointer: '#/endReason',
  },
  care_period_end_to_confirm_is_there: {
    type: 'rule-broken',
    detail: 'endToConfirm is about an end: give endedOn too, the earliest day that it can have been.',
    pointer: '#/endToConfirm',
  },
  legal_status_dates_in_order: {
    type: 'rule-broken',
    detail: 'endedOn cannot be before startedOn.',
    pointer: '#/endedOn',
  },
  uasc_ceased_from_birth: {
    type: 'rule-broken',
    detail: 'uascCeasedOn cannot be before dateOfBirth.',
    pointer: '#/uascCeasedOn',
  },
  care_from_birth: {
    type: 'rule-broken',
    detail: 'Care cannot start before the child was born: correct startedOn, or the date of birth.',
    pointer: '#/startedOn',
  },
  care_before_death: {
    type: 'rule-broken',
    detail: "The child has died, as an earlier period of care says (E2): nothing is dated after that day. Correct startedOn, or that period's end.",
    pointer: '#/startedOn',
  },
  legal_status_from_birth: {
    type: 'rule-broken',
    detail: 'A legal status cannot begin before the child was born: correct startedOn, or the date of birth.',
    pointer: '#/startedOn',
  },
  legal_status_before_death: {
    type: 'rule-broken',
    detail: 'The child has died, as a period of care says (E2): nothing is dated after that day.',
    pointer: '#/endedOn',
  },
  legal_status_in_care: {
    type: 'rule-broken',
    detail: 'A legal status is one of a child in care: record the period of care first, or give a startedOn and endedOn within one.',
    pointer: '#/startedOn',
  },
  placement_from_birth: {
    type: 'rule-broken',
    detail: 'A placement cannot start before the child was born: correct its start, or the date of birth.',
    pointer: '#/startedOn',
  },
  placement_before_death: {
    type: 'rule-broken',
    detail: 'The child has died, as a period of care says (E2): no placement starts or ends after that day.',
    pointer: '#/endedOn',
  },
  placement_in_care: {
    type: 'rule-broken',
    detail: 'Care has ended before that day: record the new period of care first, or correct startedOn.',
    pointer: '#/startedOn',
  },
  liberty_order_from_birth: {
    type: 'rule-broken',
    detail: 'An order cannot begin before the child was born: correct fromOn, or the date of birth.',
    pointer: '#/fromOn',
  },
  liberty_order_before_death: {
    type: 'rule-broken',
    detail: 'The child has died, as a period of care says (E2): nothing is dated after that day.',
    pointer: '#/fromOn',
  },
  request_from_birth: {
    type: 'rule-broken',
    detail: 'A home cannot be needed before the child is born: correct neededFrom, or the date of birth.',
    pointer: '#/neededFrom',
  },
  born_before_records: {
    type: 'rule-broken',
    detail: 'Something recorded of the child is dated before this birth: correct or remove that first.',
    pointer: '#/dateOfBirth',
  },
  records_before_death: {
    type: 'rule-broken',
    detail: 'Something recorded of the child is dated after this death: correct or remove that first.',
    pointer: '#/endedOn',
  },
  care_covers_records: {
    type: 'rule-broken',
    detail: 'A legal status or a placement that is dated within this care would be out of it: correct or remove that first.',
    pointer: '#/endedOn',
  },
  merged_into_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/otherId',
  },
  merged_into_another: {
    type: 'rule-broken',
    detail: 'A record is not merged into itself.',
    pointer: '#/otherId',
  },
  merge_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child, or its record was merged into another already.',
    pointer: '#/otherId',
  },
  merge_in_force: {
    type: 'action-not-open',
    detail: 'That record was not merged into this one.',
  },
  child_not_merged: {
    type: 'unknown-reference',
    detail: 'The record of the child was merged into another: read it, and it says into which.',
    pointer: '#/childId',
  },
  distinct_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  distinct_from_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/otherChildId',
  },
  distinction_of_two: {
    type: 'rule-broken',
    detail: 'Two different records are not one child’s: give two.',
    pointer: '#/otherChildId',
  },
  distinct_once: {
    type: 'already-exists',
    detail: 'It is recorded already that they are two children.',
    pointer: '#/otherChildId',
  },
  question_of_own_import: { type: 'unknown-reference', detail: 'There is no such import.' },
  question_of_own_child: { type: 'unknown-reference', detail: 'There is no such child.' },
  one_open_question: {
    type: 'conflict',
    detail: 'A question about this child is open already: answer that one first.',
  },
  question_answered_wholly: {
    type: 'rule-broken',
    detail: 'An answered question has its answer, with when and by whom it was given; an open one has none of them.',
    pointer: '#/answer',
  },
  placement_has_start: {
    type: 'rule-broken',
    detail: 'Give the day the placement is planned to start, or the day it started.',
    pointer: '#/plannedFrom',
  },
  placement_planned_dates_in_order: {
    type: 'rule-broken',
    detail: 'plannedTo cannot be before plannedFrom.',
    pointer: '#/plannedTo',
  },
  placement_planned_end_after_start: {
    type: 'rule-broken',
    detail: 'plannedTo must be after startedOn: the bed is kept for one night at least.',
    pointer: '#/plannedTo',
  },
  placement_dates_in_order: {
    type: 'rule-broken',
    detail: 'endedOn cannot be before startedOn.',
    pointer: '#/endedOn',
  },
  placement_ends_after_it_starts: {
    type: 'rule-broken',
    detail: 'A placement that has not started cannot have ended.',
    pointer: '#/endedOn',
  },
  request_starts_in_order: {
    type: 'rule-broken',
    detail: 'latestStart cannot be before neededFrom.',
    pointer: '#/latestStart',
  },
  request_dates_in_order: {
    type: 'rule-broken',
    detail: 'neededTo must be later than neededFrom.',
    pointer: '#/neededTo',
  },
  request_withdrawal_says_why: {
    type: 'rule-broken',
    detail: 'A withdrawn request says when and why.',
    pointer: '#/reason',
  },
  child_of_own_request: {
    type: 'unknown-reference',
    detail: 'There is no such placement request.',
    pointer: '#/requestId',
  },
  request_for_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childIds',
  },
  hold_of_own_request: {
    type: 'unknown-reference',
    detail: 'There is no such placement request.',
    pointer: '#/requestId',
  },
  search_of_own_request: {
    type: 'unknown-reference',
    detail: 'There is no such placement request.',
    pointer: '#/requestId',
  },
  hold_dates_in_order: { type: 'rule-broken', detail: 'to must be later than from.', pointer: '#/to' },
  hold_end_has_outcome: { type: 'rule-broken', detail: 'A hold that has ended says how.' },
  held_for_child_once: { type: 'rule-broken', detail: 'A child is named once in a hold.', pointer: '#/beds' },
  bed_of_own_hold: { type: 'unknown-reference', detail: 'There is no such hold.' },
  held_for_own_child: { type: 'unknown-reference', detail: 'There is no such child.', pointer: '#/beds' },
  held_for_child_of_request: {
    type: 'unknown-reference',
    detail: 'The request is not for that child.',
    pointer: '#/requestId',
  },
  hold_in_visible_bed: {
    type: 'unknown-reference',
    detail: 'There is no such bed, or none that this authority sees.',
    pointer: '#/beds',
  },
  hold_still_held: {
    type: 'action-not-open',
    detail: 'It has lapsed: the beds are free for others. Hold them again.',
  },
  placement_for_child_of_request: {
    type: 'unknown-reference',
    detail: 'There is no such placement request for that child.',
    pointer: '#/requestId',
  },
  placement_from_own_hold: {
    type: 'unknown-reference',
    detail: 'There is no such hold.',
    pointer: '#/holdId',
  },
  moved_from_own_placement: { type: 'unknown-reference', detail: 'There is no such placement.' },
  moved_to_own_placement: {
    type: 'unknown-reference',
    detail: 'There is no such placement.',
    pointer: '#/placementId',
  },
  moved_from_once: { type: 'action-not-open', detail: 'The child has moved on from it already.' },
  absence_from_own_placement: { type: 'unknown-reference', detail: 'There is no such placement.' },
  withdrawal_kind_of_withdrawal: {
    type: 'rule-broken',
    detail: 'Only a placement that was called off says how.',
    pointer: '#/withdrawnOn',
  },
  notice_of_own_placement: { type: 'unknown-reference', detail: 'There is no such placement.' },
  notice_ends_after_it_is_given: {
    type: 'rule-broken',
    detail: 'A notice ends on or after the day on which it is given.',
    pointer: '#/endsOn',
  },
  notice_withdrawn_after_it_is_given: {
    type: 'rule-broken',
    detail: 'A notice is withdrawn on or after the day on which it is given.',
    pointer: '#/on',
  },
  one_notice_in_force: { type: 'already-exists', detail: 'Notice of the placement is given already.' },
  item_of_own_placement: { type: 'unknown-reference', detail: 'There is no such placement.' },
  item_done_once_a_day: {
    type: 'already-exists',
    detail: 'It is recorded already as done on that day.',
    pointer: '#/on',
  },
  approval_of_own_placement: { type: 'unknown-reference', detail: 'There is no such placement.' },
  must_not_live_together: {
    type: 'must-not-live-together',
    detail: 'Someone who must not live with the child lives in the home, or is to, on some of those nights.',
  },
  needs_of_own_child: { type: 'unknown-reference', detail: 'There is no such child.', pointer: '#/childId' },
  needs_of_child_once: {
    type: 'already-exists',
    detail: "The child's needs are recorded already: change those.",
    pointer: '#/childId',
  },
  separation_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  separation_from_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/otherChildId',
  },
  officer_dates_in_order: {
    type: 'rule-broken',
    detail: 'An office is given up after it is taken on.',
    pointer: '#/toOn',
  },
  one_term_of_office_at_a_time: {
    type: 'period-overlaps',
    detail: 'The user holds that office on some of those days already.',
    pointer: '#/fromOn',
  },
  approval_of_own_household: {
    type: 'unknown-reference',
    detail: 'There is no such home of this authority.',
    pointer: '#/homeId',
  },
  approval_for_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  carer_approval_dates_in_order: {
    type: 'rule-broken',
    detail: 'An approval ends after it begins.',
    pointer: '#/untilOn',
  },
  early_permanence_names_child: {
    type: 'rule-broken',
    detail: 'Approval for early permanence names a child, and no other kind does.',
    pointer: '#/childId',
  },
  temporary_approval_within_16_weeks: {
    type: 'rule-broken',
    detail: 'A temporary approval lasts 16 weeks at most (CPPCR 2010 reg. 24).',
    pointer: '#/untilOn',
  },
  extension_within_8_weeks: {
    type: 'rule-broken',
    detail: 'An extension lasts 8 weeks at most, or until the review of a refusal ends: say pendingReview (CPPCR 2010 reg. 25).',
    pointer: '#/untilOn',
  },
  only_extension_awaits_review: {
    type: 'rule-broken',
    detail: 'Only an extension lasts until a review ends.',
    pointer: '#/pendingReview',
  },
  assessed_before_approval: {
    type: 'rule-broken',
    detail: 'A carer is assessed before approval.',
    pointer: '#/assessed',
  },
  one_carer_approval_at_a_time: {
    type: 'period-overlaps',
    detail: 'Another approval of the carer covers some of those days.',
    pointer: '#/fromOn',
  },
  extended_once: {
    type: 'rule-broken',
    detail: 'A temporary approval is extended once (CPPCR 2010 reg. 25).',
    pointer: '#/kind',
  },
  terms_exemptions_home_id_fkey: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  exemption_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  exemption_dates_in_order: {
    type: 'rule-broken',
    detail: 'An exemption ends after it begins.',
    pointer: '#/toOn',
  },
  one_exemption_at_a_time: {
    type: 'period-overlaps',
    detail: 'Another exemption for the child covers some of those days.',
    pointer: '#/fromOn',
  },
  order_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  order_dates_in_order: {
    type: 'rule-broken',
    detail: 'An order ends after it begins.',
    pointer: '#/untilOn',
  },
  first_secure_order_within_3_months: {
    type: 'rule-broken',
    detail:
      'A first secure order lasts three months at most; one that follows another, six (Secure Accommodation Regulations 1991 regs. 11 and 12).',
    pointer: '#/untilOn',
  },
  secure_order_within_6_months: {
    type: 'rule-broken',
    detail: 'A secure accommodation order lasts 6 months at most, the first 3.',
    pointer: '#/untilOn',
  },
  one_order_of_a_kind_at_a_time: {
    type: 'period-overlaps',
    detail: 'Another order of the kind covers some of those days.',
    pointer: '#/fromOn',
  },
  overrides_home_id_fkey: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  override_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  override_dates_in_order: {
    type: 'rule-broken',
    detail: 'An override ends after it is decided.',
    pointer: '#/untilOn',
  },
  one_override_at_a_time: {
    type: 'period-overlaps',
    detail: 'Another override of the must is in force on some of those days.',
    pointer: '#/decidedOn',
  },
  outcome_is_of_provider: {
    type: 'rule-broken',
    detail:
      'Ofsted gives these outcomes to the provider of supported accommodation: give providerId and no homeId.',
    pointer: '#/providerId',
  },
  outcome_since_september_2024: {
    type: 'rule-broken',
    detail: 'Ofsted gives these outcomes since September 2024.',
    pointer: '#/judgedOn',
  },
  registration_within_four_buildings: {
    type: 'rule-broken',
    detail:
      "A registration of a children's home is of four buildings at most: the provider has four open homes with this ofstedUrn already.",
    pointer: '#/ofstedUrn',
  },
  home_registration_in_order: {
    type: 'rule-broken',
    detail: 'A registration ends after it begins.',
    pointer: '#/registrationEndedOn',
  },
  provider_registration_in_order: {
    type: 'rule-broken',
    detail: 'A registration ends after it begins.',
    pointer: '#/supportedRegistrationEndedOn',
  },
  variation_of_own_provider: {
    type: 'unknown-reference',
    detail: 'There is no such provider.',
    pointer: '#/providerId',
  },
  variation_says_when: {
    type: 'rule-broken',
    detail: 'A variation says when the category was added, or taken off: give addedOn or removedOn.',
    pointer: '#/addedOn',
  },
  variation_dates_in_order: {
    type: 'rule-broken',
    detail: 'A category is taken off after it was added.',
    pointer: '#/removedOn',
  },
  one_variation_of_a_category: {
    type: 'already-exists',
    detail: 'The variation of this category is recorded already: change it.',
    pointer: '#/category',
  },
  supported_categories_known: {
    type: 'rule-broken',
    detail: 'There is no such category of supported accommodation.',
    pointer: '#/supportedCategories',
  },
  separation_of_two: {
    type: 'rule-broken',
    detail: 'A separation is of two children.',
    pointer: '#/otherChildId',
  },
  separation_dates_in_order: {
    type: 'rule-broken',
    detail: 'toOn must be later than fromOn.',
    pointer: '#/toOn',
  },
  one_separation_at_a_time: {
    type: 'period-overlaps',
    detail: 'The two are already kept apart on some of those nights.',
    pointer: '#/fromOn',
  },
  connection_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  connection_with_own_home: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  connection_once: {
    type: 'already-exists',
    detail: 'The connection is recorded already.',
    pointer: '#/homeId',
  },
  restriction_of_own_home: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  restriction_dates_in_order: {
    type: 'rule-broken',
    detail: 'endsOn must be later than startsOn.',
    pointer: '#/endsOn',
  },
  journey_of_own_household: {
    type: 'unknown-reference',
    detail:
      'There is no such home, or it is no household of that type of carer: mainstream carers have a fostering-household, family and friends a connected-carer-household.',
    pointer: '#/homeId',
  },
  journey_begins: {
    type: 'rule-broken',
    detail: 'A journey has a day on which it began: give enquiredOn, or the first later one that is known.',
    pointer: '#/enquiredOn',
  },
  application_before_assessment: {
    type: 'rule-broken',
    detail: 'After an enquiry comes an application: give appliedOn.',
    pointer: '#/appliedOn',
  },
  assessment_before_panel: {
    type: 'rule-broken',
    detail: 'After an application comes an assessment: give assessmentStartedOn.',
    pointer: '#/assessmentStartedOn',
  },
  panel_before_approval: {
    type: 'rule-broken',
    detail: 'After an assessment comes the panel: give panelOn.',
    pointer: '#/panelOn',
  },
  journey_dates_in_order: {
    type: 'rule-broken',
    detail:
      'enquiredOn, appliedOn, assessmentStartedOn, panelOn and approvedOn cannot each be earlier than the one before.',
  },
  journey_closes_last: {
    type: 'rule-broken',
    detail: 'closedOn cannot be earlier than any other day of the journey.',
    pointer: '#/closedOn',
  },
  journey_closure_says_how: {
    type: 'rule-broken',
    detail: 'A journey that has ended says when and how: give closedOn and outcome, or neither.',
    pointer: '#/outcome',
  },
  leaving_follows_approval: {
    type: 'rule-broken',
    detail:
      'Only a household that was approved resigns, is deregistered or transfers: give approvedOn, or withdrawn or not-approved.',
    pointer: '#/outcome',
  },
  approval_stands: {
    type: 'rule-broken',
    detail: 'A household that was approved is not withdrawn or refused: it leaves.',
    pointer: '#/outcome',
  },
  refusal_follows_application: {
    type: 'rule-broken',
    detail: 'Only a household that applied can be refused: give appliedOn.',
    pointer: '#/appliedOn',
  },
  approved_for_places: {
    type: 'rule-broken',
    detail: 'An approval is for a number of places.',
    pointer: '#/places',
  },
  one_journey_at_a_time: {
    type: 'period-overlaps',
    detail: 'The household of this reference is on another journey on some of those days: that ends first.',
    pointer: '#/reference',
  },
  household_on_one_journey: {
    type: 'period-overlaps',
    detail: 'The home is that of another journey on some of those days.',
    pointer: '#/homeId',
  },
  panel_reference_once: {
    type: 'already-exists',
    detail: 'There is a panel of this reference already.',
    pointer: '#/reference',
  },
  meeting_of_own_panel: {
    type: 'unknown-reference',
    detail: 'There is no such panel.',
    pointer: '#/panelId',
  },
  meeting_cancellation_says_why: {
    type: 'rule-broken',
    detail: 'A cancelled meeting says when and why.',
    pointer: '#/reason',
  },
  case_of_own_meeting: {
    type: 'unknown-reference',
    detail: 'There is no such meeting.',
    pointer: '#/meetingId',
  },
  case_of_own_child: { type: 'unknown-reference', detail: 'There is no such child.', pointer: '#/childId' },
  case_for_child_of_request: {
    type: 'unknown-reference',
    detail: 'There is no such placement request for that child.',
    pointer: '#/requestId',
  },
  child_heard_once: {
    type: 'already-exists',
    detail: 'The child is on the agenda of that meeting already.',
    pointer: '#/childId',
  },
  case_withdrawal_says_why: {
    type: 'rule-broken',
    detail: 'A withdrawn case says when and why.',
    pointer: '#/reason',
  },
  decided_case_stands: {
    type: 'action-not-open',
    detail: 'It is decided: what was laid before the panel stands.',
  },
  decided_stands: {
    type: 'action-not-open',
    detail: 'What was laid before a panel and what it decided is not changed: record a superseding decision.',
  },
  decision_of_own_case: { type: 'unknown-reference', detail: 'There is no such case.' },
  decision_supersedes_of_same_case: {
    type: 'unknown-reference',
    detail: 'There is no such decision of the case.',
  },
  decision_superseded_once: {
    type: 'action-not-open',
    detail: 'Another decision has superseded it already.',
  },
  case_first_decided_once: {
    type: 'action-not-open',
    detail: 'It is decided: record a superseding decision.',
  },
  conditions_of_conditional: {
    type: 'rule-broken',
    detail: 'Conditions are given where the outcome is agreed-with-conditions, and there alone.',
    pointer: '#/conditions',
  },
  year_released_once: {
    type: 'already-exists',
    detail: 'The year is released already, and a release is not changed.',
    pointer: '#/financialYear',
  },
  releases_in_order: {
    type: 'conflict',
    detail: 'A later year is released already, and was protected without this one.',
    pointer: '#/financialYear',
  },
  release_stands: {
    type: 'conflict',
    detail: 'A release is not changed: what is corrected shows in the next.',
  },
  public_question_answered_once: {
    type: 'already-exists',
    detail: 'The question is answered already: ask again for that answer.',
  },
  public_answer_stands: {
    type: 'conflict',
    detail: 'An answer to the public is not changed.',
  },
  release_of_year_over: { type: 'rule-broken', detail: 'The year is not over.', pointer: '#/financialYear' },
  link_of_own_decision: { type: 'unknown-reference', detail: 'There is no such decision.' },
  link_to_own_request: {
    type: 'unknown-reference',
    detail: 'There is no such placement request.',
    pointer: '#/requestId',
  },
  link_to_own_hold: { type: 'unknown-reference', detail: 'There is no such hold.', pointer: '#/holdId' },
  link_to_own_placement: {
    type: 'unknown-reference',
    detail: 'There is no such placement.',
    pointer: '#/placementId',
  },
  request_linked_once: {
    type: 'already-exists',
    detail: 'The decision is linked to it already.',
    pointer: '#/requestId',
  },
  hold_linked_once: {
    type: 'already-exists',
    detail: 'The decision is linked to it already.',
    pointer: '#/holdId',
  },
  placement_linked_once: {
    type: 'already-exists',
    detail: 'The decision is linked to it already.',
    pointer: '#/placementId',
  },
  link_of_same_child: { type: 'unknown-reference', detail: 'It is none, or none of the child of the case.' },
  action_of_own_case: { type: 'unknown-reference', detail: 'There is no such case.', pointer: '#/caseId' },
  action_done_or_dropped: { type: 'rule-broken', detail: 'An action is done or dropped, not both.' },
  note_of_done_action: {
    type: 'rule-broken',
    detail: 'A note on how it was done is of an action that is done.',
  },
  dropped_action_says_why: { type: 'rule-broken', detail: 'A dropped action says when and why.' },
  withdrawn_before_start: {
    type: 'rule-broken',
    detail: 'A placement that has started is ended, not withdrawn.',
    pointer: '#/withdrawnOn',
  },
  rag_rule_name_once: {
    type: 'already-exists',
    detail: 'There is a rule of this name already.',
    pointer: '#/name',
  },
  observation_series_key_once: {
    type: 'already-exists',
    detail: 'There is a series of this key already.',
    pointer: '#/key',
  },
  observation_of_own_series: {
    type: 'unknown-reference',
    detail: 'There is no such series of observations.',
    pointer: '#/series',
  },
  observed_once_a_day: {
    type: 'already-exists',
    detail: 'The series has an observation as at that day already.',
    pointer: '#/asAt',
  },
  observation_dates_in_order: {
    type: 'rule-broken',
    detail: 'periodFrom cannot be after asAt.',
    pointer: '#/periodFrom',
  },
  target_of_own_series: {
    type: 'unknown-reference',
    detail: 'There is no such series of observations.',
    pointer: '#/series',
  },
  target_by_own_rule: { type: 'unknown-reference', detail: 'There is no such rule.', pointer: '#/ragRuleId' },
  target_of_one_thing: {
    type: 'rule-broken',
    detail: 'A target is of a measure or of a series of observations: give one of measure and series.',
    pointer: '#/measure',
  },
  target_filter_of_measure: {
    type: 'rule-broken',
    detail: 'Only a measure can be filtered.',
    pointer: '#/filter',
  },
  target_is_number_or_range: {
    type: 'rule-broken',
    detail: 'A target is a number or a range: give value, or both low and high.',
    pointer: '#/value',
  },
  target_range_in_order: { type: 'rule-broken', detail: 'low cannot be more than high.', pointer: '#/low' },
  target_dates_in_order: {
    type: 'rule-broken',
    detail: 'endsOn must be later than startsOn.',
    pointer: '#/endsOn',
  },
  one_target_at_a_time: {
    type: 'period-overlaps',
    detail: 'The figure has another target on some of those days: end that first.',
    pointer: '#/startsOn',
  },
  contact_of_own_home: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  contact_can_be_reached: {
    type: 'rule-broken',
    detail: 'Give a phone, an email or both.',
    pointer: '#/phone',
  },
  plan_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  care_plan_dates_in_order: {
    type: 'rule-broken',
    detail: 'endedOn must be later than agreedOn.',
    pointer: '#/endedOn',
  },
  care_plan_achieved_after_agreed: {
    type: 'rule-broken',
    detail: 'achieveBy cannot be before agreedOn.',
    pointer: '#/achieveBy',
  },
  parallel_plan_is_another: {
    type: 'rule-broken',
    detail: 'The parallel plan must be another than the plan.',
    pointer: '#/parallelPlan',
  },
  one_care_plan_at_a_time: {
    type: 'period-overlaps',
    detail: 'The child has another plan on some of those days: end that first.',
    pointer: '#/agreedOn',
  },
  consultation_about_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  consultation_about_own_request: {
    type: 'unknown-reference',
    detail: 'There is no such request for the child.',
    pointer: '#/requestId',
  },
  consultation_about_own_placement: {
    type: 'unknown-reference',
    detail: 'There is no such placement of the child.',
    pointer: '#/placementId',
  },
  consultation_about_home: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  consultation_for_other_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/otherChildId',
  },
  consultation_about_a_match: {
    type: 'rule-broken',
    detail: 'Give the request or the placement that it is about.',
    pointer: '#/requestId',
  },
  other_child_of_a_social_worker: {
    type: 'rule-broken',
    detail: 'otherChildId is for the social worker of another child.',
    pointer: '#/otherChildId',
  },
  introduction_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  introduction_to_home: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  introduction_before_own_placement: {
    type: 'unknown-reference',
    detail: 'There is no such placement of the child.',
    pointer: '#/placementId',
  },
  wish_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  wish_about_own_request: {
    type: 'unknown-reference',
    detail: 'There is no such request for the child.',
    pointer: '#/requestId',
  },
  wish_about_own_placement: {
    type: 'unknown-reference',
    detail: 'There is no such placement of the child.',
    pointer: '#/placementId',
  },
  about_request_of_child: {
    type: 'unknown-reference',
    detail: 'There is no such request for the child.',
    pointer: '#/requestId',
  },
  about_placement_of_child: {
    type: 'unknown-reference',
    detail: 'There is no such placement of the child.',
    pointer: '#/placementId',
  },
  about_home_seen: {
    type: 'unknown-reference',
    detail: 'There is no such home.',
    pointer: '#/homeId',
  },
  meeting_after_own_placement: {
    type: 'unknown-reference',
    detail: 'There is no such placement.',
    pointer: '#/placementId',
  },
  meeting_about_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/placementId',
  },
  meeting_after_ending: {
    type: 'rule-broken',
    detail: 'The placement has not ended by that day: the meeting comes after its ending.',
    pointer: '#/heldOn',
  },
  action_ref_once: {
    type: 'already-exists',
    detail: 'There is an action of this reference already.',
    pointer: '#/ref',
  },
  action_dates_in_order: {
    type: 'rule-broken',
    detail: 'dueOn cannot be before startsOn.',
    pointer: '#/dueOn',
  },
  action_completed_after_start: {
    type: 'rule-broken',
    detail: 'completedOn cannot be before startsOn.',
    pointer: '#/completedOn',
  },
  update_of_own_action: {
    type: 'unknown-reference',
    detail: 'There is no such action.',
    pointer: '#/actionId',
  },
  scorecard_title_once: {
    type: 'already-exists',
    detail: 'There is a scorecard of this title already.',
    pointer: '#/title',
  },
  row_of_own_series: {
    type: 'unknown-reference',
    detail: 'A row names a series of observations that there is not.',
    pointer: '#/rows',
  },
  glass_for_two_hours: { type: 'rule-broken', detail: 'Glass is broken for two hours at most.', pointer: '#/minutes' },
  legal_hold_of_own_child: {
    type: 'unknown-reference',
    detail: 'There is no such child.',
    pointer: '#/childId',
  },
  legal_hold_lifted_wholly: { type: 'rule-broken', detail: 'A legal hold is lifted with a reason.' },
  nothing_erased_under_hold: {
    type: 'conflict',
    detail: 'A legal hold is in force: nothing of it is erased until the hold is lifted.',
  },
  erasure_of_own_child: { type: 'unknown-reference', detail: 'There is no such child.' },
  comment_on_own_scorecard: {
    type: 'unknown-reference',
    detail: 'There is no such scorecard.',
    pointer: '#/scorecard',
  },
  one_comment_a_row_and_period: {
    type: 'already-exists',
    detail: 'The row has a comment of that period already: change that one.',
    pointer: '#/rowRef',
  },
}

/** The meaning of any table's foreign key to `authorities`. */
const unknownAuthority: Meaning = {
  type: 'forbidden',
  detail: "The token's authority is not one that this service knows.",
}

/** The meaning of SQLSTATE codes, for errors without an explained constraint. */
const states: Record<string, Meaning> = {
  '23503': { type: 'still-referenced', detail: 'Other records depend on this one.' },
  '23505': { type: 'already-exists', detail: 'There is one like it already.' },
  '23514': { type: 'rule-broken', detail: 'The values break a rule of the record.' },
  '23P01': { type: 'conflict', detail: 'It overlaps another.' },
  '22P02': { type: 'invalid-request', detail: 'A value is not of its type.' },
  '22003': { type: 'invalid-request', detail: 'A number is out of range.' },
  '22007': { type: 'invalid-request', detail: 'A date is not a date.' },
  '22008': { type: 'invalid-request', detail: 'A date is out of range.' },
  '22009': { type: 'invalid-request', detail: 'A time zone is out of range.' },
  '22021': { type: 'invalid-request', detail: 'A text has a character that cannot be stored.' },
  '40001': { type: 'unavailable', detail: 'Another change came first; send the request again.' },
  '40P01': { type: 'unavailable', detail: 'Another change came first; send the request again.' },
  '08006': { type: 'unavailable', detail: 'The database does not answer.' },
  '53100': { type: 'unavailable', detail: 'The database has no room left.' },
  '53300': { type: 'unavailable', detail: 'The database takes no more connections just now.' },
  '57014': { type: 'unavailable', detail: 'The request took longer than it may.' },
  '57P01': { type: 'unavailable', detail: 'The database is stopping.' },
}

/**
 * What a database error means to the caller; null for an error that no request should cause. A foreign key (SQLSTATE
 * 23503) is broken by a missing reference or by deleting a row still referenced; the error's detail tells which.
 */
export function conflictOf(error: unknown): Conflict | null {
  const { code, constraint, detail } = databaseError(error)
  if (code === undefined) return null
  if (constraint?.endsWith('_authority_code_fkey')) return { rule: 'unknown-authority', ...unknownAuthority }
  const stillReferenced = code === '23503' && detail?.includes('is still referenced')
  const meaning = stillReferenced ? states['23503'] : (constraints[constraint ?? ''] ?? states[code])
  return meaning ? { rule: (constraint ?? code).replaceAll('_', '-'), ...meaning } : null
}

/** There was no connection to the database, or it broke before the transaction was known to be committed or not. */
export class DatabaseUnreachable extends Error {
  override name = 'DatabaseUnreachable'
  readonly code = '08006'
  readonly severity = 'FATAL'

  constructor(cause: unknown) {
    super('the database cannot be reached', { cause })
  }
}

/** Whether the transaction failed by a deadlock (40P01) or a serialization failure (40001), so that a retry may succeed. */
export function lostRace(error: unknown): boolean {
  const { code } = databaseError(error)
  return code === '40P01' || code === '40001'
}

/** What a database error says of itself: its SQLSTATE, and the constraint; empty for any other error. */
export function databaseError(error: unknown): { code?: string; constraint?: string; detail?: string } {
  if (!(error instanceof Error)) return {}
  if ('code' in error && 'severity' in error)
    return error as { code?: string; constraint?: string; detail?: string }
  return databaseError(error.cause)
}

/** The names of the explained constraints, for the test that compares them with the database. */
export const explainedConstraints: ReadonlySet<string> = new Set(Object.keys(constraints))
