// `npm start`: from a fresh clone to a running service. This file stays readable for old versions of Node, so that it can refuse them in words.
import { checkNode } from './check-node.mjs';

checkNode();
import('./prepare.mjs')
  .then(({ prepare }) => prepare())
  .then(() => import('../backend/dist/main.js'))
  .catch((error) => {
    console.error(error && error.name === 'Problem' ? `\n${error.message}` : error);
    process.exit(1);
  });
