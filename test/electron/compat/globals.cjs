'use strict';
const { Blob } = require('node:buffer');
const { webcrypto } = require('node:crypto');
const os = require('node:os');
const streams = require('node:stream/web');
const v8 = require('node:v8');
const { fetch, File, FormData, Headers, Request, Response } = require('undici5');

/** Adds what Node 16 lacks of what the product uses. */
exports.fillGlobals = function fillGlobals() {
  const structuredClone = (value) => v8.deserialize(v8.serialize(value));
  fill(globalThis, { ...streams, Blob, crypto: webcrypto, fetch, File, FormData, Headers, Request, Response });
  fill(globalThis, { structuredClone });
  fill(URL, { canParse });
  fill(Promise, { withResolvers });
  fill(AbortSignal, { any: anySignal });
  fill(Array.prototype, { findLast, toSorted });
  fill(os, { availableParallelism: () => os.cpus().length });
};

function fill(target, values) {
  for (const [name, value] of Object.entries(values)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}

function canParse(...args) {
  try {
    return Boolean(new URL(...args));
  } catch {
    return false;
  }
}

function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

function anySignal(signals) {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
}

function findLast(matches) {
  return [...this].reverse().find(matches);
}

function toSorted(compare) {
  return [...this].sort(compare);
}
