import { expect, test } from 'vitest';
import { nearnessOn } from '../../core/formats/depth-scale';
import { nearnessTerms } from './cloud-uniforms';

test.each([0.5, 1, 3.7, 12, 80])("the shader's nearness of %d m is the core's", (depthMetres) => {
  const [a, b] = nearnessTerms([1, 12]);
  expect(a - b * Math.log(depthMetres)).toBeCloseTo(nearnessOn({ nearMetres: 1, farMetres: 12 })(depthMetres), 12);
});
