// An Express service that sends events: a child of the client for each request, and an orderly end at SIGTERM and Ctrl-C.
// `node examples/service.js`, after `npm start`; PORT says where it listens.
import express from 'express';
import process from 'node:process';
import { createClient } from 'rudder-rx';
import { openDataPlane } from './data-plane.js';

const { writeKey, dataPlaneUrl, close } = await openDataPlane();
const client = createClient({ writeKey, dataPlaneUrl });
const service = express();

// What all events of a request have in common. A call only queues: no request waits for the data plane.
service.use((request, response, next) => {
  response.locals['events'] = client.child({
    userId: request.get('x-user-id') ?? null,
    anonymousId: request.get('x-visitor-id') ?? 'nobody',
    context: { ip: request.ip, userAgent: request.get('user-agent') },
  });
  next();
});

service.get('/products/:id', (request, response) => {
  /** @type {import('rudder-rx').ChildClient} */
  const events = response.locals['events'];
  events.track({ event: 'Product Viewed', properties: { product: request.params.id } });
  response.json({ product: request.params.id });
});

const server = service.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
  const address = server.address();
  console.log(`Listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
});

// First the requests that are under way, since they make calls; then what they have queued.
const stop = () => {
  server.close(() => {
    void client.shutdown().then(async ({ delivered, undelivered }) => {
      console.log(`${delivered} delivered, ${undelivered.length} undelivered`);
      await close();
    });
  });
  server.closeIdleConnections();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
