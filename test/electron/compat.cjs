// Test-only. `electron -r test/electron/compat.cjs …` lets the product, which is written for the pinned Electron, run in
// the test stand's Electron 22 (Node 16, Chromium 108). Nothing of this is ever shipped.
'use strict';
const Module = require('node:module');
const path = require('node:path');
const electron = require('electron');
const { fillGlobals } = require('./compat/globals.cjs');
const { handleProtocol } = require('./compat/protocol-handle.cjs');
const { NodeUtilityProcess } = require('./compat/utility-process.cjs');

fillGlobals();

electron.protocol.handle = handleProtocol;

// Its own utilityProcess runs Node 16, in which neither sharp nor ONNX Runtime loads.
const filled = new Proxy(electron, {
  get: (real, name) =>
    name === 'utilityProcess' ? { fork: (...args) => new NodeUtilityProcess(...args) } : real[name],
});
const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'electron' ? filled : load.call(this, request, ...rest);
};

// Later Electrons name the address in the event itself.
electron.app.prependListener('web-contents-created', (_event, contents) => {
  for (const name of ['will-navigate', 'will-redirect']) {
    contents.prependListener(name, (event, url) => Object.assign(event, { url }));
  }
});

electron.app.whenReady().then(() => {
  electron.session.defaultSession.setPreloads([path.join(__dirname, 'compat/preload.cjs')]);
});
