/** The storeys of the house and the doors between them; docs/architecture.md draws the same picture. */
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
      name: 'platform-knows-only-domain',
      comment: 'what every engine and feature stands on knows none of them',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/(domain|platform)/' },
    },
    {
      name: 'engines-serve-features',
      comment: 'an engine is shared by several features and knows none of them',
      severity: 'error',
      from: { path: '^src/engines/' },
      to: { path: '^src/', pathNot: '^src/(domain|platform|engines)/' },
    },
    {
      name: 'features-do-not-reach-into-each-other',
      comment: 'what two features need moves down into an engine, the platform or the domain',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/([^/]+)/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'features-know-no-composition-root',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/', pathNot: '^src/(domain|platform|engines|features)/' },
    },
    {
      name: 'only-index-is-public',
      comment: 'a feature shows the composition root and the commands its index.ts alone',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$|^src/cli/' },
      to: { path: '^src/features/', pathNot: '^src/features/[^/]+/index\\.ts$' },
    },
    {
      name: 'only-queries-touch-tables',
      severity: 'error',
      from: { path: '^src/(engines|features)/', pathNot: '/queries(\\.ts$|/)' },
      to: { path: '^src/platform/db/tables' },
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
