import type { OpenApiDocument } from '../openapi/document.js';

/** One field of a schema, as a line of a table. */
export interface SchemaRow {
  /** As in `data.slots[].utcTime`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

interface Node {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
}

const DEEPEST = 4;

/** A schema flattened to rows, references followed. */
export function schemaRows(document: OpenApiDocument, schema: object): SchemaRow[] {
  const follow = (node: Node): Node => (node.$ref ? (document.components.schemas[node.$ref.split('/').pop() ?? ''] as Node) : node);
  const walk = (given: Node, path: string, depth: number): SchemaRow[] => {
    const node = follow(given);
    if (depth > DEEPEST) return [];
    if (node.items) return walk(node.items, `${path}[]`, depth);
    const branch = node.anyOf?.map(follow).find((option) => option.properties);
    const { properties = {}, required = [] } = branch ?? node;
    return Object.entries(properties).flatMap(([name, entry]) => {
      const inner = path === '' ? name : `${path}.${name}`;
      const shown = follow(entry);
      return [
        { path: inner, type: typeText(shown), required: required.includes(name), description: shown.description ?? '' },
        ...walk(shown, inner, depth + 1),
      ];
    });
  };
  return walk(schema as Node, '', 0);
}

function typeText(node: Node): string {
  if (node.enum) return node.enum.map(String).join(' | ');
  if (node.anyOf) return node.anyOf.some((option) => option.type === 'null') ? 'object or null' : 'one of several';
  if (node.type === 'array') return 'list';
  return node.format ? `${node.type ?? ''} (${node.format})` : (node.type ?? 'any');
}
