import { ensureBuild } from './setup/build.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNodeVersion } from './setup/node-version.mjs';

/** Makes a fresh clone ready to run: the right Node, the packages, the built command line. A fast look when it is. */
export async function setUp() {
  ensureNodeVersion();
  await ensureDependencies();
  await ensureBuild();
}

/** As much of it as the tools need that read sources only. */
export async function setUpTools() {
  ensureNodeVersion();
  await ensureDependencies();
}
