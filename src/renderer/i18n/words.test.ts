import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { zhCN } from './zh-CN';

interface Tree {
  readonly [key: string]: string | Tree;
}

const PLURAL = /_(one|other)$/;
const renderer = path.resolve(import.meta.dirname, '..');

const leaves = (tree: Tree, prefix = ''): [key: string, words: string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  );
const keysOf = (tree: Tree): string[] => [...new Set(leaves(tree).map(([key]) => key.replace(PLURAL, '')))].sort();
const fillersOf = (words: string): string[] => [...words.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();

const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|i18n[/\\](en|zh-CN)\.ts|^viewer[/\\]/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(renderer, file), 'utf8') }));

describe('the window’s words', () => {
  it('have the same keys in every language', () => {
    expect(keysOf(zhCN)).toEqual(keysOf(en));
  });

  it('have the same gaps to fill in every language', () => {
    const english = new Map(leaves(en));
    for (const [key, words] of leaves(zhCN))
      expect([key, fillersOf(words)]).toEqual([key, fillersOf(english.get(key)!)]);
  });

  it('are all used', () => {
    const text = sources.map((source) => source.text).join('\n');
    const patterns = [...text.matchAll(/\bt\(\s*`([^`]+)`/g)].map(
      (match) => new RegExp(`^${match[1]!.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '[^.]+')}$`),
    );
    const isUsed = (key: string): boolean =>
      new RegExp(`'${key.replaceAll('.', '\\.')}'`).test(text) || patterns.some((pattern) => pattern.test(key));
    expect(keysOf(en).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('are the only words there are: components hold none', () => {
    const found = sources.filter(({ file }) => file.endsWith('.tsx')).flatMap(({ file, text }) => literals(file, text));
    expect(found).toEqual([]);
  });
});

/** Attributes whose value a person reads or hears. */
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'words', 'hint', 'text']);

function literals(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText()) && node.initializer) {
      if (ts.isStringLiteral(node.initializer) && /\p{L}/u.test(node.initializer.text)) {
        found.push(`${file}: ${node.getText()}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}
