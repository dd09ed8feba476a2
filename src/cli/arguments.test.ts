import { describe, expect, it } from 'vitest';
import { parseCommand, type Command } from './arguments';

const parse = (line: string): Command => parseCommand(line === '' ? [] : line.split(' '), '/home/ann');

function parseRequest(line: string) {
  const command = parse(line);
  if (command.kind !== 'convert') throw new Error(JSON.stringify(command));
  return command.request;
}

describe('parseCommand', () => {
  it('fills in what a conversion leaves out', () => {
    expect(parse('convert a.jpg --out out')).toEqual({
      kind: 'convert',
      json: false,
      engine: { threads: undefined, useCache: true },
      request: {
        inputs: ['/home/ann/a.jpg'],
        outputFolder: '/home/ann/out',
        formats: ['ply'],
        plyEncoding: 'binary',
        pcdEncoding: 'binary',
        lasVersion: '1.2',
        glbQuantised: false,
        focal: undefined,
        grid: 'model',
        model: 'fathom-s',
        precision: 'auto',
        device: 'auto',
        maxPoints: undefined,
        edgeThreshold: undefined,
        grazingDegrees: undefined,
        doubtfulPercent: undefined,
        smallestIslandPx: undefined,
        keepSky: false,
        frame: 'opencv',
        unit: 'm',
        level: 'none',
        voxelMetres: undefined,
        masked: 'drop',
        normals: true,
        confidence: true,
        recursive: false,
        existing: 'resume',
        jobs: undefined,
      },
    });
  });

  it('takes every option of a conversion', () => {
    const line =
      'convert /photos b.png -o /out -f npy,xyz,npy --ply-ascii --pcd compressed --las 1.4 --glb-quantise --grid photo --frame zup --unit mm --level auto --voxel 0.05 --masked flag --no-normals --no-confidence --max-points 5000 ' +
      '--edge-threshold 0 --scale 1.043 --grazing-angle 80 --min-confidence 12.5 --min-island 50 --keep-sky -r --number --model m --precision fp16 --device cuda -j 2 --threads 3 --no-cache --json --fov 60';
    expect(parse(line)).toEqual({
      kind: 'convert',
      json: true,
      engine: { threads: 3, useCache: false },
      request: {
        inputs: ['/photos', '/home/ann/b.png'],
        outputFolder: '/out',
        formats: ['npy', 'xyz'],
        plyEncoding: 'ascii',
        pcdEncoding: 'compressed',
        lasVersion: '1.4',
        glbQuantised: true,
        focal: { kind: 'fieldOfView', horizontal: 60 },
        grid: 'photo',
        model: 'm',
        precision: 'fp16',
        device: 'cuda',
        maxPoints: 5000,
        edgeThreshold: 0,
        scales: { typed: { factor: 1.043 } },
        grazingDegrees: 80,
        doubtfulPercent: 12.5,
        smallestIslandPx: 50,
        keepSky: true,
        frame: 'zup',
        unit: 'mm',
        level: 'auto',
        voxelMetres: 0.05,
        masked: 'flag',
        normals: false,
        confidence: false,
        recursive: true,
        existing: 'number',
        jobs: 2,
      },
    });
  });

  it.each([
    ['--focal-px 812.5', { kind: 'px', focalPx: 812.5 }],
    ['--focal-35mm 26', { kind: '35mm', focal35mm: 26 }],
    ['--focal-mm 4.2 --sensor-mm 6.4', { kind: 'mm', focalMm: 4.2, sensorWidthMm: 6.4 }],
    ['--fov 73.7', { kind: 'fieldOfView', horizontal: 73.7 }],
    [
      '--intrinsics 900,901,640.5,-3',
      { kind: 'intrinsics', intrinsics: { fxPx: 900, fyPx: 901, cxPx: 640.5, cyPx: -3 } },
    ],
  ])('reads %s', (options, focal) => {
    expect(parseRequest(`convert a.jpg --out out ${options}`).focal).toEqual(focal);
    expect(parse(`info a.jpg ${options}`)).toMatchObject({ kind: 'info', focal });
  });

  it.each([
    ['--overwrite', 'overwrite'],
    ['--skip-existing', 'skip'],
    ['--number', 'number'],
  ])('reads %s', (option, existing) => {
    expect(parseRequest(`convert a.jpg --out out ${option}`).existing).toBe(existing);
  });

  it.each<[string, Command]>([
    ['', { kind: 'help', topic: undefined }],
    ['help', { kind: 'help', topic: undefined }],
    ['help convert', { kind: 'help', topic: 'convert' }],
    ['--help', { kind: 'help', topic: undefined }],
    ['-h', { kind: 'help', topic: undefined }],
    ['convert --help', { kind: 'help', topic: 'convert' }],
    ['info -h', { kind: 'help', topic: 'info' }],
    ['models --help', { kind: 'help', topic: 'models' }],
    ['--version', { kind: 'version' }],
    ['-v', { kind: 'version' }],
    ['models', { kind: 'models', task: 'list', ids: [], json: false }],
    ['models list --json', { kind: 'models', task: 'list', ids: [], json: true }],
    ['models pull a b', { kind: 'models', task: 'pull', ids: ['a', 'b'], json: false }],
    ['models rm a', { kind: 'models', task: 'rm', ids: ['a'], json: false }],
    ['decoders --help', { kind: 'help', topic: 'decoders' }],
    ['decoders', { kind: 'decoders', task: 'list', ids: [], json: false }],
    ['decoders install heic', { kind: 'decoders', task: 'install', ids: ['heic'], json: false }],
    ['decoders remove heic --json', { kind: 'decoders', task: 'remove', ids: ['heic'], json: true }],
    ['models verify a', { kind: 'models', task: 'verify', ids: ['a'], json: false }],
    ['doctor --json', { kind: 'doctor', json: true, model: 'fathom-s', device: 'auto', fix: false, locate: false }],
    [
      'doctor --locate --model m --device webgpu',
      { kind: 'doctor', json: false, model: 'm', device: 'webgpu', fix: false, locate: true },
    ],
    ['serve --help', { kind: 'help', topic: 'serve' }],
    [
      'serve',
      { kind: 'serve', folders: [], host: '127.0.0.1', port: undefined, token: undefined, outputFolder: undefined },
    ],
    [
      'serve photos /more --port 0 --host 0.0.0.0 --token 0123456789abcdef --out exports',
      {
        kind: 'serve',
        folders: ['/home/ann/photos', '/more'],
        host: '0.0.0.0',
        port: 0,
        token: '0123456789abcdef',
        outputFolder: '/home/ann/exports',
      },
    ],
    ['info a.jpg /b.png --json', { kind: 'info', photos: ['/home/ann/a.jpg', '/b.png'], focal: undefined, json: true }],
  ])('understands "%s"', (line, command) => {
    expect(parse(line)).toEqual(command);
  });

  it.each([
    ['convrt a.jpg', 'convrt'],
    ['convert --out out', 'name the photos'],
    ['convert a.jpg', '--out'],
    ['convert a.jpg --out', '--out'],
    ['convert a.jpg --out out --format gbl', '--format takes ply, pcd, las, glb, xyz, mesh-glb, obj, npy'],
    ['convert a.jpg --out out --pcd ascii', '--pcd takes binary, compressed'],
    ['convert a.jpg --out out --unit inch', '--unit takes m, cm, mm, ft'],
    ['convert a.jpg --out out --voxel 0', '--voxel takes metres above 0'],
    ['convert a.jpg --out out --masked keep', '--masked takes drop, flag'],
    ['convert a.jpg --out out --las 1.3', '--las takes 1.2, 1.4'],
    ['convert a.jpg --out out --format ply,', '--format'],
    ['convert a.jpg --out out --grid fine', '--grid takes model, photo'],
    ['convert a.jpg --out out --frame ros', '--frame'],
    ['convert a.jpg --out out --precision fp8', '--precision'],
    ['convert a.jpg --out out --max-points 0', '--max-points'],
    ['convert a.jpg --out out --max-points 1.5', '--max-points'],
    ['convert a.jpg --out out --max-points 1e300', '--max-points'],
    ['convert a.jpg --out out --edge-threshold -1', '--edge-threshold'],
    ['convert a.jpg --out out --edge-threshold=-1', '--edge-threshold'],
    ['convert a.jpg --out out --edge-threshold x', '--edge-threshold'],
    ['convert a.jpg --out out --scale 0', '--scale'],
    ['convert a.jpg --out out --scale 101', '--scale'],
    ['convert a.jpg --out out --grazing-angle 91', '--grazing-angle'],
    ['convert a.jpg --out out --min-confidence 101', '--min-confidence'],
    ['convert a.jpg --out out --min-island 1.5', '--min-island'],
    ['convert a.jpg --out out --jobs 0', '--jobs'],
    ['convert a.jpg --out out --jobs 65', '--jobs'],
    ['convert a.jpg --out out --threads two', '--threads'],
    ['convert a.jpg --out out --overwrite --number', '--overwrite, --number'],
    ['convert a.jpg --out out --focal-px 0', '--focal-px'],
    ['convert a.jpg --out out --focal-px=-5', '--focal-px'],
    ['convert a.jpg --out out --focal-px Infinity', '--focal-px'],
    ['convert a.jpg --out out --focal-px 800 --fov 60', '--focal-px, --fov'],
    ['convert a.jpg --out out --focal-mm 4', '--sensor-mm'],
    ['convert a.jpg --out out --sensor-mm 6', '--focal-mm'],
    ['convert a.jpg --out out --fov 180', '--fov'],
    ['convert a.jpg --out out --intrinsics 1,2,3', '--intrinsics'],
    ['convert a.jpg --out out --intrinsics 0,2,3,4', '--intrinsics FX'],
    ['convert a.jpg --out out --intrinsics 1,2,,4', '--intrinsics CX'],
    ['convert a.jpg --out out --colour red', '--colour'],
    ['info', 'name the photos'],
    ['info a.jpg --out out', '--out'],
    ['models all', 'all'],
    ['models pull', 'name the models to pull'],
    ['models list a', 'models list takes no names'],
    ['decoders list heic', 'decoders list takes no names'],
    ['decoders install', 'name the decoders to install'],
    ['decoders install jxl', 'jxl'],
    ['doctor --cure', '--cure'],
    ['serve --port 65536', '--port takes a whole number from 0 to 65535, not "65536"'],
    ['serve --port 80.5', '--port'],
    ['serve --port http', '--port'],
    ['serve --token short', '--token takes 16 to 256'],
    ['serve --token 0123456789abcde/', '--token'],
    ['serve --host', '--host'],
    ['serve --fast', '--fast'],
    ['help nonsense', 'nonsense'],
  ])('does not understand "%s" and says why', (line, words) => {
    const command = parse(line);
    expect(command.kind).toBe('usageError');
    expect(command).toHaveProperty('message', expect.stringContaining(words));
  });

  it.each([
    ['an input', ['convert', '', '--out', 'out']],
    ['the output folder', ['convert', 'a.jpg', '--out', '']],
    ['a photo', ['info', '']],
    ['a folder to serve', ['serve', '']],
    ['the folder for exports', ['serve', '--out', '']],
    ['the address to serve at', ['serve', '--host', '']],
  ])('takes %s that is empty, as an unset variable leaves it, for a mistake', (_, args) => {
    expect(parseCommand(args, '/home/ann').kind).toBe('usageError');
  });
});
