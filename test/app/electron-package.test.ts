import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import configuration, { electronFuses } from '../../electron-builder.config.js';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { appFolders } from '../../src/main/app-folders';
import { ADDRESS_SCHEME } from '../../src/main/opened-address';
import { PHOTO_EXTENSIONS } from '../../src/main/photo-extensions';
import { findElectron } from '../electron/executable';
import { readFuses } from '../electron/fuse-wire';

/** The program of a packed app, where one was packed. */
const packed = process.env['FATHOM_PACKED'];
if (packed === undefined) console.warn('SKIPPED: no packed app to read fuses from (name its program in FATHOM_PACKED)');

const electron = findElectron();
if (electron === undefined) console.warn('SKIPPED: no Electron here to try the fuse reader on');

describe('packaging', () => {
  it('burns every door shut that the app does not go through', () => {
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(configuration.asar).toBe(true);
  });

  it('leaves beside the archive what the engine reads', () => {
    const archive = path.join('/app', 'app.asar');
    const { engine, heicWorker, sessionWorker, models, samples } = appFolders(archive, {});
    for (const file of [engine, heicWorker, sessionWorker, models, samples]) {
      const [top] = path.relative(`${archive}.unpacked`, file).split(path.sep);
      expect(configuration.asarUnpack.some((pattern) => pattern.startsWith(`${top}/`))).toBe(true);
    }
    // Packages that are not bundled, with what they load.
    for (const name of ['sharp', 'onnxruntime-node', 'onnxruntime-common', 'detect-libc', 'semver']) {
      expect(configuration.asarUnpack.join()).toContain(name);
      expect(existsSync(path.join(projectFolder, 'node_modules', name))).toBe(true);
    }
  });

  it('registers its links, and the photos it opens from file managers', () => {
    expect(configuration.protocols).toEqual([{ name: 'Fathom', schemes: [ADDRESS_SCHEME] }]);
    const [photos] = configuration.fileAssociations;
    expect(photos!.ext.length).toBeGreaterThan(0);
    expect(photos!.ext.filter((extension) => !PHOTO_EXTENSIONS.includes(extension))).toEqual([]);
  });

  it.skipIf(electron === undefined)('can read fuses: those of an Electron as it is delivered', () => {
    expect(readFuses(electron!.program)).toMatchObject({
      runAsNode: true,
      enableNodeOptionsEnvironmentVariable: true,
      enableNodeCliInspectArguments: true,
      onlyLoadAppFromAsar: false,
    });
  });

  it.skipIf(packed === undefined)('finds the fuses in the packed app as they are set', () => {
    expect(readFuses(packed!)).toEqual(electronFuses);
  });
});
