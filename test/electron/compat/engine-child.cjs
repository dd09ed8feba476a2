// The other end of utility-process.cjs, loaded into the child before the engine: gives it Electron's `process.parentPort`.
// It also refuses what a packaged app's program does: to start itself as Node (the fuse `runAsNode`).
'use strict';
const childProcess = require('node:child_process');
const { EventEmitter } = require('node:events');
const { fetchBack, putAside } = require('./array-files.cjs');

childProcess.fork = () => {
  throw new Error('a packaged app cannot start Node');
};

const ports = new Map();

class Port extends EventEmitter {
  #waiting = [];

  constructor(id, isBetweenChildren) {
    super();
    this.id = id;
    this.isBetweenChildren = isBetweenChildren;
    ports.set(id, this);
  }

  postMessage(data) {
    process.send({ kind: 'message', id: this.id, data: this.isBetweenChildren ? putAside(data) : data });
  }

  start() {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.emit('message', { data, ports: [] });
  }

  close() {
    if (ports.delete(this.id)) process.send({ kind: 'close', id: this.id });
    this.emit('close');
  }

  receive(sent) {
    const data = this.isBetweenChildren ? fetchBack(sent) : sent;
    if (this.#waiting) this.#waiting.push(data);
    else this.emit('message', { data, ports: [] });
  }
}

const parentPort = new EventEmitter();
parentPort.postMessage = (data) => process.send({ kind: 'parent', data });
let waiting = [];
// Like Electron's: what was posted before anyone listened is not lost.
parentPort.on('newListener', (name) => {
  if (name === 'message') setImmediate(() => deliverWaiting());
});
function deliverWaiting() {
  const early = waiting ?? [];
  waiting = undefined;
  for (const message of early) parentPort.emit('message', message);
}

process.on('message', ({ kind, id, data, ports: ids }) => {
  if (kind === 'post') {
    const isBetweenChildren = process.env.FATHOM_STAND_TRIAL !== undefined || data?.kind === 'childStarted';
    const message = { data, ports: ids.map((portId) => new Port(portId, isBetweenChildren)) };
    if (waiting) waiting.push(message);
    else parentPort.emit('message', message);
  }
  if (kind === 'message') ports.get(id)?.receive(data);
  if (kind === 'close') {
    const port = ports.get(id);
    ports.delete(id);
    port?.emit('close');
  }
});
process.on('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort });
