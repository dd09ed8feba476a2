import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { EngineConfig } from './engine-config';

const engineConfigSchema = z.object({
  appVersion: z.string(),
  modelsFolder: z.string(),
  userModelsFolder: z.string().optional(),
  cache: z.object({ folder: z.string(), limitBytes: z.number().nonnegative() }).optional(),
  userDecodersFolder: z.string().optional(),
  heicWorker: z.string(),
  sessionWorker: z.string(),
  trial: z.object({ engineEntry: z.string(), photo: z.string() }).optional(),
  probe: z.object({ entry: z.string(), photo: z.string(), folder: z.string().optional() }).optional(),
  threads: z.number().int().positive(),
});

/** The arguments that hand a configuration to the engine process. */
export function engineArguments(config: EngineConfig): string[] {
  return ['--config', JSON.stringify(config)];
}

/** @throws where the arguments hold no whole configuration: the host and the engine do not match. */
export function parseEngineConfig(args: readonly string[]): EngineConfig {
  const { values } = parseArgs({ args: [...args], options: { config: { type: 'string', default: '{}' } } });
  const { cache, ...config } = engineConfigSchema.parse(JSON.parse(values.config));
  return { ...config, cache };
}
