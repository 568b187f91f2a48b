import { beforeAll } from 'vitest';

/** Files of one worker share its page (`isolate: false`): each begins with an empty one. */
beforeAll(() => {
  const { body, documentElement } = document;
  document.head.replaceChildren();
  body.replaceChildren();
  for (const element of [documentElement, body]) for (const name of element.getAttributeNames()) element.removeAttribute(name);
  // What had the focus may be in a tree that is gone, where happy-dom still finds it.
  const other = document.createElement('input');
  body.append(other);
  other.focus();
  other.blur();
  other.remove();
  localStorage.clear();
  sessionStorage.clear();
});
