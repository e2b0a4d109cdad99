import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/**
 * A name says what a thing is: an index, a day, a group, the rows found. Prepositions and participles do not (`of`, `at`,
 * `told`, `kept`), and read as riddles a month later. `from` and `to` are the two ends of a range, as in the domain.
 */
const prepositions =
  'of at by in on with within without between beside beyond before after since until upon under over above below ' +
  'against among along around behind during inside into near off onto per through towards up via than as for about ' +
  'each every also'
const irregularParticiples =
  'told kept held given known found made shown said sent taken gone drawn left bought lost written chosen met laid ' +
  'paid built begun spoken grown worn thrown understood meant spelt done existing remaining pending missing waiting ' +
  'asking making sending telling using'
const nounsInEd = 'expected bed need seed speed feed embed red shed'
const unclearName = `/^(?:${[prepositions, irregularParticiples].join(' ').replaceAll(' ', '|')}|(?!(?:${nounsInEd.replaceAll(' ', '|')})$)[a-z]+ed)$/`
const declaredName = [
  'VariableDeclarator > Identifier.id',
  ':function > Identifier.params',
  'FunctionDeclaration > Identifier.id',
  'ObjectPattern > Property > Identifier.value',
  'ArrayPattern > Identifier.elements',
  'AssignmentPattern > Identifier.left',
  'RestElement > Identifier.argument',
]

export default tseslint.config(
  { ignores: ['**/dist', 'node_modules', 'bench', 'data', '.tap', 'client/src/api.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'max-params': ['error', 4] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'client/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...declaredName.map((place) => ({
          selector: `${place}[name=${unclearName}]`,
          message: 'Name it by what it is: a noun for a thing, a verb for a function (CONTRIBUTING.md).',
        })),
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'client/test/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
)
