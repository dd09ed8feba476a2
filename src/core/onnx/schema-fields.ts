import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import type { WireType } from './wire-format';

const fieldTables = new Map<DescMessage, ReadonlyMap<number, DescField>>();

/** The fields of a message as the schema has them, by the number that stands for each in a file. */
export function fieldsByNumber(schema: DescMessage): ReadonlyMap<number, DescField> {
  const known = fieldTables.get(schema);
  if (known !== undefined) return known;
  const table = new Map(schema.fields.map((field) => [field.number, field]));
  fieldTables.set(schema, table);
  return table;
}

/** The schema of what a field holds, if that is messages: one, or a list of them. */
export function messageIn(field: DescField): DescMessage | undefined {
  return field.fieldKind === 'message' || field.fieldKind === 'list' ? field.message : undefined;
}

/**
 * How one value of a field is written (protobuf.dev, Encoding). ONNX has enumerations, messages, and scalars of the
 * seven types below.
 */
export function wireTypeOf(field: DescField): WireType {
  switch (field.scalar) {
    case ScalarType.FLOAT:
      return 'bits32';
    case ScalarType.DOUBLE:
      return 'bits64';
    case ScalarType.INT32:
    case ScalarType.INT64:
    case ScalarType.UINT64:
      return 'varint';
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return 'bytes';
    default:
      return field.enum === undefined ? 'bytes' : 'varint';
  }
}
