import { setUpTools } from './setup.mjs';
import { runTool } from './tools.mjs';

await setUpTools();
const lintCode = runTool('eslint', ['.', '--fix']);
const formatCode = runTool('prettier', ['--write', '--log-level', 'warn', '.']);
process.exitCode = lintCode || formatCode;
