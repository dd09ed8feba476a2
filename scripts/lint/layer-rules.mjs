import { fileURLToPath } from 'node:url';
import boundaries from 'eslint-plugin-boundaries';
import { packageOwners, rooms } from './rooms.mjs';

const resolver = fileURLToPath(new URL('resolve-by-path.mjs', import.meta.url));
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Names a browser or Node puts in the global scope; code that must run in both, or in neither, uses none of them. */
const nodeGlobals = ['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global', 'setImmediate'];
const browserGlobals = ['window', 'document', 'navigator', 'self', 'localStorage', 'location', 'fetch', 'Worker'];

/** @param {string} room @param {import('./rooms.mjs').PackageUse} use */
function allowPackage(room, { name, within }) {
  return {
    from: { element: { type: room, ...(within && { fileInternalPath: within }) } },
    allow: { to: { module: { origin: 'external', source: name } } },
  };
}

/** @param {string} name @param {import('./rooms.mjs').Room} room */
function policiesOf(name, { uses, usesTypesOf = [], node, packages }) {
  const from = { element: { type: name } };
  return [
    ...uses.map((other) => ({ from, allow: { to: { element: { type: other } } } })),
    ...usesTypesOf.map((other) => ({
      from,
      allow: { to: { element: { type: other } }, dependency: { kind: 'type' } },
    })),
    ...(node ? [{ from, allow: { to: { module: { origin: 'core' } } } }] : []),
    ...(packages === 'any'
      ? [{ from, allow: { to: { module: { origin: 'external' } } } }]
      : packages.map((use) => allowPackage(name, use))),
  ];
}

/** @param {string} name @param {string[]} owners */
function keepFromOthers(name, owners) {
  const others = Object.keys(rooms).filter((room) => !owners.includes(room));
  return {
    from: { element: { types: { anyOf: others } } },
    disallow: { to: { module: { origin: 'external', source: name } } },
  };
}

/** @param {string} room @param {string[]} names @returns {import('eslint').Linter.Config} */
function withoutGlobals(room, names) {
  return {
    name: `fathom/layers/${room}-globals`,
    files: [`src/${room}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: { 'no-restricted-globals': ['error', ...names] },
  };
}

/**
 * ESLint configuration that makes every import against the layer table an error.
 * Tests are free: they may reach across rooms.
 * @type {import('eslint').Linter.Config[]}
 */
export const layerRules = [
  {
    name: 'fathom/layers',
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { [resolver]: {} },
      'boundaries/root-path': projectFolder,
      'boundaries/elements': Object.entries(rooms).map(([type, { folder }]) => ({ type, pattern: folder })),
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          checkUnknownLocals: true,
          message: '{{from.element.types}} may not import {{dependency.source}}: see "Rooms" in CONTRIBUTING.md.',
          policies: [
            ...Object.entries(rooms).flatMap(([name, room]) => policiesOf(name, room)),
            ...Object.entries(packageOwners).map(([name, owners]) => keepFromOthers(name, owners)),
          ],
        },
      ],
    },
  },
  withoutGlobals('core', [...nodeGlobals, ...browserGlobals, 'console']),
  withoutGlobals('contract', [...nodeGlobals, ...browserGlobals, 'console']),
  withoutGlobals('renderer', nodeGlobals),
];
