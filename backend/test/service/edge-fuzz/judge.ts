import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { ValidateFunction } from 'ajv';
import type { OpenApiDocument } from '../../../src/http/openapi/document.js';
import type { FuzzRequest } from './requests.js';

/** What came back. */
export interface FuzzAnswer {
  readonly http: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Refusals that any address may have; in the document they would stand at each. */
const ANYWHERE = [400, 401, 403, 404, 405, 413, 415, 429, 431];
/** The parser of HTTP gives up before there is an address. */
const BEFORE_ANY_ADDRESS = 431;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Finds what the document does not say of an answer; undefined: all is as it says. */
export function judgeBy(document: OpenApiDocument): (request: FuzzRequest, answer: FuzzAnswer) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  ajvFormats.default(ajv);
  ajv.addSchema({ $id: 'doc', ...(JSON.parse(JSON.stringify(document)) as object) });
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `doc#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const problemWithBody = (pointer: string, text: string): string | undefined => {
    const validate = validator(pointer);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'the answer is not JSON';
    }
    return validate(value) ? undefined : `not by the schema: ${ajv.errorsText(validate.errors)}`;
  };
  return (request, { http, headers, text }) => {
    if (http >= 500) return 'a fault';
    if (!UUID.test(headers.get('x-correlation-id') ?? '')) return 'no correlation id';
    if (headers.get('x-content-type-options') !== 'nosniff') return 'no nosniff';
    const { path, documented } = request.operation;
    const method = request.method.toLowerCase();
    const response = document.paths[path]?.[method]?.responses[String(http)];
    if (!response) {
      const isGeneral = ANYWHERE.includes(http) || method === 'head' || (method === 'options' && http === 204);
      if ((documented && http !== BEFORE_ANY_ADDRESS) || !isGeneral) return `the document has no ${http} there`;
      return method === 'head' || http === 204 ? undefined : problemWithBody('/components/schemas/Refusal', text);
    }
    const [type = ''] = Object.keys(response.content ?? {});
    if (!(headers.get('content-type') ?? '').startsWith(type)) return `the content type is ${headers.get('content-type')}, not ${type}`;
    if (type !== 'application/json') return undefined;
    return problemWithBody(['paths', path, method, 'responses', String(http), 'content', type, 'schema'].map(step).join(''), text);
  };
}

const step = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}`;
