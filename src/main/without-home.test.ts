import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withoutHome } from './without-home';

it('leaves out who the person is', () => {
  const file = path.join(os.homedir(), 'Pictures/a.jpg');
  expect(withoutHome(`cannot read ${file}`)).toBe('cannot read ~/Pictures/a.jpg');
  expect(withoutHome(new Error(`cannot read ${file}`))).not.toContain(os.homedir());
  expect(withoutHome(12)).toBe(12);
});
