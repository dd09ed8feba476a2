import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import jsdoc from 'eslint-plugin-jsdoc';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { layerRules } from './scripts/lint/layer-rules.mjs';

const tests = ['**/*.test.{ts,tsx}', 'test/**'];

/** Structures that the house rules leave out; each selector matches one of them. */
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing has one name everywhere.',
};
const noBarrel = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'No barrels: import from the file that defines the name.',
};

export default defineConfig(
  globalIgnores([
    'out/',
    'demo/',
    'coverage/',
    'test-results/',
    '.cache/',
    'test/skeletons/',
    'models/training/',
    'src/core/onnx/protobuf/',
  ]),
  eslint.configs.recommended,
  {
    name: 'fathom/all',
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'object-shorthand': 'error',
      complexity: ['error', 15],
      'max-depth': ['error', 4],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', noDefaultExport, noBarrel],
    },
  },
  {
    name: 'fathom/types',
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // Naming a field is how an object is copied without it.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // With noUncheckedIndexedAccess, `array[i]!` is how a pixel loop says that i is in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // An index is how a pixel loop names its pixel, even where it reads one array only.
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    name: 'fathom/react',
    files: ['src/renderer/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended],
    // Tells what the React Compiler would leave alone; it is not used.
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    name: 'fathom/scripts',
    files: ['**/*.{js,mjs}'],
    rules: {
      // The compiler knows better which globals there are.
      'no-undef': 'off',
      // A cast in JSDoc is a comment to ESLint, so these would report what the compiler has checked.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    name: 'fathom/product',
    files: ['src/**/*.{ts,tsx}'],
    ignores: tests,
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': ['error', { publicOnly: true, enableFixer: false }],
      'jsdoc/check-param-names': ['error', { disableMissingParamChecks: true }],
      'jsdoc/no-types': 'error',
    },
  },
  {
    name: 'fathom/quiet rooms',
    files: ['src/{core,contract,engine}/**/*.{ts,tsx}'],
    ignores: tests,
    rules: { 'no-console': 'error' },
  },
  ...layerRules,
  {
    name: 'fathom/tests',
    files: tests,
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // Loaded by an old Electron itself, as scripts of its own module system; the product's types are not at hand there.
    name: 'fathom/test stand',
    files: ['test/electron/**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      'no-undef': 'off',
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    name: 'fathom/tool configuration',
    files: ['*.config.{js,ts}'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
