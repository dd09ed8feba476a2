import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { layerRules } from '../../scripts/lint/layer-rules.mjs';

const project = path.resolve(import.meta.dirname, '../..');

const folders = {
  core: 'src/core',
  contract: 'src/contract',
  engine: 'src/engine',
  main: 'src/main',
  preload: 'src/preload',
  viewer: 'src/renderer/viewer',
  renderer: 'src/renderer',
  server: 'src/server',
  cli: 'src/cli',
} as const;
type Room = keyof typeof folders;
const rooms = Object.keys(folders) as Room[];

/** The layer table of CONTRIBUTING.md, written out a second time so that a slip in the rule shows here. */
const mayImport: Record<Room, readonly Room[]> = {
  core: ['core'],
  contract: ['contract', 'core'],
  engine: ['engine', 'core', 'contract'],
  main: ['main', 'core', 'contract'],
  preload: ['preload'],
  viewer: ['viewer', 'core'],
  renderer: ['renderer', 'viewer', 'core', 'contract'],
  server: ['server', 'core', 'contract', 'engine'],
  cli: ['cli', 'core', 'contract', 'engine', 'server'],
};

const mayImportTypesOf: Record<Room, readonly Room[]> = { ...mayImport, preload: ['preload', 'contract'] };

const packages = [
  '@bufbuild/protobuf',
  '@bufbuild/protobuf/reflect',
  'electron',
  'fflate',
  'onnxruntime-node',
  'sharp',
  'zod',
  '@orpc/contract',
  '@orpc/client',
  '@orpc/server',
  '@orpc/server/message-port',
  'react',
  'three',
  'three/addons/loaders/PLYLoader.js',
  'node:fs',
  'fs',
] as const;
type Package = (typeof packages)[number];

const server: readonly Package[] = ['@orpc/server', '@orpc/server/message-port'];
const threeD: readonly Package[] = ['three', 'three/addons/loaders/PLYLoader.js'];
const node: readonly Package[] = ['node:fs', 'fs'];
const protobuf: readonly Package[] = ['@bufbuild/protobuf', '@bufbuild/protobuf/reflect'];
const ordinary: readonly Package[] = [...protobuf, 'fflate', 'zod', '@orpc/contract', '@orpc/client'];

const mayImportPackages: Record<Room, readonly Package[]> = {
  core: [],
  contract: ['zod', '@orpc/contract'],
  engine: [...ordinary, ...server, ...node, 'sharp', 'onnxruntime-node'],
  main: [...ordinary, ...server, ...node, 'electron'],
  preload: ['electron'],
  viewer: [...ordinary, ...threeD],
  renderer: [...ordinary, ...threeD, 'react'],
  server: [...ordinary, ...server, ...node],
  cli: [...ordinary, ...server, ...node],
};

const eslint = new ESLint({
  cwd: project,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } }, ...layerRules],
});

/** The rules that the code breaks when it stands in the file, with the line of each breach. */
async function breaches(file: string, code: string) {
  const [result] = await eslint.lintText(code, { filePath: path.join(project, file) });
  return result!.messages.map(({ ruleId, line }) => ({ ruleId, line }));
}

/** Those of the sources that an importing file may name, when each is imported by a line of its own. */
async function allowed<Source extends string>(file: string, sources: readonly Source[], statement = importValue) {
  const found = await breaches(file, sources.map(statement).join('\n'));
  const forbiddenLines = new Set(found.map(({ line }) => line));
  return sources.filter((_, index) => !forbiddenLines.has(index + 1));
}

const importValue = (source: string) => `import { value } from '${source}';`;
const importType = (source: string) => `import type { Shape } from '${source}';`;

/** How a file inside one room writes an import of a file inside another. */
function specifier(from: Room, to: Room) {
  const relative = path.posix.relative(`${folders[from]}/inner`, `${folders[to]}/thing`);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

describe.each(rooms)('a file in %s', (room) => {
  const file = `${folders[room]}/inner/file.ts`;
  const specifiers = rooms.map((other) => specifier(room, other));
  const roomsBehind = (sources: string[]) => rooms.filter((other) => sources.includes(specifier(room, other)));

  it('may import values from the rooms of the table and from no others', async () => {
    expect(new Set(roomsBehind(await allowed(file, specifiers)))).toEqual(new Set(mayImport[room]));
  });

  it('may import types from the rooms of the table and from no others', async () => {
    expect(new Set(roomsBehind(await allowed(file, specifiers, importType)))).toEqual(new Set(mayImportTypesOf[room]));
  });

  it('may import the packages that are its own and no others', async () => {
    expect(new Set(await allowed(file, packages))).toEqual(new Set(mayImportPackages[room]));
  });

  it('may import nothing under src that belongs to no room', async () => {
    expect(await allowed(file, ['../../../test/helper', '../../../../test/helper'])).toEqual([]);
  });
});

describe('the layer rules', () => {
  it('see every way to import', async () => {
    const engine = '../engine/thing';
    const code = [
      `import '${engine}';`,
      `import * as all from '${engine}';`,
      `export { value } from '${engine}';`,
      `export * from '${engine}';`,
      `const later = import('${engine}');`,
      `const old = require('${engine}');`,
    ].join('\n');
    const found = await breaches('src/contract/file.ts', code);
    const lines = found.filter(({ ruleId }) => ruleId === 'boundaries/dependencies').map(({ line }) => line);
    expect(lines).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('let core use zod, fflate and the protobuf library at its edges only', async () => {
    const sources = ['zod', 'fflate', '@bufbuild/protobuf', '@bufbuild/protobuf/reflect'];
    expect(await allowed('src/core/models/descriptor.ts', sources)).toEqual(['zod']);
    expect(await allowed('src/core/formats/npz.ts', sources)).toEqual(['zod', 'fflate']);
    expect(await allowed('src/core/onnx/read-model.ts', sources)).toEqual(sources.slice(2));
    expect(await allowed('src/core/camera/intrinsics.ts', sources)).toEqual([]);
  });

  it.each(['process', 'Buffer', 'document', 'fetch', 'console'])('keep the global %s out of core', async (name) => {
    expect(await breaches('src/core/depth/file.ts', `${name}.anything();`)).toEqual([
      { ruleId: 'no-restricted-globals', line: 1 },
    ]);
  });

  it('refuse a file under src that stands in no room', async () => {
    expect(await breaches('src/lost.ts', 'const a = 1;')).toEqual([{ ruleId: 'boundaries/no-unknown-files', line: 1 }]);
  });

  it('leave tests free', async () => {
    expect(await breaches('src/core/depth/file.test.ts', `${importValue('sharp')}\nprocess.exit();`)).toEqual([]);
  });
});
