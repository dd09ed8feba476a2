import os from 'node:os';
import sharp from 'sharp';
import { env } from 'onnxruntime-node';
import type { Diagnosis } from '../contract/diagnosis';
import type { Engine } from './engine';
import { PROVIDERS } from './inference/providers';
import { listModels } from './models/list-models';
import { PHOTO_FORMATS } from './photo/photo-formats';

/** What this machine can do, what Fathom would choose on it, and whether the models are whole. */
export async function diagnose(engine: Engine): Promise<Diagnosis> {
  const { config } = engine;
  const list = (await listModels(engine)).filter(({ status }) => status !== 'pull' && status !== 'import');
  const broken = list.filter(({ status }) => status !== 'ready');
  const best = PROVIDERS[0]!;
  const rung = best.ladder[0]!;
  const ready = `${best.label}: using ${rung.precision}, ${rung.reason}.`;
  const notReady =
    list.length === 0
      ? [`There is no model in ${config.modelsFolder}.`]
      : broken.map(({ id, status }) => `Model ${id} is ${status}.`);
  return {
    versions: {
      fathom: config.appVersion,
      node: process.versions.node,
      onnxRuntime: env.versions.node ?? 'unknown',
      sharp: sharp.versions.sharp,
    },
    system: {
      platform: `${os.platform()} ${os.arch()}`,
      cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
      cores: os.availableParallelism(),
      memoryBytes: os.totalmem(),
    },
    devices: PROVIDERS.map(({ name, label, ladder }) => ({ provider: name, name: label, ladder: [...ladder] })),
    photoFormats: [...PHOTO_FORMATS],
    models: list,
    folders: { models: config.modelsFolder, cache: config.cache?.folder },
    sentence: [ready, ...notReady].join(' '),
  };
}
