import eslint from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import importDirections from './tools/import-directions.js'

/** The globals plain JavaScript files here use; TypeScript checks the others itself. */
const NODE_GLOBALS = Object.fromEntries(
  ['process', 'console', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'AbortSignal'].map((name) => [name, 'readonly']),
)

export default defineConfig(
  { ignores: ['.cache/', 'out/', 'dist/', 'runs/', 'coverage/', 'resources/', 'tests/fixtures/*/', '**/generated/'] },
  eslint.configs.recommended,
  // Without type information: `npm run typecheck` has it already, and linting stays a matter of seconds.
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    // An optional prop is undefined where it is left out: TypeScript says so, and checks it.
    rules: { 'no-undef': 'off', 'vue/require-default-prop': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: NODE_GLOBALS } },
  {
    plugins: { studio: { rules: { 'import-directions': importDirections } } },
    rules: {
      'studio/import-directions': 'error',
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `array[i]!` inside a loop whose bounds are known is the honest form under noUncheckedIndexedAccess.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // An interface says "object with a contract", a type alias says "name of a shape": both are wanted.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // A backend may owe its interface a method that has nothing to do.
      '@typescript-eslint/no-empty-function': 'off',
      // Number-crunching loops often need the index for more than one array.
      '@typescript-eslint/prefer-for-of': 'off',
    },
  },
  {
    files: ['src/shared/**', 'src/core/**', 'src/host/**'],
    rules: {
      // A library does not own the terminal: it returns values, throws, or calls the logger it was given.
      'no-console': 'error',
    },
  },
  prettier,
)
