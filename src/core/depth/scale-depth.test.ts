import { expect, it } from 'vitest';
import { depthMapOf, viewOf } from '../../../test/fixtures/analytic-scenes';
import { scaleDepth } from './scale-depth';

it('makes depth larger and nothing else', () => {
  const map = depthMapOf(viewOf(2, 1, 3), Float32Array.of(1, 4));
  const scaled = scaleDepth(map, 1.5);
  expect(scaled).toEqual({ ...map, depthMetres: Float32Array.of(1.5, 6) });
  expect(map.depthMetres[0]).toBe(1);
});
