import { createFetch } from '../../src/effects/node-fetch.js';
import { platform } from '../../src/effects/platform.node.js';
import { clientTo, type Watched } from '../support/client.js';
import { ok, startServer } from '../support/server.js';
import { CERTIFICATES, startTlsServer } from '../support/tls.js';

type Name = keyof typeof CERTIFICATES;

/** The platform as it is, but for one issuer more that it trusts. */
const trusting = (name: Name) => ({ ...platform, fetch: createFetch({ ca: CERTIFICATES[name] }) });

/** Of what is logged, what is about a certificate. */
const alarmsIn = ({ lines }: Pick<Watched, 'lines'>) =>
  lines.filter((line) => line.includes('is not accepted'));

describe("a data plane's certificate", () => {
  it.each<[string, Name, Parameters<typeof clientTo>[2], string, string]>([
    [
      'has expired',
      'expired',
      trusting('valid'),
      'CERT_HAS_EXPIRED',
      "renew it, or mend this machine's clock",
    ],
    [
      'is for another host',
      'elsewhere',
      trusting('elsewhere'),
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'it is for another host than that of dataPlaneUrl',
    ],
    [
      'is of nobody that is trusted',
      'valid',
      platform,
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'its issuer is not trusted: if it is your own, name it in NODE_EXTRA_CA_CERTS',
    ],
  ])(
    '[N8] that %s is not accepted: events wait, and one loud line says why',
    async (_name, name, on, code, remedy) => {
      await using server = await startTlsServer(name, ok);
      await using sut = clientTo(server, { maxRetries: 3 }, on);
      sut.client.track('a', 'e');
      await sut.client.flush();
      expect(sut.outcomes).toMatchObject([
        { _tag: 'Failed', attempts: 4, error: { _tag: 'NetworkError', code } },
      ]);
      expect(alarmsIn(sut)).toEqual([
        `rudder-rx: the data plane's certificate is not accepted (${code}): ${remedy}`,
      ]);
      // Neither the events nor the key.
      expect(server.requests).toEqual([]);
    },
  );

  it('[N8] that is renewed delivers what has waited; one that is refused again is told again', async () => {
    const refused = await startTlsServer('expired', ok);
    await using sut = clientTo(refused, { maxRetries: 1e6 }, trusting('valid'));
    const until = (code: string | undefined) =>
      new Promise<void>((resolve) => {
        const watching = sut.client.attempts.subscribe(({ error }) => {
          if ((error?._tag === 'NetworkError' ? error.code : undefined) !== code) return;
          watching.unsubscribe();
          resolve();
        });
      });
    sut.client.track('a', 'e');
    await until('CERT_HAS_EXPIRED');
    await refused.close();
    await until('ECONNREFUSED');
    const renewed = await startTlsServer('valid', ok, refused.port);
    await sut.client.flush();
    await renewed.close();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Delivered' }]);
    expect(alarmsIn(sut)).toHaveLength(1);

    await using again = await startTlsServer('expired', ok, refused.port);
    sut.client.track('b', 'e');
    await until('CERT_HAS_EXPIRED');
    await until('CERT_HAS_EXPIRED');
    expect(alarmsIn(sut)).toHaveLength(2);
    expect(again.requests).toEqual([]);
  });

  it('[N20] that is accepted makes connections that are watched as any others', async () => {
    await using server = await startTlsServer('valid', (request, response, index) => {
      if (index === 1) response.destroy();
      else ok(request, response);
    });
    await using sut = clientTo(server, { maxRetries: 0 }, trusting('valid'));
    for (const user of ['a', 'b', 'c']) {
      sut.client.track(user, 'e');
      await sut.client.flush();
    }
    expect(sut.outcomes).toMatchObject(Array.from({ length: 3 }, () => ({ _tag: 'Delivered', attempts: 1 })));
    expect(server.requests).toHaveLength(4);
  });

  it('is missing where http is spoken: one loud line says so', async () => {
    await using server = await startServer(ok);
    const url = server.url.replace('http:', 'https:');
    await using sut = clientTo({ url }, { maxRetries: 1 });
    sut.client.track('u', 'e');
    await sut.client.flush();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Failed', attempts: 2, error: { _tag: 'NetworkError' } }]);
    expect(sut.lines.filter((line) => line.includes('does not speak TLS'))).toEqual([
      'rudder-rx: the data plane does not speak TLS (ERR_SSL_WRONG_VERSION_NUMBER): is dataPlaneUrl http, not https?',
    ]);
  });
});
