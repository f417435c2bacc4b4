// Checks manifests against the models of the Kubernetes API: types, required fields, unknown fields.
// node check.js FILE.yaml, beside node_modules with kubernetes-models and js-yaml.
const fs = require('fs');
const path = require('path');
const yaml = require('js-yaml');

const models = path.join(process.cwd(), 'node_modules/kubernetes-models');
const objects = [];
let faults = 0;

// The validators look at every field that they know: what nobody looked at is unknown.
function watched(value, place) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each, i) => watched(each, `${place}/${i}`));
  const used = new Set();
  const children = {};
  objects.push({ value, place, used });
  return new Proxy(value, {
    get(target, key) {
      if (typeof key !== 'string' || !(key in target)) return target[key];
      used.add(key);
      return (children[key] ??= watched(target[key], `${place}/${key}`));
    },
    ownKeys(target) {
      Object.keys(target).forEach((key) => used.add(key));
      return Reflect.ownKeys(target);
    },
  });
}

function fault(text) {
  faults++;
  console.log(`FAULT ${text}`);
}

let good = 0;
for (const one of yaml.loadAll(fs.readFileSync(process.argv[2], 'utf8'))) {
  if (!one) continue;
  const name = `${one.kind} ${one.metadata.name}`;
  const file = path.join(models, one.apiVersion.includes('/') ? one.apiVersion : `/${one.apiVersion}`,
    `${one.kind}.js`);
  if (!fs.existsSync(file)) {
    console.log(`no model of ${one.apiVersion} ${name}: not checked`);
    continue;
  }
  const schema = fs.readFileSync(file, 'utf8').match(/_schemas\/([A-Za-z0-9]+)/)[1];
  const { validate } = require(path.join(models, '_schemas', schema));
  objects.length = 0;
  if (!validate(watched(one, ''))) fault(`${name} ${JSON.stringify(validate.errors)}`);
  for (const { value, place, used } of objects) {
    for (const key of Object.keys(value)) {
      if (!used.has(key)) fault(`${name} unknown field ${place}/${key}`);
    }
  }
  good++;
}
console.log(`${process.argv[2]}: ${good} objects checked, ${faults} faults`);
process.exit(faults ? 1 : 0);
