// Reads YAML documents from standard input and prints { objects, faults }: the documents as JSON and, with --validate, what Kubernetes
// would say against them. Run with NODE_PATH naming the folder of the packages in tests/package.json.
//
// Kubernetes' own schemas, as kubernetes-models has them, say which fields are needed and of which kind; they allow any further field. A
// field that there is none of, which is what a slip of the pen makes, is found by the packages' declarations (.d.ts) instead.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const yaml = require('js-yaml');

const packages = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
};

const objects = yaml.loadAll(fs.readFileSync(0, 'utf8')).filter((object) => object !== null && object !== undefined);
const faults = process.argv.includes('--validate') ? objects.flatMap(validate) : [];
process.stdout.write(JSON.stringify({ objects, faults }));

function validate(object) {
  const what = `${object.kind}/${object.metadata && object.metadata.name}`;
  const group = String(object.apiVersion).split('/')[0];
  const module = `${packages[group] || 'kubernetes-models'}/${object.apiVersion}/${object.kind}`;
  let model;
  try {
    model = require(module)[object.kind];
  } catch {
    return [`${what}: there is no ${object.kind} of ${object.apiVersion}`];
  }
  const found = unknownFields(object, declaration(fileOf(module)), what);
  try {
    new model(object).validate();
  } catch (error) {
    found.push(`${what}: ${error.message}`);
  }
  return found;
}

function fileOf(module) {
  return require.resolve(module).replace(/\.m?js$/, '.d.ts');
}

// The first interface of a file: { type, imports, file }; null where the file has none, as of a plain union.
function declaration(file) {
  const text = fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const begin = /export interface \w+(?: extends [^{]+)? \{/.exec(text);
  if (begin === null) return null;
  const imports = new Map();
  for (const [, names, from] of text.matchAll(/import \{([^}]+)\} from "([^"]+)"/g)) {
    for (const name of names.split(',')) imports.set(name.trim(), from);
  }
  const brace = begin.index + begin[0].length - 1;
  return { type: text.slice(brace, closing(text, brace) + 1), imports, file };
}

function closing(text, open) {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{' || text[i] === '<') depth++;
    if ((text[i] === '}' || text[i] === '>') && --depth === 0) return i;
  }
  throw new Error('A declaration does not end.');
}

// The members of "{ … }" by name; null where any name is allowed.
function members(type) {
  if (/^\{\s*\[/.test(type)) return null;
  const found = new Map();
  let i = 1;
  for (;;) {
    const name = /\s*"([^"]+)"\??:\s*/y;
    name.lastIndex = i;
    const match = name.exec(type);
    if (match === null) return found;
    const begin = name.lastIndex;
    let depth = 0;
    for (i = begin; depth > 0 || type[i] !== ';'; i++) {
      if (type[i] === '{' || type[i] === '<') depth++;
      if (type[i] === '}' || type[i] === '>') depth--;
    }
    found.set(match[1], type.slice(begin, i++).trim());
  }
}

function unknownFields(value, declared, at) {
  if (value === null || typeof value !== 'object' || declared === null) return [];
  const { type, imports, file } = declared;
  if (type.startsWith('Array<')) {
    const element = { type: type.slice(6, closing(type, 5)).trim(), imports, file };
    return Array.isArray(value) ? value.flatMap((item, i) => unknownFields(item, element, `${at}[${i}]`)) : [];
  }
  if (!type.startsWith('{')) {
    const from = imports.get(type);
    return from === undefined ? [] : unknownFields(value, declaration(resolve(from, file)), at);
  }
  const known = members(type);
  return Object.entries(value).flatMap(([name, inner]) => {
    if (known === null) return [];
    if (!known.has(name)) return [`${at}: there is no field ${name}`];
    return unknownFields(inner, { type: known.get(name), imports, file }, `${at}.${name}`);
  });
}

function resolve(from, file) {
  return from.startsWith('.') ? path.resolve(path.dirname(file), `${from}.d.ts`) : fileOf(from);
}
