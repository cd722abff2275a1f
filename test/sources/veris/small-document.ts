import { incidentFromVeris, type VerisIncident } from '../../../src/sources/veris/veris.rules';

export type Json = Record<string, unknown>;

/** A small confirmed incident of VERIS 1.3.4: SQL injection at a hospital in March 2019. */
export function document(changes: Json = {}): Json {
  return {
    schema_version: '1.3.4',
    incident_id: 'b2b7c0de-0001',
    security_incident: 'Confirmed',
    timeline: { incident: { year: 2019, month: 3 } },
    actor: { external: { variety: ['Unknown'], motive: ['Financial'], country: ['Unknown'] } },
    action: { hacking: { variety: ['SQLi'], vector: ['Web application'] } },
    asset: { assets: [{ variety: 'S - Web application' }], cloud: ['Unknown'] },
    attribute: { confidentiality: { data_disclosure: 'Yes', data: [{ variety: 'Medical', amount: 900 }] } },
    discovery_method: { external: { variety: ['Customer'] } },
    victim: { country: ['US'], employee_count: 'Large', industry: '622110' },
    ...changes,
  };
}

export function taken(changes: Json = {}): VerisIncident {
  const result = incidentFromVeris(document(changes));
  if ('refused' in result) throw new Error(`refused: ${JSON.stringify(result.refused)}`);
  return result.ok;
}

export function refused(changes: unknown): { path: string; code: string } {
  const result = incidentFromVeris(changes);
  if ('ok' in result) throw new Error('it was taken');
  expect(result.refused.reason).not.toBe('');
  return { path: result.refused.path, code: result.refused.code };
}

export function dated(incident: Json, more: Json = {}): Json {
  return { timeline: { incident, ...more } };
}

export function typeOf(action: Json, attribute: Json = {}, more: Json = {}): string {
  const { classification } = taken({ action, attribute: { ...attribute, unknown: {} }, ...more });
  return `${classification.class}/${classification.type}`;
}

export const act = (...variety: string[]) => ({ variety, vector: ['Unknown'] });
export const disclosed = (data_disclosure: string) => ({ confidentiality: { data_disclosure } });
export const unavailable = (...variety: string[]) => ({ availability: { variety } });
