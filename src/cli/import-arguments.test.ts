import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommand } from './arguments';

const cwd = path.resolve('/home/ann');
const parse = (line: string) => parseCommand(line.split(' '), cwd);

describe('models import', () => {
  it('takes the id of a model of the catalogue', () => {
    expect(parse('models import m.onnx --as depth-pro --json')).toEqual({
      kind: 'importModel',
      json: true,
      request: { path: path.join(cwd, 'm.onnx'), source: { kind: 'catalogue', id: 'depth-pro' } },
    });
  });

  it('takes what is told of one’s own', () => {
    const line =
      'models --json import m.onnx --id mine --name M --camera canonical:1000 --normalise 0-255 --fit 200000:14 --licence MIT';
    expect(parse(line)).toMatchObject({
      request: {
        source: {
          kind: 'own',
          answers: {
            id: 'mine',
            name: 'M',
            camera: { kind: 'canonical', focalPx: 1000 },
            normalise: '0-255',
            size: { kind: 'fit', targetAreaPx: 200_000, multipleOfPx: 14 },
            licence: 'MIT',
          },
        },
      },
    });
    expect(parse('models import m.onnx --size 1064x616 --camera affine-points')).toMatchObject({
      request: {
        source: {
          answers: { size: { kind: 'fixed', widthPx: 1064, heightPx: 616 }, camera: { kind: 'affinePoints' } },
        },
      },
    });
  });

  it('shows the help of models', () => {
    expect(parse('models import --help')).toEqual({ kind: 'help', topic: 'models' });
  });

  it.each([
    ['models import', 'name the one ONNX file'],
    ['models import a.onnx b.onnx', 'name the one ONNX file'],
    ['models import a.onnx --as b --id c', '--id away'],
    ['models import a.onnx --camera canonical', '--camera takes'],
    ['models import a.onnx --camera canonical:0', 'canonical:'],
    ['models import a.onnx --camera wide', '"wide"'],
    ['models import a.onnx --normalise half', '--normalise'],
    ['models import a.onnx --size 100', '--size takes'],
    ['models import a.onnx --size 0x10', '--size takes'],
    ['models import a.onnx --size 99999x10', '--size or --fit'],
    ['models import a.onnx --fit 200000', '--fit takes'],
    ['models import a.onnx --size 10x10 --fit 200000:14', '--size, --fit'],
    ['models import a.onnx --id ../a', '--id'],
    ['models pull a --as b', '--as'],
  ])('does not understand "%s" and says why', (line, words) => {
    const command = parse(line);
    expect(command.kind).toBe('usageError');
    expect(command).toHaveProperty('message', expect.stringContaining(words));
  });
});
