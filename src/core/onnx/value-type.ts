import { elementEncodings, type ElementType } from './element-type';
import { quoted, refuse } from './onnx-fault';
import type { TensorShapeProto, ValueInfoProto } from './protobuf/onnx_pb';

/** One side of a tensor: known, or open until the graph runs. Equal symbols stand for equal sizes. */
export type Dimension =
  { readonly kind: 'fixed'; readonly size: number } | { readonly kind: 'open'; readonly symbol: string | undefined };

/** What a file declares of a value's type. */
export type ValueType =
  | {
      readonly kind: 'tensor';
      readonly elementType: ElementType;
      /** Undefined where not even the number of dimensions is declared. */
      readonly dims: readonly Dimension[] | undefined;
    }
  /** Sequences, maps, optional and sparse values, of which no depth model makes use. */
  | { readonly kind: 'other' }
  | { readonly kind: 'undeclared' };

/** An input or an output of the graph. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ValueType;
}

/** A depth model takes and gives nothing larger: an image of 64 megapixels has a tenth of it. */
const MAX_VALUE_BYTES = 8 * 1024 ** 3;

/** Reads the declared type of an input or output. Refuses unknown element types, negative and absurd dimensions. */
export function readValue({ name, type }: ValueInfoProto): OnnxValue {
  const declared = type?.value;
  switch (declared?.case) {
    case undefined:
      return { name, type: { kind: 'undeclared' } };
    case 'tensorType': {
      const encoding = elementEncodings.get(declared.value.elemType);
      if (encoding === undefined) refuse('Malformed', `${quoted(name)} has elements of an unknown type.`);
      const dims = declared.value.shape && readDims(name, declared.value.shape);
      checkSize(name, dims ?? [], encoding.bits);
      return { name, type: { kind: 'tensor', elementType: encoding.type, dims } };
    }
    default:
      return { name, type: { kind: 'other' } };
  }
}

/** Some exporters write an open dimension as −1, and ONNX Runtime takes it so. */
function readDims(name: string, { dim }: TensorShapeProto): Dimension[] {
  return dim.map(({ value }): Dimension => {
    switch (value.case) {
      case 'dimParam':
        return { kind: 'open', symbol: value.value === '' ? undefined : value.value };
      case 'dimValue':
        if (value.value === -1n) return { kind: 'open', symbol: undefined };
        if (value.value < 0n) refuse('Malformed', `${quoted(name)} has a dimension of ${value.value}.`);
        return { kind: 'fixed', size: Number(value.value) };
      case undefined:
        return { kind: 'open', symbol: undefined };
    }
  });
}

function checkSize(name: string, dims: readonly Dimension[], bits: number): void {
  const elements = dims.reduce((product, dim) => product * (dim.kind === 'fixed' ? dim.size : 1), 1);
  if ((elements * bits) / 8 > MAX_VALUE_BYTES) {
    refuse('TooLarge', `${quoted(name)} has a shape of ${elements.toExponential(1)} elements.`);
  }
}
