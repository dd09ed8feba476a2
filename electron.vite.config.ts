import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Left out of the bundles: Electron itself, Node's own modules, and packages that carry native binaries. */
const external = ['electron', 'onnxruntime-node', 'sharp', /^node:/];

/** The outputs a person or a shell starts directly. */
const executables = new Set(['cli']);

/**
 * FATHOM_STAND=22 builds for the test stand, an Electron of older engines, into a folder of its own with the project's
 * layout. Everything else is built for the Electron that package.json pins.
 */
const isForStand = process.env['FATHOM_STAND'] === '22';
const outFolder = isForStand ? 'out/stand22/out' : 'out';

export default defineConfig({
  main: {
    build: {
      outDir: `${outFolder}/main`,
      // The command line runs on the oldest Node that package.json admits; Electron's own Node is newer.
      target: isForStand ? 'node16' : 'node20',
      sourcemap: true,
      minify: false,
      // oRPC and others ship ES modules only, so they are bundled into the CommonJS outputs.
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          cli: 'src/cli/main.ts',
          engine: 'src/engine/process.ts',
          'heic-worker': 'src/engine/photo/heic/heic-worker.ts',
          'session-worker': 'src/engine/inference/session-worker.ts',
          probe: 'src/engine/precision/probe-process.ts',
        },
        external,
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          // Flat, so that code is as deep under the project's folder as in src/<room>, whatever it is bundled into.
          chunkFileNames: '[name]-[hash].cjs',
          banner: (chunk) => (chunk.isEntry && executables.has(chunk.name) ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: `${outFolder}/preload`,
      target: isForStand ? 'node16' : 'node22',
      sourcemap: true,
      minify: false,
      externalizeDeps: false,
      // A sandboxed preload script is one file, and may require Electron alone.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: `${outFolder}/renderer`,
      target: isForStand ? 'chrome108' : 'chrome140',
      minify: 'oxc',
      sourcemap: false,
      // The page's policy allows neither inline scripts nor data: addresses.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
});
