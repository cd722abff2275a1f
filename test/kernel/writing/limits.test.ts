import { limitOf } from '../../../src/kernel/writing/limit.rules';
import { HubError } from '../../../src/kernel/errors';
import { refusalOf } from '../../../src/kernel/writing/refusal';
import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

/** Checks that a record never comes to: what they ask is decided before it is written. */
const decidedBefore = [
  ...['device_management_address_check', 'series_labels_check'],
  ...['agreement_check', 'agreement_check1', 'agreement_check2', 'agreement_check3'],
  ...['agreement_datasets_check', 'agreement_withheld_check', 'api_client_networks_check', 'api_key_check'],
  ...['binding_rule_check', 'binding_rule_conditions_check', 'binding_rule_interface_name_check'],
  ...['binding_rule_inventory_of_check', 'binding_rule_key_check', 'binding_rule_position_check'],
  ...['site_check', 'series_check', 'incident_check', 'incident_check1', 'incident_subject_check'],
  ...[
    'export_check',
    'export_check1',
    'export_check2',
    'feed_filter_check',
    'webhook_filter_check',
    'webhook_label_check',
  ],
  ...['warning_rule_check', 'warning_rule_conditions_check', 'warning_rule_region_ids_check'],
  ...['warning_rule_series_filter_check', 'warning_rule_severity_by_level_check', 'warning_rule_terms_check'],
  ...['webhook_progress_check', 'webhook_progress_check1'],
  ...['warning_address_check', 'warning_check', 'warning_check1', 'warning_check2', 'warning_check3', 'warning_check4'],
  ...['warning_check5', 'warning_labels_check'],
];

test('Every check of a table that records are written to has words for what it asks', async () => {
  const checks = await hub.sql<{ name: string; definition: string }>(
    `SELECT k.conname AS name, pg_get_constraintdef(k.oid, true) AS definition FROM pg_constraint k
      WHERE k.connamespace = 'hub'::regnamespace AND k.contype = 'c' ORDER BY 1`,
  );
  const wordless = checks.filter(({ definition }) => limitOf(definition) === null).map(({ name }) => name);
  expect(wordless).toEqual(decidedBefore.toSorted());
});

test('A refusal speaks of fields, and of columns nowhere', () => {
  const target = {
    key: ['owner_id'],
    columns: { owner_id: 'uuid', recipient_ids: 'uuid[]', site_id: 'uuid', name: 'text' },
  };
  const refused = (constraint: string) =>
    refusalOf(0, target, new HubError('BAD_USER_INPUT', 'It does not fit.', { constraint }));
  expect(refused('incident_recipient_ids_check')).toMatchObject({ field: 'recipients' });
  expect(refused('device_site_id_fkey')).toMatchObject({
    field: 'site',
    message: 'site: the value is not acceptable.',
  });
  expect(refused('name')).toMatchObject({ field: 'name', message: 'name: it must have a value.' });
  expect(refused('device_check')).toMatchObject({ field: null, message: 'It does not fit.' });
});
