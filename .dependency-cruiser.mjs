const features =
  'geography|children|homes|placements|requests|holds|vacancies|moves|panels|plans|measures|scorecards|imports|events|demo'

/** The rooms of the house and the doors between them; docs/architecture.md draws the same picture. */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'domain holds rules alone: no I/O, no framework, nothing else of ours',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'db-and-http-know-only-domain',
      severity: 'error',
      from: { path: '^src/(db|http)/' },
      to: { path: '^src/', pathNot: '^src/(domain|db|http)/' },
    },
    {
      name: 'solver-stands-alone',
      severity: 'error',
      from: { path: '^src/solver/' },
      to: { path: '^src/', pathNot: '^src/solver/' },
    },
    {
      name: 'matching-serves-features',
      comment: 'the search behind vacancies, moves and plans knows none of them',
      severity: 'error',
      from: { path: '^src/matching/' },
      to: { path: '^src/', pathNot: '^src/(domain|db|http|matching)/' },
    },
    {
      name: 'journey-serves-features',
      comment: 'where a child is in care and could go next, behind moves and panels, knows neither',
      severity: 'error',
      from: { path: '^src/journey/' },
      to: { path: '^src/', pathNot: '^src/(domain|db|http|matching|journey)/' },
    },
    {
      name: 'holding-serves-features',
      comment: 'the making of a hold, behind holds and plans, knows neither',
      severity: 'error',
      from: { path: '^src/holding/' },
      to: { path: '^src/', pathNot: '^src/(domain|db|http|holding)/' },
    },
    {
      name: 'features-do-not-reach-into-each-other',
      comment: 'what two features need moves down into domain, db or http',
      severity: 'error',
      from: { path: `^src/(${features})/` },
      to: { path: `^src/(${features})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'only-index-is-public',
      severity: 'error',
      from: { path: '^src/(app|server)\\.ts$|^src/cli/' },
      to: { path: `^src/(${features})/`, pathNot: `^src/(${features})/index\\.ts$` },
    },
    {
      name: 'only-queries-touch-tables',
      severity: 'error',
      from: { path: `^src/(${features})/`, pathNot: '/queries(\\.ts$|/)' },
      to: { path: '^src/db/tables' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
}
