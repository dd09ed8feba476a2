/**
 * The layer table: the rooms under `src/`, what each may import, and which packages belong to whom.
 * `layer-rules.mjs` turns it into lint errors; CONTRIBUTING.md explains it in words.
 */

/**
 * @typedef {object} Room
 * @property {string} folder Where the room lives. A room inside another is named before it.
 * @property {string[]} uses Rooms whose values and types it may import; its own files always may.
 * @property {string[]} [usesTypesOf] Rooms of which it may import types only.
 * @property {boolean} node Whether it may import Node's own modules.
 * @property {'any' | PackageUse[]} packages Packages it may import: the listed ones, or any that no other room owns.
 */

/**
 * @typedef {object} PackageUse
 * @property {string} name The package, without a path inside it.
 * @property {string} [within] The part of the room that may use it; all of it when absent.
 */

/** @type {Record<string, Room>} */
export const rooms = {
  core: {
    folder: 'src/core',
    uses: [],
    node: false,
    packages: [
      { name: 'zod', within: 'models/**' },
      { name: 'zod', within: 'formats/**' },
      { name: 'zod', within: 'devices/**' },
      { name: 'fflate', within: 'formats/**' },
      { name: '@bufbuild/protobuf', within: 'onnx/**' },
    ],
  },
  contract: {
    folder: 'src/contract',
    uses: ['core'],
    node: false,
    packages: [{ name: '@orpc/contract' }, { name: 'zod' }],
  },
  engine: { folder: 'src/engine', uses: ['core', 'contract'], node: true, packages: 'any' },
  host: { folder: 'src/host', uses: ['core', 'contract'], node: true, packages: 'any' },
  main: { folder: 'src/main', uses: ['core', 'contract', 'host'], node: true, packages: 'any' },
  preload: {
    folder: 'src/preload',
    uses: [],
    usesTypesOf: ['contract'],
    node: false,
    packages: [{ name: 'electron' }],
  },
  viewer: { folder: 'src/renderer/viewer', uses: ['core'], node: false, packages: 'any' },
  renderer: { folder: 'src/renderer', uses: ['viewer', 'core', 'contract'], node: false, packages: 'any' },
  server: { folder: 'src/server', uses: ['core', 'contract', 'host', 'engine'], node: true, packages: 'any' },
  cli: { folder: 'src/cli', uses: ['core', 'contract', 'engine', 'server'], node: true, packages: 'any' },
};

/**
 * Packages that only some rooms may import, however free the others are.
 * @type {Record<string, string[]>}
 */
export const packageOwners = {
  electron: ['main', 'preload'],
  'onnxruntime-node': ['engine'],
  sharp: ['engine'],
  '@orpc/server': ['engine', 'host', 'main', 'server', 'cli'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  three: ['viewer', 'renderer'],
};
