import process from 'node:process';
import { startGateway } from 'rudder-rx/gateway';

/**
 * The data plane that the examples send to: yours, if RUDDER_WRITE_KEY and RUDDER_DATA_PLANE_URL are set, else an embedded
 * one.
 *
 * @param {import('rudder-rx/gateway').GatewayOptions} options of the embedded one
 */
export const openDataPlane = async (options = {}) => {
  const { RUDDER_WRITE_KEY: writeKey = '', RUDDER_DATA_PLANE_URL: dataPlaneUrl = '' } = process.env;
  if (Boolean(writeKey) !== Boolean(dataPlaneUrl)) {
    console.error(
      'Set both RUDDER_WRITE_KEY and RUDDER_DATA_PLANE_URL, or neither for the embedded data plane.',
    );
    process.exit(2);
  }
  if (dataPlaneUrl !== '')
    return { writeKey, dataPlaneUrl, gateway: undefined, close: () => Promise.resolve() };
  const gateway = await startGateway({ writeKeys: ['examples'], ...options });
  return { writeKey: 'examples', dataPlaneUrl: gateway.url, gateway, close: () => gateway.close() };
};
