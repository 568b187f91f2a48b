import { ENDPOINTS, type Endpoint, type EndpointName } from '@ringback/contract';
import { componentSchemas } from './components.js';
import { type Operation, operationOf } from './operation.js';

/** The parts of an OpenAPI 3.1 document that this service uses. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly securitySchemes: Readonly<Record<string, unknown>> };
}

const DESCRIPTION = `Callbacks instead of waiting on hold.

Every answer is an envelope: \`status.code\` is 0 on success, \`status.message\` says what is wrong and what to do, \`status.corrId\` finds the request in the server's log (also in the header \`x-correlation-id\`). Bodies are JSON of at most 64 KiB; the Engagement API takes forms with brackets (\`userData[firstname]=Ann\`) too.`;

const SECURITY_SCHEMES = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'Public key of the site. Pages are served only from the origins that the site lists.',
  },
  visitorToken: { type: 'http', scheme: 'bearer', description: 'The token that the booking answered with; opens one callback.' },
  visitorTokenInAddress: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'The same token, for EventSource, which sends no headers.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'ringback_session',
    description: 'Set by logging in. Requests other than GET repeat csrfToken in the header x-ringback-csrf.',
  },
  telephonySignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks, with webhook-id and webhook-timestamp, by the secret of the dialer.',
  },
  telephonySecret: { type: 'http', scheme: 'bearer', description: 'telephony.secret of the configuration.' },
};

/** Builds the document from the endpoint table, so that it can't say anything else than the service does. */
export function openApiDocument(publicUrl: string | undefined): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [name, endpoint] of Object.entries(ENDPOINTS) as [EndpointName, Endpoint][]) {
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operationOf(name, endpoint);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ringback', version: '3.0.0', description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: publicUrl ?? '/' }],
    tags: [
      { name: 'Engagement', description: 'Booking, availability and waits, compatible with Engagement v3.' },
      { name: 'Visitor', description: 'Self-service of the one who booked.' },
      { name: 'Telephony', description: 'IVRs, diallers and campaigns; never from a browser.' },
      { name: 'Console', description: 'Staff.' },
    ],
    paths,
    components: { schemas: componentSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}
