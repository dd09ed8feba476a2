import { expect, it } from 'vitest';
import { closingLine } from '../../scripts/test/closing-line.mjs';

const report = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

it('counts tests in the form that the continuous integration reads', () => {
  expect(closingLine(report)).toBe('12 passed, 0 failed, 0 skipped');
  expect(closingLine({ ...report, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 })).toBe(
    '12 passed, 2 failed, 4 skipped',
  );
});

it('counts a file that broke before its first test as one failed test', () => {
  const broken = { status: 'failed', assertionResults: [] };
  const failing = { status: 'failed', assertionResults: [{}] };
  expect(closingLine({ ...report, numFailedTests: 1, testResults: [broken, failing] })).toBe(
    '12 passed, 2 failed, 0 skipped',
  );
});
