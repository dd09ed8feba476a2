import { readFileSync } from 'node:fs';
import { create, equals, fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  encode,
  modelFiles,
  modelInit,
  type ModelName,
  node,
  tensor,
  withFile,
} from '../../../test/fixtures/onnx-models';
import { bytesField, concatenated, repeated, varint, varintField } from '../../../test/fixtures/wire-bytes';
import { type ByteSource, bytesInMemory } from './byte-source';
import { ModelProtoSchema, TensorProto_DataType } from './protobuf/onnx_pb';
import { type OnnxModel, readOnnxModel } from './read-model';

/** Field numbers of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_NAME = 2;
const GRAPH_INITIALISER = 5;
const NODE_INPUT = 1;
const NODE_ATTRIBUTE = 5;
const ATTRIBUTE_GRAPH = 6;
const ATTRIBUTE_INTS = 8;
const TENSOR_DIMS = 1;
const TENSOR_FLOATS = 4;
const TENSOR_NAME = 8;
const TENSOR_RAW = 9;

const empty = new Uint8Array(0);

/** A tensor's name that reads as four dimensions to whoever has taken its first byte for the end of a number. */
const nameThatIsDims = bytesField(TENSOR_NAME, Uint8Array.from([1, 8, 1, 8, 1, 8, 0x80, 1]));

function read(bytes: Uint8Array): OnnxModel {
  const model = readOnnxModel(bytesInMemory(bytes));
  if (model.kind === 'fault') throw new Error(model.message);
  return model;
}

function faultOf(bytes: Uint8Array) {
  const { kind, ...fault } = readOnnxModel(bytesInMemory(bytes));
  return kind === 'fault' ? fault : kind;
}

describe.each(Object.keys(modelFiles) as ModelName[])('reading %s', (name) => {
  it('gives what the protobuf library reads, when the data left in the file are put back', () => {
    const bytes = readFileSync(modelFiles[name]);
    const { proto, payloads, byteLength } = read(bytes);
    for (const [owner, { field, offset, byteLength: length }] of payloads) {
      if (field !== 'rawData') throw new Error(`an exporter wrote ${field}`);
      expect(owner.rawData).toHaveLength(0);
      owner.rawData = bytes.subarray(offset, offset + length);
    }
    const expected = fromBinary(ModelProtoSchema, bytes);
    expected.metadataProps = [];
    expect(equals(ModelProtoSchema, proto, expected)).toBe(true);
    expect(byteLength).toBe(bytes.byteLength);
  });

  it('reads no data that it leaves in the file, but what shares a window with the graph', () => {
    withFile(modelFiles[name], (source) => {
      const model = readOnnxModel(source);
      if (model.kind === 'fault') throw new Error(model.message);
      const skipped = [...model.payloads.values()].filter(({ byteLength }) => byteLength > 256 * 1024);
      const skippedBytes = skipped.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const graphBytes = source.byteLength - skippedBytes;
      // Every stretch that is skipped may cost the rest of a window before it; graph-wide values are read last.
      expect(source.bytesRead).toBeLessThan(3 * graphBytes + 64 * 1024 * (model.payloads.size + 1));
    });
  });
});

