import { expect, it } from 'vitest';
import { memoryNeedOf } from './memory-need';

const file = (bytes?: number) => ({ name: 'model.onnx', urls: [], bytes });

it('goes by what was measured, else by the weights, which are the least there can be', () => {
  expect(memoryNeedOf({ files: [file(5), file(7)] }, 100)).toEqual({ bytes: 100, isMeasured: true });
  expect(memoryNeedOf({ files: [file(5), file(7)] }, undefined)).toEqual({ bytes: 12, isMeasured: false });
  expect(memoryNeedOf({ files: [file()] }, undefined)).toEqual({ bytes: 0, isMeasured: false });
});
