'use strict';
const { randomUUID } = require('node:crypto');
const { readFileSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * Between two processes of the engine arrays go by way of files: here, every message passes Electron 22's main process,
 * which dies of megabytes. The pinned Electron connects such processes without it.
 */
const LEAST_BYTES = 1 << 14;

const KINDS = { Float32Array, Uint8Array, Uint16Array };

/** `data` with a note in place of each long array, which lies in a file until it is read. */
exports.putAside = function putAside(data) {
  if (ArrayBuffer.isView(data)) return data.byteLength < LEAST_BYTES ? data : noteOf(data);
  return eachField(data, putAside);
};

/** The other way round; the files are gone then. */
exports.fetchBack = function fetchBack(data) {
  return data?.arrayFile === undefined ? eachField(data, fetchBack) : arrayOf(data);
};

function noteOf(array) {
  const arrayFile = path.join(os.tmpdir(), `fathom-stand-${randomUUID()}`);
  writeFileSync(arrayFile, Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  return { arrayFile, of: array.constructor.name };
}

function arrayOf({ arrayFile, of }) {
  const { buffer } = new Uint8Array(readFileSync(arrayFile));
  rmSync(arrayFile);
  return new KINDS[of](buffer);
}

function eachField(data, change) {
  if (Array.isArray(data)) return data.map(change);
  if (data === null || typeof data !== 'object' || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, change(item)]));
}