describe('readOnnxModel', () => {
  it('leaves data in the file that are longer than 1 KiB, whatever their encoding', () => {
    const { graph } = modelInit({
      initializer: [
        tensor('raw', { dims: [257n], rawData: new Uint8Array(1028) }),
        tensor('floats', { dims: [257n], rawData: empty, floatData: new Array<number>(257).fill(1) }),
        tensor('int64s', {
          dataType: TensorProto_DataType.INT64,
          rawData: empty,
          int64Data: Array<bigint>(1025).fill(1n),
        }),
        tensor('small', { dims: [256n], rawData: new Uint8Array(1024) }),
      ],
    });
    const bytes = encode({ graph: graph! });
    const { proto, payloads } = read(bytes);
    expect([...payloads].map(([{ name }, { field, byteLength }]) => [name, field, byteLength])).toEqual([
      ['raw', 'rawData', 1028],
      ['floats', 'floatData', 1028],
      ['int64s', 'int64Data', 1025],
    ]);
    const floats = payloads.get(proto.graph!.initializer[1]!)!;
    expect(new Float32Array(bytes.slice(floats.offset, floats.offset + 4).buffer)).toEqual(Float32Array.of(1));
    expect(proto.graph!.initializer[3]!.rawData).toHaveLength(1024);
  });

  it('leaves out remarks and fields that the schema does not know', () => {
    const remarks = { docString: 'a stack trace', metadataProps: [{ key: 'stack', value: 'trace' }] };
    const unknown = concatenated(varintField(4000, 1), bytesField(4001, repeated([1], 9)));
    const { proto } = read(concatenated(encode(modelInit(remarks, remarks)), unknown));
    expect(equals(ModelProtoSchema, proto, create(ModelProtoSchema, modelInit()))).toBe(true);
    expect(proto.$unknown).toBeUndefined();
  });

  it('reads a list whether it is packed or not', () => {
    const dims = concatenated(varintField(TENSOR_DIMS, 2), bytesField(TENSOR_DIMS, varint(300), varint(4)));
    const { proto } = read(bytesField(MODEL_GRAPH, bytesField(GRAPH_INITIALISER, dims)));
    expect(proto.graph!.initializer[0]!.dims).toEqual([2n, 300n, 4n]);
  });

  it('reads little of a file of 2 GB, and holds none of its weights', () => {
    const bulk = 2_000_000_000;
    const tail = bytesField(GRAPH_NAME, new TextEncoder().encode('after'));
    const dataTag = concatenated(varint(TENSOR_RAW * 8 + 2), varint(bulk));
    const tensorTag = concatenated(varint(GRAPH_INITIALISER * 8 + 2), varint(dataTag.byteLength + bulk));
    const graphBytes = tensorTag.byteLength + dataTag.byteLength + bulk + tail.byteLength;
    const head = concatenated(varint(MODEL_GRAPH * 8 + 2), varint(graphBytes), tensorTag, dataTag);
    let bytesRead = 0;
    const source: ByteSource = {
      byteLength: head.byteLength + bulk + tail.byteLength,
      read(offset, length) {
        bytesRead += length;
        const piece = new Uint8Array(length);
        if (offset < head.byteLength) piece.set(head.subarray(offset, offset + length));
        const tailStart = head.byteLength + bulk;
        if (offset + length > tailStart) piece.set(tail.subarray(Math.max(0, offset - tailStart)));
        return piece;
      },
    };
    const model = readOnnxModel(source);
    expect(model).toMatchObject({ kind: 'model', proto: { graph: { name: 'after' } } });
    expect(bytesRead).toBeLessThan(200_000);
  });

  it.each([
    ['an empty file', empty, 'Truncated'],
    ['a node that reaches past its graph', bytesField(MODEL_GRAPH, Uint8Array.from([10, 5, 0])), 'Truncated'],
    ['a picture', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]), 'Malformed'],
    ['a text', new TextEncoder().encode('{"model": "not this one"}'), 'Malformed'],
    ['a graph written as a number', varintField(MODEL_GRAPH, 1), 'Malformed'],
    ['a name written as a number', bytesField(MODEL_GRAPH, varintField(GRAPH_NAME, 1)), 'Malformed'],
    ['two graphs', concatenated(bytesField(MODEL_GRAPH), bytesField(MODEL_GRAPH)), 'Malformed'],
    [
      'a list of floats that ends within one',
      bytesField(
        MODEL_GRAPH,
        bytesField(GRAPH_INITIALISER, bytesField(TENSOR_FLOATS, repeated([0], 3)), nameThatIsDims),
      ),
      'Malformed',
    ],
    [
      'a list of integers that ends within one',
      bytesField(
        MODEL_GRAPH,
        bytesField(GRAPH_INITIALISER, bytesField(TENSOR_DIMS, Uint8Array.from([1, 0x80])), nameThatIsDims),
      ),
      'Malformed',
    ],
    [
      'an integer of eleven bytes in a list',
      bytesField(
        MODEL_GRAPH,
        bytesField(GRAPH_INITIALISER, bytesField(TENSOR_DIMS, repeated([0x80], 11), Uint8Array.from([1]))),
      ),
      'Malformed',
    ],
    [
      'a tensor with long data twice',
      bytesField(
        MODEL_GRAPH,
        bytesField(
          GRAPH_INITIALISER,
          bytesField(TENSOR_RAW, repeated([0], 2000)),
          bytesField(TENSOR_RAW, repeated([0], 2000)),
        ),
      ),
      'Malformed',
    ],
  ])('refuses %s', (_, bytes, code) => {
    expect(faultOf(bytes)).toMatchObject({ code });
  });

  it('refuses a file beyond the 2 GiB of protobuf without reading it', () => {
    const source: ByteSource = {
      byteLength: 2 ** 31,
      read: () => {
        throw new Error('it was read');
      },
    };
    expect(readOnnxModel(source)).toMatchObject({ code: 'TooLarge' });
  });

  it('refuses parts nested deeper than protobuf allows, and takes the deepest that are not', () => {
    const nested = (graphs: number) => {
      let graph: Uint8Array = empty;
      for (let i = 1; i < graphs; i++) {
        graph = bytesField(GRAPH_NODE, bytesField(NODE_ATTRIBUTE, bytesField(ATTRIBUTE_GRAPH, graph)));
      }
      return bytesField(MODEL_GRAPH, graph);
    };
    // The model, its graph, then node, attribute and graph for every further one: 2 + 3 · 32 = 98.
    expect(faultOf(nested(33))).toBe('model');
    expect(faultOf(nested(34))).toMatchObject({ code: 'TooDeep' });
    expect(faultOf(nested(200))).toMatchObject({ code: 'TooDeep' });
  });

  it.each([
    ['nodes', bytesField(MODEL_GRAPH, repeated([GRAPH_NODE * 8 + 2, 0], 151_000))],
    ['inputs of a node', bytesField(MODEL_GRAPH, bytesField(GRAPH_NODE, repeated([NODE_INPUT * 8 + 2, 0], 751_000)))],
    [
      'integers in an attribute',
      bytesField(
        MODEL_GRAPH,
        bytesField(GRAPH_NODE, bytesField(NODE_ATTRIBUTE, bytesField(ATTRIBUTE_INTS, repeated([1], 751_000)))),
      ),
    ],
    ['fields that the schema does not know', repeated([15 * 8, 0], 751_000)],
    ['bytes in a name', bytesField(MODEL_GRAPH, bytesField(GRAPH_NAME, new Uint8Array(17_000_000)))],
  ])('refuses an absurd number of %s', (_, bytes) => {
    expect(faultOf(bytes)).toMatchObject({ code: 'TooLarge' });
  });

  it('lets errors of the source pass', () => {
    const failing: ByteSource = {
      byteLength: 10,
      read: () => {
        throw new Error('EIO');
      },
    };
    expect(() => readOnnxModel(failing)).toThrow('EIO');
  });

  it('keeps nodes in the order of the file', () => {
    const nodes = [node('Relu', ['x'], ['a']), node('Relu', ['a'], ['y'])];
    const { proto } = read(encode(modelInit({ node: nodes })));
    expect(proto.graph!.node.map(({ output }) => output)).toEqual([['a'], ['y']]);
  });
});
