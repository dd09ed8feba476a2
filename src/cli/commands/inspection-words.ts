import type { GraphValue, ModelInspection } from '../../contract/import-model';

/** What was found in a model's file, line by line. */
export function inspectionWords(inspection: ModelInspection): string[] {
  const { path, bytes, irVersion, opsets, producer, inputs, outputs, parameters, customDomains, externalFiles } =
    inspection;
  const versions = opsets.map(({ domain, version }) => `${domain} ${String(version)}`).join(', ');
  const stored = parameters.map((each) => `${megabytes(each.bytes)} of ${each.elementType}`);
  return [
    path,
    row('size', megabytes(bytes)),
    row('opset', `${versions}; IR version ${String(irVersion)}`),
    ...(producer.name ? [row('made by', `${producer.name} ${producer.version}`.trim())] : []),
    row('parameters', stored.join(', ') || 'none'),
    ...(customDomains.length > 0 ? [row('needs', `operators of ${customDomains.join(', ')}`)] : []),
    ...externalFiles.map(({ name, bytes: size }) => row('beside it', `${name}, ${megabytes(size)}`)),
    ...inputs.flatMap((value) => valueWords('input', value)),
    ...outputs.flatMap((value) => valueWords('output', value)),
  ];
}

/** The options that are still to be typed, and what each says. */
export function missingWords({ missing }: ModelInspection): string[] {
  return [
    'fathom: the file does not say all that is needed. If it is a model that `fathom models` lists: --as ID. Else add:',
    ...missing.map((name) => OPTIONS[name]),
    'See: fathom help models',
  ];
}

const OPTIONS: Readonly<Record<ModelInspection['missing'][number], string>> = {
  id: '  --id ID              what you will call it: small letters, digits, dots, hyphens',
  name: '  --name TEXT          its name in lists',
  camera: '  --camera RULE        metric, canonical:FOCAL_PX, affine-points or focal-output',
  normalise: '  --normalise HOW      imagenet, none (0–1), symmetric (−1–1) or 0-255',
  size: '  --size WxH           or --fit AREA:MULTIPLE: the picture it takes, in pixels',
  licence: '  --licence SPDX       what it may be used for, such as Apache-2.0',
};

function valueWords(kind: string, { name, type, guesses }: GraphValue): string[] {
  const meanings = guesses.map(({ role, reason }) => `             may be the ${role}: ${reason}`);
  return [row(kind, `${name}: ${type}`), ...meanings];
}

const row = (name: string, text: string): string => `  ${name.padEnd(11)}${text}`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
