import graphql from '@graphql-eslint/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Few rules, each against a fault that has cost somebody a night. Types are tsc's work, layout is prettier's. */
const typescript = {
  files: ['{src,migrations,test,bench}/**/*.ts'],
  extends: [tseslint.configs.base],
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'no-restricted-syntax': [
      'error',
      { selector: 'ExportDefaultDeclaration', message: 'Exports have names: the file is called after the main one.' },
    ],
    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/ban-ts-comment': 'error',
    // Leaves files with decorators alone: emitDecoratorMetadata needs the types of their parameters as values.
    '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-for-in-array': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    '@typescript-eslint/only-throw-error': 'error',
    '@typescript-eslint/prefer-promise-reject-errors': 'error',
    // Inside try/catch/finally a promise returned without await escapes: the transaction is over before it is.
    '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  },
};

/** Relay's own furniture and the answers of mutations: none is a record, so none has an id. */
const furniture = { types: ['PageInfo'], suffixes: ['Connection', 'Edge', 'Payload'] };

/** Answers and parts of records, named one by one: whatever else is a type is a record, with an id to hold on to. */
const values = [
  'AbsenceTerms',
  'AddressMatch',
  'AggregatedSamples',
  'Audience',
  'CenterCompleteness',
  'Change',
  'ChangePage',
  'Classification',
  'Completeness',
  'CompletenessReport',
  'DeviceCompleteness',
  'Impact',
  'IssuedKey',
  'LatestSample',
  'ForecastTerms',
  'HistoryEntry',
  'LabelCondition',
  'LabelText',
  'LinkEnd',
  'MissingStretch',
  'MissingStretches',
  'Origin',
  'OverviewRow',
  'RateTerms',
  'Refusal',
  'RuleSelection',
  'SampleGroup',
  'SampleRange',
  'SavedChangeFilter',
  'SampleWindow',
  'SearchHit',
  'SeriesCompleteness',
  'SituationReport',
  'ThresholdTerms',
  'Viewer',
  'WarningSituationRow',
];

const schema = {
  files: ['schema/schema.graphql'],
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: `${import.meta.dirname}/schema/schema.graphql` } },
  },
  plugins: { '@graphql-eslint': graphql },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    '@graphql-eslint/require-description': [
      'error',
      {
        types: true,
        rootField: true,
        DirectiveDefinition: true,
        EnumValueDefinition: true,
        FieldDefinition: true,
        InputValueDefinition: true,
      },
    ],
    '@graphql-eslint/strict-id-in-types': [
      'error',
      { exceptions: { types: [...furniture.types, ...values], suffixes: furniture.suffixes } },
    ],
    // An address has an address and a prefix has a prefix: the words of NetBox.
    '@graphql-eslint/no-typename-prefix': 'off',
    // Lists that cannot grow long (tags, addresses of an interface) are plain lists; an entry of a history is no record of its own.
    '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
    // A catalogue is read forward only.
    '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  },
};

export default defineConfig([{ ignores: ['dist/', '.data/', 'coverage/'] }, typescript, schema]);
