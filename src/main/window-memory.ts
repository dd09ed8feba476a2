import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const windowMemorySchema = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  }),
  isMaximised: z.boolean(),
});

/** How the window stood when it was closed. */
export type WindowMemory = z.infer<typeof windowMemorySchema>;

/** Undefined where nothing was remembered, or what was is no longer readable: the window then opens as at first. */
export function readWindowMemory(file: string): WindowMemory | undefined {
  try {
    return windowMemorySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Synchronous: the window closes right after. */
export function writeWindowMemory(file: string, memory: WindowMemory): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.part`;
  writeFileSync(unfinished, JSON.stringify(memory));
  renameSync(unfinished, file);
}
