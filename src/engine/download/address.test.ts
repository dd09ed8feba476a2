import { expect, it } from 'vitest';
import { isAllowedAddress, shownAddress } from './address';

it.each([
  ['https://models.example/m.onnx', true, true],
  ['http://models.example/m.onnx', false, false],
  ['http://127.0.0.1:80/m.onnx', false, true],
  ['http://127.1/m.onnx', false, true],
  ['http://LOCALHOST/m.onnx', false, true],
  ['http://[::1]:80/m.onnx', false, true],
  ['http://127.0.0.1.models.example/m.onnx', false, false],
  ['http://localhost.models.example/m.onnx', false, false],
  ['http://127.0.0.1@models.example/m.onnx', false, false],
  ['file:///m.onnx', false, false],
])('%s is allowed: %s, where this machine may be asked over http: %s', (url, strictly, withLoopback) => {
  expect([isAllowedAddress(new URL(url), false), isAllowedAddress(new URL(url), true)]).toEqual([
    strictly,
    withLoopback,
  ]);
});

it('shows an address without its secrets', () => {
  expect(shownAddress(new URL('https://user:password@models.example/m.onnx?signature=1#part'))).toBe(
    'https://models.example/m.onnx',
  );
});
