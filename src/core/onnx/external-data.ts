import { quoted, refuse } from './onnx-fault';
import type { TensorProto } from './protobuf/onnx_pb';

/** Where a tensor's data stand in a file beside the model. */
export interface ExternalReference {
  /** The tensor's name; empty where an attribute holds the tensor. */
  readonly tensor: string;
  /**
   * A relative path with `/`, from the model's folder into it or below. It names no way out, but a folder or file on
   * that way may be a symbolic link: whoever opens it must resolve it first.
   */
  readonly location: string;
  readonly offset: number;
  /** As many bytes as the tensor's shape asks for. */
  readonly byteLength: number;
}

/**
 * Reads where the data of a tensor are that are not in the model's file.
 *
 * @param byteLength What the tensor's type and shape ask for.
 * Refuses a path that may leave the model's folder, on whatever system, and a place that does not fit the shape.
 */
export function externalReference(tensor: TensorProto, byteLength: number): ExternalReference {
  const location = entry(tensor, 'location') ?? '';
  checkLocation(location);
  const offset = count(tensor, 'offset') ?? 0;
  const length = count(tensor, 'length') ?? byteLength;
  if (length !== byteLength) {
    const claim = `needs ${byteLength} bytes by its shape, but names ${length} in ${quoted(location)}`;
    refuse('TensorInvalid', `Tensor ${quoted(tensor.name)} ${claim}.`);
  }
  return { tensor: tensor.name, location, offset, byteLength };
}

function entry({ name, externalData }: TensorProto, key: string): string | undefined {
  const [first, second] = externalData.filter((entry) => entry.key === key);
  if (second !== undefined) refuse('TensorInvalid', `Tensor ${quoted(name)} names the ${key} of its data twice.`);
  return first?.value;
}

function count(tensor: TensorProto, key: string): number | undefined {
  const text = entry(tensor, key);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    refuse('TensorInvalid', `Tensor ${quoted(tensor.name)} has ${quoted(text)} as the ${key} of its data.`);
  }
  return value;
}

/**
 * What Windows reads as a drive, a stream, a pattern or a second kind of slash: refused everywhere, so that a model is
 * safe or not whatever system it is moved to. ONNX Runtime itself takes a location of `*` signs for a memory address.
 */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const forbiddenCharacter = /[\u0000-\u001f\u007f<>:"|?*\\]/;
const deviceOfWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function checkLocation(location: string): void {
  const problem = problemOf(location);
  if (problem === undefined) return;
  refuse('ExternalDataUnsafe', `The model keeps data in ${quoted(location)}, which ${problem}.`);
}

function problemOf(location: string): string | undefined {
  if (location === '') return 'is no file name';
  if (/^([/\\]|[a-z]:)/i.test(location)) return "is not relative to the model's folder";
  const segments = location.split(/[/\\]/);
  if (segments.includes('..')) return "leads out of the model's folder";
  if (forbiddenCharacter.test(location) || segments.some(isForbidden)) return 'is no file name on every system';
  return undefined;
}

/** Windows drops dots and spaces at the end of a name, so that `.. ` means `..` there. */
function isForbidden(segment: string): boolean {
  return (segment !== '.' && /[. ]$/.test(segment)) || deviceOfWindows.test(segment);
}
