import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { catalogueSchema } from './catalogue';
import { offerOf } from './model-offer';

const json = JSON.parse(await readFile(new URL('../../../models/catalogue.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>[];
const catalogue = catalogueSchema.parse(json);

describe('the catalogue', () => {
  it('says nothing that the schema does not know', () => {
    expect(catalogue).toEqual(json);
  });

  it('offers a download of those models whose files are known to the last bit, and import of the others', () => {
    const offered = (offer: string) => catalogue.filter((model) => offerOf(model) === offer).map(({ id }) => id);
    expect(offered('pull')).toEqual([
      'metric3d-vit-small',
      'metric3d-vit-large',
      'metric3d-vit-giant2',
      'moge-2-vits-normal',
      'moge-2-vitb-normal',
      'moge-2-vitl-normal',
    ]);
    expect(offered('import')).toEqual([
      'depth-anything-v2-metric-indoor-small',
      'depth-anything-v2-metric-outdoor-small',
      'da3metric-large',
      'depth-pro',
      'zoedepth-nyu-kitti',
    ]);
  });

  it('names no variants, which nothing would download', () => {
    const score = { delta1: 0.9, absRel: 0.1 };
    const file = { name: 'int8.onnx', bytes: 1, sha256: 'ab'.repeat(32), urls: [] };
    const variants = [{ precision: 'int8', file, scores: [{ benchmark: 'pictures', ...score, float32: score }] }];
    expect(catalogueSchema.safeParse([{ ...json[0], variants }]).success).toBe(false);
  });

  it('warns of every licence that does not plainly allow commercial use', () => {
    for (const { id, licence } of catalogue) {
      if (!licence.commercialUse) expect(licence.note, id).toMatch(/\.$/);
    }
  });

  it('refuses two models of one id', () => {
    expect(catalogueSchema.safeParse([json[0], json[0]]).success).toBe(false);
  });
});
