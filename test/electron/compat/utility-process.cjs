'use strict';
const { fork } = require('node:child_process');
const { EventEmitter } = require('node:events');
const path = require('node:path');

/**
 * Stands in for Electron's UtilityProcess with a child of the system's Node. Ports posted to it stay here; their messages
 * are relayed as frames, which engine-child.cjs turns into ports again.
 */
exports.NodeUtilityProcess = class NodeUtilityProcess extends EventEmitter {
  #ports = new Map();
  #portCount = 0;

  constructor(entry, args, { env = process.env, cwd, stdio = 'inherit', serviceName } = {}) {
    super();
    const { ELECTRON_RUN_AS_NODE, NODE_OPTIONS, ...rest } = env;
    this.child = fork(entry, args, {
      execPath: process.env.FATHOM_NODE ?? 'node',
      execArgv: ['-r', path.join(__dirname, 'engine-child.cjs')],
      // Tells what an engine has started from the engine itself.
      env: { ...rest, ...(serviceName === 'Fathom trial' && { FATHOM_STAND_TRIAL: '1' }) },
      cwd,
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
    });
    this.stdout = this.child.stdout;
    this.stderr = this.child.stderr;
    this.child.on('spawn', () => this.emit('spawn'));
    this.child.on('message', (frame) => this.#receive(frame));
    this.child.on('error', (error) => console.error('engine', error));
    this.child.on('exit', (code, signal) => {
      for (const port of this.#ports.values()) port.close();
      this.#ports.clear();
      // A process that a signal ended has no code of its own.
      this.emit('exit', signal ? 9 : code);
    });
  }

  get pid() {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined;
  }

  kill() {
    return this.child.kill();
  }

  postMessage(data, ports = []) {
    this.#send({ kind: 'post', data, ports: ports.map((port) => this.#adopt(port)) });
  }

  #adopt(port) {
    const id = ++this.#portCount;
    this.#ports.set(id, port);
    port.on('message', ({ data }) => this.#send({ kind: 'message', id, data }));
    port.on('close', () => this.#ports.delete(id) && this.#send({ kind: 'close', id }));
    port.start();
    return id;
  }

  #receive({ kind, id, data }) {
    if (kind === 'parent') this.emit('message', data);
    const port = this.#ports.get(id);
    if (kind === 'message') port?.postMessage(data);
    if (kind === 'close' && this.#ports.delete(id)) port.close();
  }

  #send(frame) {
    if (this.child.connected) this.child.send(frame);
  }
};
