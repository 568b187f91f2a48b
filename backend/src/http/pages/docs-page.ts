import type { OpenApiDocument } from '../openapi/document.js';
import type { Media, Operation } from '../openapi/operation.js';
import { schemaRows } from './schema-rows.js';
import { escapeHtml as text } from './escape-html.js';

/** The OpenAPI document as a page: no script, no request to anybody else. */
export function docsPage(document: OpenApiDocument): string {
  const sections = document.tags.map((tag) => section(document, tag.name, tag.description)).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(document.info.title)} API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<main>
<h1>${text(document.info.title)} API</h1>
${prose(document.info.description)}
<p>For tools: <a href="/openapi.json">openapi.json</a> (OpenAPI ${text(document.openapi)}).</p>
${sections}
</main>
</body>
</html>
`;
}

/** Paragraphs with \`code\`; all the Markdown that our own texts use. */
const prose = (markdown: string): string =>
  markdown
    .split('\n\n')
    .map((paragraph) => `<p>${inline(paragraph)}</p>`)
    .join('\n');
const inline = (markdown: string): string => text(markdown).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

function section(document: OpenApiDocument, tag: string, description: string): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation.tags.includes(tag) ? [details(document, `${method} ${path}`, operation)] : [],
    ),
  );
  return `<h2>${text(tag)}</h2>\n<p>${inline(description)}</p>\n${operations.join('\n')}`;
}

function details(document: OpenApiDocument, address: string, operation: Operation): string {
  const [method = '', path = ''] = address.split(' ');
  return `<details id="${text(operation.operationId)}">
<summary><span class="method">${text(method.toUpperCase())}</span> <code class="path">${text(path)}</code> <span class="what">${text(operation.summary)}</span></summary>
<div>
${access(operation)}
${parameters(operation)}
${media(document, 'Body', operation.requestBody?.content)}
${media(document, 'Answer', operation.responses['200']?.content)}
${answers(operation)}
</div>
</details>`;
}

const access = (operation: Operation): string => {
  const schemes = operation.security.flatMap((item) => Object.keys(item));
  return `<h3>Access</h3><p>${schemes.length === 0 ? 'Open.' : schemes.map((scheme) => `<code>${text(scheme)}</code>`).join(' or ')}</p>`;
};

function parameters({ parameters: list }: Operation): string {
  if (list.length === 0) return '';
  const rows = list.map(({ name, in: place, required, schema, description }) => {
    const type = 'type' in schema ? String(schema.type) : 'string';
    const note = description ?? ('description' in schema ? String(schema.description) : '');
    return `<tr><td><code>${text(name)}</code></td><td>${place}</td><td>${text(type)}</td><td>${required ? 'required' : ''}</td><td>${inline(note)}</td></tr>`;
  });
  return `<h3>Parameters</h3><div class="scroll"><table>${rows.join('')}</table></div>`;
}

function media(document: OpenApiDocument, title: string, content: Readonly<Record<string, Media>> | undefined): string {
  const [type, first] = Object.entries(content ?? {})[0] ?? [];
  if (!type || !first) return '';
  // The envelope is explained once, above.
  const fields = schemaRows(document, first.schema).filter(({ path }) => !/^status(?:\.|$)/.test(path));
  const rows = fields.map(
    ({ path, type: kind, required, description }) =>
      `<tr><td><code>${text(path)}</code></td><td>${text(kind)}</td><td>${required ? 'required' : ''}</td><td>${inline(description)}</td></tr>`,
  );
  const table = rows.length > 0 ? `<div class="scroll"><table>${rows.join('')}</table></div>` : '';
  const example = first.example === undefined ? '' : `<pre><code>${text(JSON.stringify(first.example, null, 2))}</code></pre>`;
  return `<h3>${title} <code>${text(Object.keys(content ?? {}).join(', '))}</code></h3>${table}${example}`;
}

const answers = ({ responses }: Operation): string => {
  const rows = Object.entries(responses).map(
    ([http, { description }]) => `<tr><td><code>${http}</code></td><td>${inline(description)}</td></tr>`,
  );
  return `<h3>Statuses</h3><div class="scroll"><table>${rows.join('')}</table></div>`;
};
