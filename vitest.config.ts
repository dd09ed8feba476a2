import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Processes, not threads: native code of sharp and ONNX Runtime is at home there. Two, because each uses all cores.
    pool: 'forks',
    maxWorkers: 2,
    // An end-to-end test loads the model and converts whole photos, beside others that keep every core busy.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // What a test waits for comes when a busy machine gets to it; of itself Vitest would give it one second.
    expect: { poll: { timeout: 120_000 } },
  },
});
