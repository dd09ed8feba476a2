import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Left out of the bundles: Electron itself, Node's own modules, and packages that carry native binaries. */
const external = ['electron', 'onnxruntime-node', 'sharp', /^node:/];

/** The outputs a person or a shell starts directly. */
const executables = new Set(['cli']);

export default defineConfig({
  // A section `preload` stands beside this one when src/preload exists;
  // `main` takes the entry `index: 'src/main/index.ts'`.
  main: {
    build: {
      // The command line runs on the oldest Node that package.json admits; Electron's own Node is newer.
      target: 'node20',
      sourcemap: true,
      minify: false,
      // oRPC and others ship ES modules only, so they are bundled into the CommonJS outputs.
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          cli: 'src/cli/main.ts',
          engine: 'src/engine/process.ts',
          'session-worker': 'src/engine/inference/session-worker.ts',
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
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      // On machines without the pinned Electron the tests may drive an older one, whose Chromium is older too.
      target: process.env['FATHOM_STAND'] === '22' ? 'chrome108' : 'chrome140',
      minify: 'oxc',
      sourcemap: false,
      // The page's policy allows neither inline scripts nor data: addresses.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
});
