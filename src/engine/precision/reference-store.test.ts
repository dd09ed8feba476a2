import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { builtProbe, modelsFolder } from '../../../test/fixtures/engines';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import type { InputGeometry } from '../../core/camera/input-geometry';
import { shrinkWholeInput } from '../../core/camera/shrink-input';
import { pixels } from '../../core/camera/units';
import { ModelStore } from '../inference/model-store';
import { filesAsTheyAre } from './converted-model';
import { probesInProcesses } from './probe';
import { makeReference } from './reference';
import { ReferenceStore } from './reference-store';
import { testPicture } from './test-picture';
import type { Trial } from './trial';

const folder = tempFolder();
const input = { widthPx: 256, heightPx: 192 };
const geometry: InputGeometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(200) };

it('finds what the embedded model gave on the CPU again, whole or small, until it is damaged', async () => {
  const model = await new ModelStore(modelsFolder).open('fathom-s');
  const photo = path.resolve(import.meta.dirname, '../../../resources/samples/coffee.jpg');
  const trial: Trial = {
    model,
    picture: await testPicture(photo, geometry, model.descriptor),
    threads: 2,
    converter: filesAsTheyAre,
    open: probesInProcesses(builtProbe, { openMs: 60_000, runMs: 60_000 }),
  };
  const small = await testPicture(photo, shrinkWholeInput(model.descriptor, geometry, 1 / 16)!, model.descriptor);
  for (const [fitsIntoMemory, kind] of [
    [true, 'made'],
    [false, 'small'],
  ] as const) {
    const reference = await makeReference(trial, small, { longestMs: 60_000, fitsIntoMemory });
    expect(reference.kind).toBe(kind);
    const kept = path.join(folder, kind);
    await new ReferenceStore(kept).write(trial, reference);
    expect(await new ReferenceStore(kept).read(trial, small)).toEqual(reference);
    expect(await new ReferenceStore(kept).read({ ...trial, threads: 1 }, small)).toBeUndefined();
    for (const name of readdirSync(kept).filter((each) => !each.endsWith('.json'))) {
      writeFileSync(path.join(kept, name), 'damaged');
    }
    expect(await new ReferenceStore(kept).read(trial, small)).toBeUndefined();
  }
  await new ReferenceStore(undefined).write(trial, { kind: 'none', reason: 'nothing' });
  expect(await new ReferenceStore(undefined).read(trial, small)).toBeUndefined();
});
