import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHub, type Hub } from '../../support/hub';
import { startProgram } from '../../support/program';
import { device, make, region, row, site } from './small-dump';

describe('hub import netbox', () => {
  let hub: Hub;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'netbox-import-'));
    hub = await startHub();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await hub?.stop();
  });

  /** The same site and device in a region, of a tenant of this slug. */
  const run = (owner: string, slug: string) => {
    const file = path.join(folder, `${slug}.json`);
    const tenant = row('tenancy.tenant', 5, { name: 'Trạm y tế', slug });
    writeFileSync(file, JSON.stringify([region, tenant, site(), ...make, device(), row('auth.user', 1, {})]));
    return startProgram('cli.ts', ['import', 'netbox', file, '--owner', owner], { DATABASE_URL: hub.databaseUrl })
      .ended;
  };
  const siteOf = (slug: string) =>
    hub.sql(
      `SELECT p.code AS above, r.code AS region FROM hub.site s JOIN hub.organization o ON o.id = s.owner_id
         JOIN hub.organization p ON p.id = o.parent_id LEFT JOIN hub.region r ON r.id = s.region_id WHERE o.code = $1`,
      [slug],
    );

  it('of who does not keep the directory leaves regions out, says so, and takes the rest', async () => {
    const first = await run('RC-N', 'clinic-north');
    expect(first).toMatchObject({ code: 0, out: '3 created, 0 updated, 0 unchanged, 0 refused\n' });
    expect(first.err).toContain('not taken: auth.user 1, dcim.region 1\n');
    expect((await run('RC-N', 'clinic-north')).out).toBe('0 created, 0 updated, 3 unchanged, 0 refused\n');
    expect(await siteOf('clinic-north')).toEqual([{ above: 'RC-N', region: null }]);
  });

  it('of who keeps it takes them', async () => {
    const done = await run('NMC', 'clinic');
    expect(done).toMatchObject({ code: 0, out: '4 created, 0 updated, 0 unchanged, 0 refused\n' });
    expect(done.err).toContain('not taken: auth.user 1\n');
    expect(await siteOf('clinic')).toEqual([{ above: 'NMC', region: 'hanoi' }]);
  });
});
