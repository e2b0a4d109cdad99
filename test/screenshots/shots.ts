/** A page to take a picture of. */
export interface Shot {
  /** Of the file. */
  name: string
  /** The person of the demonstration who looks at it. */
  person: string
  /** Its address; `{name}` stands for an address of the story, or of `links`. */
  address: string
  /** What is to be seen on it. */
  shows: string
  /** Whether the documentation shows it. */
  inDocs?: true
}

/** Pages that others lead to: the first link of its kind on a page. */
export const links: Readonly<Record<string, { person: string; start: string; like: RegExp }>> = {
  child: { person: 'Placements officer', start: '{brothers}', like: /^\/children\/[^/]+$/ },
  placement: { person: 'Placements officer', start: '{brothers}', like: /^\/placements\/[^/]+$/ },
  settledChild: {
    person: 'Placements officer',
    start: '/today?team=placements',
    like: /^\/children\/[^/]+$/,
  },
  home: { person: 'Placements officer', start: '/vacancies', like: /^\/homes\/[^/]+$/ },
  approval: { person: "Director of children's services", start: '/approvals', like: /^\/approvals\/[^/]+$/ },
  view: { person: 'Analyst', start: '/figures/views', like: /^\/figures\/views\/[^/]+$/ },
  scorecard: { person: 'Analyst', start: '/figures', like: /^\/figures\/scorecards\/[^/]+$/ },
}

const officer = 'Placements officer'
const director = "Director of children's services"
const head = 'Head of service'
const data = 'Data officer'
const protection = 'Data protection officer'
const analyst = 'Analyst'
const administrator = 'Administrator'

export const shots: readonly Shot[] = [
  {
    name: 'today',
    person: officer,
    address: '/today',
    shows: 'what must be acted on, the gravest first',
    inDocs: true,
  },
  {
    name: 'requests',
    person: officer,
    address: '/requests',
    shows: 'who needs a home, the most urgent first',
  },
  {
    name: 'request-new',
    person: officer,
    address: '/requests/new',
    shows: 'the form in which a home is asked for',
  },
  { name: 'request', person: officer, address: '{waiting}', shows: 'one request, and what to do next' },
  {
    name: 'request-agreed',
    person: officer,
    address: '{brothers}',
    shows: 'two brothers whose home the director must approve',
  },
  {
    name: 'options',
    person: officer,
    address: '{waiting}/options',
    shows: 'beds that are free, and near misses',
    inDocs: true,
  },
  { name: 'compare', person: officer, address: '{compare}', shows: 'options side by side' },
  {
    name: 'vacancies',
    person: officer,
    address: '/vacancies',
    shows: 'the free beds of all homes, night by night',
    inDocs: true,
  },
  { name: 'hold', person: officer, address: '{hold}', shows: 'a hold that counts down' },
  {
    name: 'placement',
    person: officer,
    address: '{placement}',
    shows: 'what stands before a placement, and what can be done',
  },
  {
    name: 'placement-end',
    person: officer,
    address: '{placement}/withdrawal',
    shows: 'an act on a placement',
  },
  { name: 'child', person: officer, address: '{settledChild}', shows: "a child's record", inDocs: true },
  { name: 'child-new', person: officer, address: '{child}', shows: 'a child who waits for a start' },
  {
    name: 'child-correction',
    person: officer,
    address: '{settledChild}/correction',
    shows: 'putting a record right',
  },
  {
    name: 'child-separations',
    person: officer,
    address: '{settledChild}/separations',
    shows: 'who must live apart',
  },
  {
    name: 'child-dangers',
    person: officer,
    address: '{child}/dangers',
    shows: 'dangers of the latest request',
  },
  {
    name: 'child-history',
    person: officer,
    address: '{settledChild}/history',
    shows: 'what was known on a day',
  },
  { name: 'home', person: officer, address: '{home}', shows: 'the beds of a home, night by night' },
  {
    name: 'approvals',
    person: director,
    address: '/approvals',
    shows: 'what waits for a decision',
    inDocs: true,
  },
  {
    name: 'approval',
    person: director,
    address: '{approval}',
    shows: 'a decision, with all that the regulation asks',
  },
  { name: 'panels', person: head, address: '/panels', shows: 'panels and their meetings' },
  { name: 'panel', person: head, address: '{panel}', shows: 'a panel and its meetings' },
  { name: 'panel-meeting', person: head, address: '{meeting}', shows: 'an agenda' },
  {
    name: 'panel-case',
    person: head,
    address: '{case}',
    shows: 'a case with the options laid before the panel',
  },
  { name: 'panel-pack', person: head, address: '{meeting}/pack', shows: 'the papers of a meeting' },
  { name: 'panel-follow-up', person: head, address: '/panels/follow-up', shows: 'what panels wait for' },
  { name: 'plans', person: officer, address: '/plans', shows: 'the plans, and the form for one' },
  {
    name: 'plan',
    person: officer,
    address: '{plan}',
    shows: 'who could go where, and who stays without a home',
    inDocs: true,
  },
  { name: 'figures', person: analyst, address: '/figures', shows: 'all measures with their definitions' },
  {
    name: 'figure',
    person: analyst,
    address: '/figures/children-looked-after?by=ageBand',
    shows: 'a figure as a chart and a table',
    inDocs: true,
  },
  {
    name: 'figure-series',
    person: analyst,
    address: '/figures/occupancy?show=series',
    shows: 'a figure over time',
  },
  {
    name: 'figure-records',
    person: officer,
    address: '/figures/children-looked-after/records',
    shows: 'the records behind a figure',
  },
  { name: 'views', person: analyst, address: '/figures/views', shows: 'the tables that strategies print' },
  { name: 'view', person: analyst, address: '{view}', shows: 'one of these tables' },
  { name: 'scorecard', person: analyst, address: '{scorecard}', shows: "the committee's table of a quarter" },
  { name: 'releases', person: analyst, address: '/releases', shows: 'what was published' },
  {
    name: 'release-preview',
    person: analyst,
    address: '/releases/preview?financialYear=2022%2F23',
    shows: 'what would be published of a year',
  },
  { name: 'forecasts', person: analyst, address: '/forecasts', shows: 'the forecasts, and the form for one' },
  {
    name: 'forecast',
    person: analyst,
    address: '{forecast}',
    shows: 'children in care in the months to come',
    inDocs: true,
  },
  { name: 'imports', person: data, address: '/imports', shows: 'the returns that were sent' },
  { name: 'import', person: data, address: '{import}', shows: 'what came of a return' },
  {
    name: 'import-questions',
    person: data,
    address: '{import}/questions',
    shows: 'where a return and the records differ',
  },
  { name: 'supply', person: data, address: '/supply', shows: 'homes and beds by spreadsheet' },
  { name: 'webhooks', person: data, address: '/webhooks', shows: 'which addresses are told of events' },
  {
    name: 'data-protection',
    person: protection,
    address: '/data-protection',
    shows: 'what is kept of a child',
  },
  {
    name: 'retention',
    person: protection,
    address: '/data-protection/retention',
    shows: 'what is kept for how long, by which law',
  },
  {
    name: 'legal-holds',
    person: protection,
    address: '/data-protection/retention/holds',
    shows: 'what may not be erased',
  },
  { name: 'access', person: protection, address: '/data-protection/access', shows: 'unusual reading' },
  { name: 'access-log', person: protection, address: '/data-protection/access/log', shows: 'who read what' },
  { name: 'keys', person: administrator, address: '/keys', shows: 'which systems may call' },
]
