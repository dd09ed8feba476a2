import { defineConfig } from 'vite';

/** The benchmarks as Node programs; packages stay in node_modules. */
// eslint-disable-next-line no-restricted-syntax -- Vite reads the default export.
export default defineConfig({
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20',
    outDir: '../out/bench',
    // Sample photos, the Python environment and results stay.
    emptyOutDir: false,
    rolldownOptions: {
      // All in one folder, so that the way to the project's folder is the same from every file.
      output: { chunkFileNames: 'shared-[name].js' },
      input: {
        main: 'main.ts',
        converter: 'children/converter.ts',
        'file-server': 'children/file-server.ts',
        'metric3d-bare': 'children/metric3d-bare.ts',
        'metric3d-fathom': 'children/metric3d-fathom.ts',
        'metric3d-load-bare': 'children/metric3d-load-bare.ts',
        'metric3d-load-fathom': 'children/metric3d-load-fathom.ts',
        'cloud-writer': 'children/cloud-writer.ts',
        'report-peak-memory': 'children/report-peak-memory.ts',
      },
    },
  },
});
