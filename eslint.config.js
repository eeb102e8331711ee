import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The rooms of the house and whom each may import from (docs: ARCHITECTURE.md). */
const rooms = {
  domain: [],
  imaging: ['domain'],
  packs: ['domain'],
  engine: ['domain', 'imaging', 'packs'],
  export: ['domain'],
  workers: ['domain', 'imaging', 'packs', 'engine'],
  app: ['domain', 'imaging', 'packs', 'engine', 'export', 'workers'],
  ui: ['domain', 'app', 'export'],
  cli: ['domain', 'imaging', 'packs', 'engine', 'export'],
};

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      'runs',
      'training',
      'public',
      'test-results',
      'playwright-report',
      '.venv*',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files: ['src/**/*.{ts,svelte}', 'workers/**/*.ts', 'cli/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.svelte', '.svelte.ts', '.js'] } },
      'boundaries/elements': [
        ...['domain', 'imaging', 'packs', 'engine', 'export', 'app', 'ui'].map((room) => ({
          type: room,
          pattern: `src/${room}`,
        })),
        { type: 'workers', pattern: 'workers' },
        { type: 'cli', pattern: 'cli' },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: Object.entries(rooms).map(([room, allowed]) => ({
            from: { element: { type: room } },
            allow: { to: { element: { type: [room, ...allowed] } } },
          })),
        },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
