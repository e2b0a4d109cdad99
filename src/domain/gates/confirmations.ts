/** What CPPCR reg. 11(2) asks of whoever approves a placement outside the area. */
export const outOfAreaConfirmations = {
  'childs-wishes': "The child's wishes and feelings have been heard and considered.",
  'relatives-consulted': 'Relatives have been consulted, where appropriate.',
  'area-authority-notified': 'The area authority has been notified.',
  'iro-informed': 'The independent reviewing officer has been told.',
} as const
