import { describe, expect, it } from 'vitest';
import { cloneWhenBinary } from './transfer';

describe('cloneWhenBinary', () => {
  it.each([
    ['a body that is an array', { body: new Float32Array(1) }],
    ['a body that holds one', { body: { json: { depth: new Float32Array(1) } } }],
    ['a list of them', { body: { planes: [new Uint8Array(1)] } }],
    ['an event that holds one', { data: { depth: new ArrayBuffer(1) } }],
  ])('clones %s', (_, payload) => {
    expect(cloneWhenBinary(['id', 1, payload])).toEqual([]);
  });

  it.each([
    ['words and numbers', { body: { json: { photo: 'a.jpg', sizes: [1, 2, null] } } }],
    ['nothing', {}],
    ['a text', 'text'],
    ['an array that is neither in the body nor in an event', { headers: new Uint8Array(1) }],
    ['an object of a class', { body: new Date() }],
  ])('leaves %s to oRPC', (_, payload) => {
    expect(cloneWhenBinary(['id', 1, payload])).toBeNull();
  });
});
