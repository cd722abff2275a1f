-- Tables

CREATE TABLE hub.address (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  address inet NOT NULL,
  vrf_id uuid,
  interface_id uuid,
  dns_name text,
  CONSTRAINT address_dns_name_check CHECK (length(dns_name) >= 1 AND length(dns_name) <= 255),
  CONSTRAINT address_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT address_interface_id_fkey FOREIGN KEY (interface_id) REFERENCES hub.interface(id),
  CONSTRAINT address_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT address_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT address_pkey PRIMARY KEY (id),
  CONSTRAINT address_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT address_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT address_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text])),
  CONSTRAINT address_vrf_id_fkey FOREIGN KEY (vrf_id) REFERENCES hub.vrf(id)
) -- row-level security;

CREATE TABLE hub.agreement (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  organization_id uuid,
  group_id uuid,
  consumer_id uuid NOT NULL GENERATED ALWAYS AS (COALESCE(organization_id, group_id)) STORED,
  accepting_id uuid NOT NULL,
  party_ids uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id, accepting_id, COALESCE(organization_id, group_id)]) STORED,
  title text NOT NULL,
  legal_basis text NOT NULL,
  with_descendants boolean NOT NULL DEFAULT false,
  datasets text[] NOT NULL,
  region_id uuid,
  least_severity text NOT NULL DEFAULT 'INFO'::text,
  ceiling text NOT NULL DEFAULT 'AMBER'::text,
  withheld text[] NOT NULL DEFAULT '{}'::text[],
  valid_from timestamp with time zone NOT NULL DEFAULT now(),
  valid_until timestamp with time zone,
  state text NOT NULL DEFAULT 'PROPOSED'::text,
  accepted_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by_id uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT agreement_accepting_id_fkey FOREIGN KEY (accepting_id) REFERENCES hub.organization(id),
  CONSTRAINT agreement_ceiling_check CHECK (ceiling = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text])),
  CONSTRAINT agreement_check CHECK (valid_until > valid_from),
  CONSTRAINT agreement_check1 CHECK (num_nonnulls(organization_id, group_id) = 1),
  CONSTRAINT agreement_check2 CHECK (organization_id IS DISTINCT FROM owner_id),
  CONSTRAINT agreement_check3 CHECK ((state = ANY (ARRAY['ENDED'::text, 'EXPIRED'::text])) = (ended_at IS NOT NULL)),
  CONSTRAINT agreement_datasets_check CHECK (cardinality(datasets) > 0 AND datasets <@ '{INVENTORY,SAMPLES,WARNINGS,INCIDENTS,ADVISORIES}'::text[]),
  CONSTRAINT agreement_ended_by_id_fkey FOREIGN KEY (ended_by_id) REFERENCES hub.organization(id),
  CONSTRAINT agreement_group_id_fkey FOREIGN KEY (group_id) REFERENCES hub.sharing_group(id),
  CONSTRAINT agreement_least_severity_check CHECK (least_severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT agreement_legal_basis_check CHECK (length(legal_basis) >= 1 AND length(legal_basis) <= 2000),
  CONSTRAINT agreement_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES hub.organization(id),
  CONSTRAINT agreement_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT agreement_pkey PRIMARY KEY (id),
  CONSTRAINT agreement_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT agreement_state_check CHECK (state = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'ENDED'::text, 'EXPIRED'::text])),
  CONSTRAINT agreement_title_check CHECK (length(title) >= 1 AND length(title) <= 200),
  CONSTRAINT agreement_withheld_check CHECK (withheld <@ '{MANAGEMENT_ADDRESS,SERIAL,MAC,DESCRIPTION,ADDRESSES,COORDINATES}'::text[])
) -- row-level security;

CREATE TABLE hub.api_client (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  label text NOT NULL,
  role text NOT NULL,
  writes_for uuid[] NOT NULL DEFAULT '{}'::uuid[],
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  revoked_at timestamp with time zone,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(label)) STORED,
  networks cidr[] NOT NULL DEFAULT '{}'::cidr[],
  CONSTRAINT api_client_id_owner_id_key UNIQUE (id, owner_id),
  CONSTRAINT api_client_label_check CHECK (length(label) >= 1 AND length(label) <= 100),
  CONSTRAINT api_client_networks_check CHECK (cardinality(networks) <= 100 AND array_position(networks, NULL::cidr) IS NULL),
  CONSTRAINT api_client_organization_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT api_client_pkey PRIMARY KEY (id),
  CONSTRAINT api_client_role_check CHECK (role = ANY (ARRAY['READER'::text, 'REPORTER'::text, 'RESPONDER'::text, 'STEWARD'::text]))
) -- row-level security;

CREATE TABLE hub.api_key (
  id uuid NOT NULL,
  client_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  owner_id uuid NOT NULL,
  CONSTRAINT api_key_check CHECK (expires_at > created_at),
  CONSTRAINT api_key_client_id_owner_id_fkey FOREIGN KEY (client_id, owner_id) REFERENCES hub.api_client(id, owner_id) ON UPDATE CASCADE,
  CONSTRAINT api_key_pkey PRIMARY KEY (id)
) -- row-level security;

CREATE TABLE hub.binding_rule (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  party_ids uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id]) STORED,
  code text NOT NULL,
  "position" integer NOT NULL,
  source text,
  metric_pattern text,
  conditions jsonb NOT NULL DEFAULT '[]'::jsonb,
  target text NOT NULL,
  lookup text NOT NULL,
  object_source text,
  key jsonb NOT NULL,
  interface_name jsonb,
  inventory_of uuid[] NOT NULL,
  removed_at timestamp with time zone,
  applied_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT binding_rule_check CHECK ((lookup = 'EXTERNAL_ID'::text) = (object_source IS NOT NULL)),
  CONSTRAINT binding_rule_code_check CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'::text),
  CONSTRAINT binding_rule_conditions_check CHECK (jsonb_typeof(conditions) = 'array'::text),
  CONSTRAINT binding_rule_interface_name_check CHECK (jsonb_typeof(interface_name) = 'object'::text),
  CONSTRAINT binding_rule_inventory_of_check CHECK (cardinality(inventory_of) >= 1 AND cardinality(inventory_of) <= 100),
  CONSTRAINT binding_rule_key_check CHECK (jsonb_typeof(key) = 'object'::text),
  CONSTRAINT binding_rule_lookup_check CHECK (lookup = ANY (ARRAY['NAME'::text, 'CODE'::text, 'EXTERNAL_ID'::text, 'MANAGEMENT_ADDRESS'::text])),
  CONSTRAINT binding_rule_metric_pattern_check CHECK (length(metric_pattern) >= 1 AND length(metric_pattern) <= 200),
  CONSTRAINT binding_rule_object_source_check CHECK (object_source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT binding_rule_owner_id_code_key UNIQUE (owner_id, code),
  CONSTRAINT binding_rule_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT binding_rule_pkey PRIMARY KEY (id),
  CONSTRAINT binding_rule_position_check CHECK ("position" >= 1 AND "position" <= 10000),
  CONSTRAINT binding_rule_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT binding_rule_target_check CHECK (target = ANY (ARRAY['DEVICE'::text, 'INTERFACE'::text, 'LINK'::text, 'INFORMATION_SYSTEM'::text, 'SITE'::text, 'ORGANIZATION'::text]))
) -- row-level security;

CREATE TABLE hub.classification (
  class text NOT NULL,
  type text NOT NULL,
  CONSTRAINT classification_pkey PRIMARY KEY (class, type)
) -- row-level security;

CREATE TABLE hub.device (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  name text,
  sort_key text GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  role text NOT NULL,
  manufacturer text,
  model text,
  serial text,
  platform text,
  management_address inet,
  tags text[] NOT NULL DEFAULT '{}'::text[],
  site_id uuid,
  CONSTRAINT device_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT device_id_owner_id_key UNIQUE (id, owner_id),
  CONSTRAINT device_management_address_check CHECK (masklen(management_address) =
CASE family(management_address)
    WHEN 4 THEN 32
    ELSE 128
END),
  CONSTRAINT device_manufacturer_check CHECK (length(manufacturer) >= 1 AND length(manufacturer) <= 100),
  CONSTRAINT device_model_check CHECK (length(model) >= 1 AND length(model) <= 100),
  CONSTRAINT device_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT device_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT device_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT device_pkey PRIMARY KEY (id),
  CONSTRAINT device_platform_check CHECK (length(platform) >= 1 AND length(platform) <= 100),
  CONSTRAINT device_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT device_role_check CHECK (role = ANY (ARRAY['ROUTER'::text, 'SWITCH'::text, 'FIREWALL'::text, 'LOAD_BALANCER'::text, 'SERVER'::text, 'STORAGE'::text, 'WIRELESS'::text, 'SENSOR'::text, 'POWER'::text, 'PATCH_PANEL'::text, 'OTHER'::text])),
  CONSTRAINT device_serial_check CHECK (length(serial) >= 1 AND length(serial) <= 100),
  CONSTRAINT device_site_id_fkey FOREIGN KEY (site_id) REFERENCES hub.site(id),
  CONSTRAINT device_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT device_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text])),
  CONSTRAINT device_tags_check CHECK (cardinality(tags) <= 64 AND array_position(tags, NULL::text) IS NULL),
  CONSTRAINT device_tags_length_check CHECK (hub.texts_within(tags, 100))
) -- row-level security;

CREATE TABLE hub.device_count (
  owner_id uuid NOT NULL,
  region_id uuid,
  status text NOT NULL,
  n integer NOT NULL
) -- row-level security;

CREATE TABLE hub.expected_interval (
  id uuid NOT NULL,
  writer_id uuid NOT NULL,
  source text NOT NULL,
  metric_id uuid,
  interval_seconds integer,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT expected_interval_interval_seconds_check CHECK (interval_seconds >= 1 AND interval_seconds <= 2678400),
  CONSTRAINT expected_interval_metric_id_fkey FOREIGN KEY (metric_id) REFERENCES hub.metric(id),
  CONSTRAINT expected_interval_pkey PRIMARY KEY (id),
  CONSTRAINT expected_interval_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT expected_interval_writer_id_fkey FOREIGN KEY (writer_id) REFERENCES hub.organization(id),
  CONSTRAINT expected_interval_writer_id_source_metric_id_key UNIQUE NULLS NOT DISTINCT (writer_id, source, metric_id)
) -- row-level security;

CREATE TABLE hub.export (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  client_id uuid NOT NULL,
  content text NOT NULL,
  format text NOT NULL,
  filter jsonb NOT NULL,
  series_filter jsonb,
  since timestamp with time zone,
  until timestamp with time zone,
  state text NOT NULL DEFAULT 'QUEUED'::text,
  place jsonb NOT NULL DEFAULT '{}'::jsonb,
  parts jsonb,
  tries integer NOT NULL DEFAULT 0,
  progress double precision NOT NULL DEFAULT 0,
  count bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  cursor text,
  reason text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  ended_at timestamp with time zone,
  expires_at timestamp with time zone,
  CONSTRAINT export_check CHECK ((content = 'SAMPLES'::text) = (since IS NOT NULL)),
  CONSTRAINT export_check1 CHECK ((since IS NULL) = (until IS NULL)),
  CONSTRAINT export_check2 CHECK (since < until),
  CONSTRAINT export_content_check CHECK (content = ANY (ARRAY['RECORDS'::text, 'SAMPLES'::text])),
  CONSTRAINT export_format_check CHECK (format = ANY (ARRAY['NDJSON'::text, 'CSV'::text])),
  CONSTRAINT export_pkey PRIMARY KEY (id),
  CONSTRAINT export_progress_check CHECK (progress >= 0::double precision AND progress <= 1::double precision),
  CONSTRAINT export_state_check CHECK (state = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'CANCELLED'::text, 'EXPIRED'::text]))
) -- row-level security;

CREATE TABLE hub.feed (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  party_ids uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id]) STORED,
  code text NOT NULL,
  filter jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT feed_code_check CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'::text),
  CONSTRAINT feed_filter_check CHECK (jsonb_typeof(filter) = 'object'::text),
  CONSTRAINT feed_owner_id_code_key UNIQUE (owner_id, code),
  CONSTRAINT feed_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT feed_pkey PRIMARY KEY (id)
) -- row-level security;

CREATE TABLE hub.feed_consumer (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  owner_id uuid NOT NULL,
  client_id uuid NOT NULL,
  feed_id uuid,
  road text NOT NULL,
  told_until timestamp with time zone,
  followable_until timestamp with time zone,
  last_read_at timestamp with time zone,
  last_delivered_at timestamp with time zone,
  delivered bigint NOT NULL DEFAULT 0,
  failures bigint NOT NULL DEFAULT 0,
  last_failed_at timestamp with time zone,
  last_failure text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT feed_consumer_client_id_feed_id_road_key UNIQUE NULLS NOT DISTINCT (client_id, feed_id, road),
  CONSTRAINT feed_consumer_pkey PRIMARY KEY (id),
  CONSTRAINT feed_consumer_road_check CHECK (road = ANY (ARRAY['PAGES'::text, 'SOCKET'::text, 'WEBHOOK'::text]))
) -- row-level security;

CREATE TABLE hub.incident (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  tlp text NOT NULL,
  reporter_id uuid NOT NULL,
  coworker_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  recipient_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  party_ids uuid[] NOT NULL,
  reference text NOT NULL,
  title text NOT NULL,
  summary text,
  class text NOT NULL,
  type text NOT NULL,
  severity text NOT NULL,
  state text NOT NULL DEFAULT 'NEW'::text,
  occurred_at timestamp with time zone,
  occurred_at_precision text NOT NULL DEFAULT 'SECOND'::text,
  detected_at timestamp with time zone,
  aware_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  contained_at timestamp with time zone,
  resolved_at timestamp with time zone,
  closed_at timestamp with time zone,
  labels text[] NOT NULL DEFAULT '{}'::text[],
  links text[] NOT NULL DEFAULT '{}'::text[],
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  affected_ids text[] NOT NULL DEFAULT '{}'::text[],
  first_owner_id uuid NOT NULL,
  coordinator_id uuid,
  hand_over_to_id uuid,
  merged_into_id uuid,
  impact text,
  severity_reason text,
  resolution text,
  started_at timestamp with time zone,
  reopened_at timestamp with time zone,
  desk_fields text[] NOT NULL DEFAULT '{}'::text[],
  CONSTRAINT incident_check CHECK (occurred_at_precision = 'SECOND'::text OR occurred_at IS NULL OR occurred_at = date_trunc(lower(occurred_at_precision), occurred_at, 'UTC'::text)),
  CONSTRAINT incident_check1 CHECK (closed_at IS NULL OR state = 'CLOSED'::text),
  CONSTRAINT incident_class_type_fkey FOREIGN KEY (class, type) REFERENCES hub.classification(class, type),
  CONSTRAINT incident_coordinator_id_fkey FOREIGN KEY (coordinator_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_coworker_ids_check CHECK (cardinality(coworker_ids) <= 100),
  CONSTRAINT incident_desk_fields_check CHECK (cardinality(desk_fields) <= 50),
  CONSTRAINT incident_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT incident_first_owner_id_fkey FOREIGN KEY (first_owner_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_first_owner_id_source_external_id_key UNIQUE (first_owner_id, source, external_id),
  CONSTRAINT incident_hand_over_to_id_fkey FOREIGN KEY (hand_over_to_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_impact_check CHECK (impact = ANY (ARRAY['NONE'::text, 'LIMITED'::text, 'SERIOUS'::text, 'FULL'::text])),
  CONSTRAINT incident_labels_check CHECK (cardinality(labels) <= 200 AND array_position(labels, NULL::text) IS NULL),
  CONSTRAINT incident_labels_length_check CHECK (hub.texts_within(labels, 200)),
  CONSTRAINT incident_links_check CHECK (cardinality(links) <= 100 AND array_position(links, NULL::text) IS NULL),
  CONSTRAINT incident_merged_check CHECK (merged_into_id IS NULL OR state = 'CLOSED'::text AND merged_into_id <> id),
  CONSTRAINT incident_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES hub.incident(id),
  CONSTRAINT incident_occurred_at_precision_check CHECK (occurred_at_precision = ANY (ARRAY['YEAR'::text, 'MONTH'::text, 'DAY'::text, 'SECOND'::text])),
  CONSTRAINT incident_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_pkey PRIMARY KEY (id),
  CONSTRAINT incident_recipient_ids_check CHECK (cardinality(recipient_ids) <= 100),
  CONSTRAINT incident_reference_check CHECK (length(reference) >= 1 AND length(reference) <= 40),
  CONSTRAINT incident_reference_key UNIQUE (reference),
  CONSTRAINT incident_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT incident_reporter_id_fkey FOREIGN KEY (reporter_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_resolution_check CHECK (length(resolution) >= 1 AND length(resolution) <= 10000),
  CONSTRAINT incident_severity_check CHECK (severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT incident_severity_reason_check CHECK (length(severity_reason) >= 1 AND length(severity_reason) <= 2000),
  CONSTRAINT incident_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT incident_state_check CHECK (state = ANY (ARRAY['NEW'::text, 'TRIAGED'::text, 'IN_PROGRESS'::text, 'CONTAINED'::text, 'RESOLVED'::text, 'CLOSED'::text])),
  CONSTRAINT incident_summary_check CHECK (length(summary) <= 20000),
  CONSTRAINT incident_title_check CHECK (length(title) >= 1 AND length(title) <= 300),
  CONSTRAINT incident_tlp_check CHECK (tlp = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text])),
  CONSTRAINT incident_version_check CHECK (version >= 1)
) -- row-level security;

CREATE TABLE hub.incident_link (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  incident_id uuid NOT NULL,
  other_id uuid NOT NULL,
  kind text NOT NULL,
  note text,
  author_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  region_id uuid,
  tlp text NOT NULL,
  severity text NOT NULL,
  party_ids uuid[] NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT incident_link_author_id_fkey FOREIGN KEY (author_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_link_check CHECK (incident_id <> other_id),
  CONSTRAINT incident_link_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES hub.incident(id),
  CONSTRAINT incident_link_incident_id_other_id_key UNIQUE (incident_id, other_id),
  CONSTRAINT incident_link_kind_check CHECK (kind = ANY (ARRAY['CAUSED_BY'::text, 'CAUSES'::text, 'DUPLICATE_OF'::text, 'HAS_DUPLICATE'::text, 'RELATED'::text])),
  CONSTRAINT incident_link_note_check CHECK (length(note) >= 1 AND length(note) <= 2000),
  CONSTRAINT incident_link_other_id_fkey FOREIGN KEY (other_id) REFERENCES hub.incident(id),
  CONSTRAINT incident_link_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_link_pkey PRIMARY KEY (id),
  CONSTRAINT incident_link_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT incident_link_severity_check CHECK (severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT incident_link_tlp_check CHECK (tlp = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text]))
) -- row-level security;

CREATE TABLE hub.incident_subject (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  incident_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  region_id uuid,
  tlp text NOT NULL,
  party_ids uuid[] NOT NULL,
  organization_id uuid,
  site_id uuid,
  device_id uuid,
  interface_id uuid,
  link_id uuid,
  system_id uuid,
  subject_id uuid GENERATED ALWAYS AS (COALESCE(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  severity text NOT NULL,
  CONSTRAINT incident_subject_check CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id) = 1),
  CONSTRAINT incident_subject_device_id_fkey FOREIGN KEY (device_id) REFERENCES hub.device(id),
  CONSTRAINT incident_subject_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES hub.incident(id),
  CONSTRAINT incident_subject_incident_id_subject_id_key UNIQUE (incident_id, subject_id),
  CONSTRAINT incident_subject_interface_id_fkey FOREIGN KEY (interface_id) REFERENCES hub.interface(id),
  CONSTRAINT incident_subject_link_id_fkey FOREIGN KEY (link_id) REFERENCES hub.link(id),
  CONSTRAINT incident_subject_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_subject_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT incident_subject_pkey PRIMARY KEY (id),
  CONSTRAINT incident_subject_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT incident_subject_severity_check CHECK (severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT incident_subject_site_id_fkey FOREIGN KEY (site_id) REFERENCES hub.site(id),
  CONSTRAINT incident_subject_system_id_fkey FOREIGN KEY (system_id) REFERENCES hub.information_system(id),
  CONSTRAINT incident_subject_tlp_check CHECK (tlp = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text]))
) -- row-level security;

CREATE TABLE hub.information_system (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  code text NOT NULL,
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  sector text,
  level smallint NOT NULL,
  effective_level smallint NOT NULL DEFAULT 1,
  CONSTRAINT information_system_code_check CHECK (length(code) >= 1 AND length(code) <= 64),
  CONSTRAINT information_system_effective_level_check CHECK (effective_level >= 1 AND effective_level <= 5),
  CONSTRAINT information_system_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT information_system_id_owner_id_key UNIQUE (id, owner_id),
  CONSTRAINT information_system_level_check CHECK (level >= 1 AND level <= 5),
  CONSTRAINT information_system_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT information_system_owner_id_code_key UNIQUE (owner_id, code),
  CONSTRAINT information_system_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT information_system_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT information_system_pkey PRIMARY KEY (id),
  CONSTRAINT information_system_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT information_system_sector_check CHECK (length(sector) >= 1 AND length(sector) <= 100),
  CONSTRAINT information_system_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT information_system_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text]))
) -- row-level security;

CREATE TABLE hub.information_system_dependency (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  system_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  region_id uuid,
  needs_id uuid NOT NULL,
  CONSTRAINT information_system_dependency_check CHECK (system_id <> needs_id),
  CONSTRAINT information_system_dependency_needs_id_fkey FOREIGN KEY (needs_id) REFERENCES hub.information_system(id),
  CONSTRAINT information_system_dependency_pkey PRIMARY KEY (id),
  CONSTRAINT information_system_dependency_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT information_system_dependency_system_id_needs_id_key UNIQUE (system_id, needs_id),
  CONSTRAINT information_system_dependency_system_id_owner_id_fkey FOREIGN KEY (system_id, owner_id) REFERENCES hub.information_system(id, owner_id) ON UPDATE CASCADE
) -- row-level security;

CREATE TABLE hub.information_system_device (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  system_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  region_id uuid,
  device_id uuid NOT NULL,
  CONSTRAINT information_system_device_device_id_fkey FOREIGN KEY (device_id) REFERENCES hub.device(id),
  CONSTRAINT information_system_device_pkey PRIMARY KEY (id),
  CONSTRAINT information_system_device_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT information_system_device_system_id_device_id_key UNIQUE (system_id, device_id),
  CONSTRAINT information_system_device_system_id_owner_id_fkey FOREIGN KEY (system_id, owner_id) REFERENCES hub.information_system(id, owner_id) ON UPDATE CASCADE
) -- row-level security;

CREATE TABLE hub.information_system_part (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  system_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  region_id uuid,
  part_id uuid NOT NULL,
  CONSTRAINT information_system_part_check CHECK (system_id <> part_id),
  CONSTRAINT information_system_part_part_id_fkey FOREIGN KEY (part_id) REFERENCES hub.information_system(id),
  CONSTRAINT information_system_part_pkey PRIMARY KEY (id),
  CONSTRAINT information_system_part_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT information_system_part_system_id_owner_id_fkey FOREIGN KEY (system_id, owner_id) REFERENCES hub.information_system(id, owner_id) ON UPDATE CASCADE,
  CONSTRAINT information_system_part_system_id_part_id_key UNIQUE (system_id, part_id)
) -- row-level security;

CREATE TABLE hub.interface (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  device_id uuid NOT NULL,
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  kind text NOT NULL DEFAULT 'other'::text,
  enabled boolean NOT NULL DEFAULT true,
  speed_bps bigint,
  mac macaddr,
  description text,
  CONSTRAINT interface_description_check CHECK (length(description) <= 500),
  CONSTRAINT interface_device_id_owner_id_fkey FOREIGN KEY (device_id, owner_id) REFERENCES hub.device(id, owner_id) ON UPDATE CASCADE,
  CONSTRAINT interface_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT interface_kind_check CHECK (length(kind) >= 1 AND length(kind) <= 64),
  CONSTRAINT interface_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT interface_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT interface_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT interface_pkey PRIMARY KEY (id),
  CONSTRAINT interface_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT interface_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT interface_speed_bps_check CHECK (speed_bps >= 0),
  CONSTRAINT interface_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text]))
) -- row-level security;

CREATE TABLE hub.link (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  kind text NOT NULL,
  capacity_bps bigint,
  provider_id uuid,
  a_site_id uuid,
  a_device_id uuid,
  a_interface_id uuid,
  b_site_id uuid,
  b_device_id uuid,
  b_interface_id uuid,
  CONSTRAINT link_a_device_id_fkey FOREIGN KEY (a_device_id) REFERENCES hub.device(id),
  CONSTRAINT link_a_interface_id_fkey FOREIGN KEY (a_interface_id) REFERENCES hub.interface(id),
  CONSTRAINT link_a_site_id_fkey FOREIGN KEY (a_site_id) REFERENCES hub.site(id),
  CONSTRAINT link_b_device_id_fkey FOREIGN KEY (b_device_id) REFERENCES hub.device(id),
  CONSTRAINT link_b_interface_id_fkey FOREIGN KEY (b_interface_id) REFERENCES hub.interface(id),
  CONSTRAINT link_b_site_id_fkey FOREIGN KEY (b_site_id) REFERENCES hub.site(id),
  CONSTRAINT link_capacity_bps_check CHECK (capacity_bps >= 0),
  CONSTRAINT link_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT link_kind_check CHECK (kind = ANY (ARRAY['CABLE'::text, 'CIRCUIT'::text, 'TUNNEL'::text, 'RADIO'::text, 'LOGICAL'::text])),
  CONSTRAINT link_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT link_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT link_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT link_pkey PRIMARY KEY (id),
  CONSTRAINT link_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES hub.organization(id),
  CONSTRAINT link_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT link_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT link_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text]))
) -- row-level security;

CREATE TABLE hub.maintenance (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  party_ids uuid[] NOT NULL,
  provider_id uuid,
  provider_name text,
  reference text,
  account text,
  title text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(title)) STORED,
  status text NOT NULL,
  impact text NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  sequence integer,
  stamped_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT maintenance_account_check CHECK (length(account) >= 1 AND length(account) <= 200),
  CONSTRAINT maintenance_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT maintenance_impact_check CHECK (impact = ANY (ARRAY['NO_IMPACT'::text, 'REDUCED_REDUNDANCY'::text, 'DEGRADED'::text, 'OUTAGE'::text])),
  CONSTRAINT maintenance_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT maintenance_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT maintenance_pkey PRIMARY KEY (id),
  CONSTRAINT maintenance_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES hub.organization(id),
  CONSTRAINT maintenance_provider_name_check CHECK (length(provider_name) >= 1 AND length(provider_name) <= 200),
  CONSTRAINT maintenance_reference_check CHECK (length(reference) >= 1 AND length(reference) <= 200),
  CONSTRAINT maintenance_sequence_check CHECK (sequence >= 0),
  CONSTRAINT maintenance_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT maintenance_status_check CHECK (status = ANY (ARRAY['TENTATIVE'::text, 'CONFIRMED'::text, 'RE_SCHEDULED'::text, 'IN_PROCESS'::text, 'COMPLETED'::text, 'CANCELLED'::text])),
  CONSTRAINT maintenance_title_check CHECK (length(title) >= 1 AND length(title) <= 300),
  CONSTRAINT maintenance_window CHECK (ends_at > starts_at AND ends_at <= (starts_at + '366 days'::interval))
) -- row-level security;

CREATE TABLE hub.maintenance_object (
  id uuid NOT NULL,
  maintenance_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  party_ids uuid[] NOT NULL,
  covered_id uuid,
  circuit text,
  impact text NOT NULL,
  site_id uuid,
  device_id uuid,
  interface_id uuid,
  link_id uuid,
  system_id uuid,
  subject_id uuid GENERATED ALWAYS AS (COALESCE(site_id, device_id, interface_id, link_id, system_id)) STORED,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT maintenance_object_circuit_check CHECK (length(circuit) >= 1 AND length(circuit) <= 200),
  CONSTRAINT maintenance_object_covered_id_fkey FOREIGN KEY (covered_id) REFERENCES hub.organization(id),
  CONSTRAINT maintenance_object_device_id_fkey FOREIGN KEY (device_id) REFERENCES hub.device(id),
  CONSTRAINT maintenance_object_impact_check CHECK (impact = ANY (ARRAY['NO_IMPACT'::text, 'REDUCED_REDUNDANCY'::text, 'DEGRADED'::text, 'OUTAGE'::text])),
  CONSTRAINT maintenance_object_interface_id_fkey FOREIGN KEY (interface_id) REFERENCES hub.interface(id),
  CONSTRAINT maintenance_object_link_id_fkey FOREIGN KEY (link_id) REFERENCES hub.link(id),
  CONSTRAINT maintenance_object_maintenance_id_fkey FOREIGN KEY (maintenance_id) REFERENCES hub.maintenance(id),
  CONSTRAINT maintenance_object_named CHECK (
CASE
    WHEN circuit IS NULL THEN num_nonnulls(site_id, device_id, interface_id, link_id, system_id) = 1
    ELSE num_nonnulls(site_id, device_id, interface_id, system_id) = 0
END),
  CONSTRAINT maintenance_object_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT maintenance_object_pkey PRIMARY KEY (id),
  CONSTRAINT maintenance_object_site_id_fkey FOREIGN KEY (site_id) REFERENCES hub.site(id),
  CONSTRAINT maintenance_object_system_id_fkey FOREIGN KEY (system_id) REFERENCES hub.information_system(id)
) -- row-level security;

CREATE TABLE hub.metric (
  id uuid NOT NULL,
  name text NOT NULL,
  unit text NOT NULL DEFAULT ''::text,
  kind text NOT NULL DEFAULT 'GAUGE'::text,
  description text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  kind_is_said boolean NOT NULL DEFAULT true,
  CONSTRAINT metric_description_check CHECK (length(description) <= 1000),
  CONSTRAINT metric_kind_check CHECK (kind = ANY (ARRAY['GAUGE'::text, 'COUNTER'::text])),
  CONSTRAINT metric_name_check CHECK (name ~ '^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$'::text),
  CONSTRAINT metric_name_key UNIQUE (name),
  CONSTRAINT metric_pkey PRIMARY KEY (id),
  CONSTRAINT metric_unit_check CHECK (length(unit) <= 40)
) -- row-level security;

CREATE TABLE hub.open_incident_count (
  owner_id uuid NOT NULL,
  region_id uuid,
  tlp text NOT NULL,
  severity text NOT NULL,
  party_ids uuid[] NOT NULL,
  n integer NOT NULL
) -- row-level security;

CREATE TABLE hub.open_warning_count (
  owner_id uuid NOT NULL,
  writer_id uuid NOT NULL,
  region_id uuid,
  severity text NOT NULL,
  state text NOT NULL,
  n integer NOT NULL
) -- row-level security;

CREATE TABLE hub.organization (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  kind text NOT NULL,
  parent_id uuid,
  region_id uuid,
  community_member boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT organization_code_check CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'::text),
  CONSTRAINT organization_code_key UNIQUE (code),
  CONSTRAINT organization_kind_check CHECK (kind = ANY (ARRAY['NATIONAL_CENTER'::text, 'REGIONAL_CENTER'::text, 'MINISTRY'::text, 'AGENCY'::text, 'OPERATOR'::text])),
  CONSTRAINT organization_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT organization_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES hub.organization(id),
  CONSTRAINT organization_pkey PRIMARY KEY (id),
  CONSTRAINT organization_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id)
) -- row-level security;

CREATE TABLE hub.playbook (
  id uuid NOT NULL,
  owner_id uuid,
  source text NOT NULL,
  external_id text NOT NULL,
  region_id uuid,
  tlp text NOT NULL,
  severity text NOT NULL DEFAULT 'CRITICAL'::text,
  party_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  cacao_id text NOT NULL,
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  description text,
  types text[] NOT NULL DEFAULT '{}'::text[],
  labels text[] NOT NULL DEFAULT '{}'::text[],
  fits text[] NOT NULL DEFAULT '{}'::text[],
  is_revoked boolean NOT NULL DEFAULT false,
  valid_from timestamp with time zone,
  valid_until timestamp with time zone,
  document jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT playbook_cacao_id_check CHECK (length(cacao_id) >= 1 AND length(cacao_id) <= 200),
  CONSTRAINT playbook_description_check CHECK (length(description) <= 20000),
  CONSTRAINT playbook_document_check CHECK (jsonb_typeof(document) = 'object'::text),
  CONSTRAINT playbook_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT playbook_fits_check CHECK (cardinality(fits) <= 200 AND array_position(fits, NULL::text) IS NULL),
  CONSTRAINT playbook_labels_check CHECK (cardinality(labels) <= 200 AND array_position(labels, NULL::text) IS NULL),
  CONSTRAINT playbook_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT playbook_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT playbook_owner_id_source_external_id_key UNIQUE NULLS NOT DISTINCT (owner_id, source, external_id),
  CONSTRAINT playbook_pkey PRIMARY KEY (id),
  CONSTRAINT playbook_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT playbook_severity_check CHECK (severity = 'CRITICAL'::text),
  CONSTRAINT playbook_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT playbook_tlp_check CHECK (tlp = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text])),
  CONSTRAINT playbook_types_check CHECK (cardinality(types) <= 20 AND array_position(types, NULL::text) IS NULL),
  CONSTRAINT playbook_version_check CHECK (version >= 1)
) -- row-level security;

CREATE TABLE hub.prefix (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  prefix cidr NOT NULL,
  vrf_id uuid,
  site_id uuid,
  role text,
  description text,
  CONSTRAINT prefix_description_check CHECK (length(description) <= 500),
  CONSTRAINT prefix_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT prefix_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT prefix_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT prefix_pkey PRIMARY KEY (id),
  CONSTRAINT prefix_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT prefix_role_check CHECK (length(role) >= 1 AND length(role) <= 64),
  CONSTRAINT prefix_site_id_fkey FOREIGN KEY (site_id) REFERENCES hub.site(id),
  CONSTRAINT prefix_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT prefix_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text])),
  CONSTRAINT prefix_vrf_id_fkey FOREIGN KEY (vrf_id) REFERENCES hub.vrf(id)
) -- row-level security;

CREATE TABLE hub.region (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  parent_id uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT region_code_check CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'::text),
  CONSTRAINT region_code_key UNIQUE (code),
  CONSTRAINT region_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT region_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES hub.region(id),
  CONSTRAINT region_pkey PRIMARY KEY (id)
) -- row-level security;

CREATE TABLE hub.retention (
  id uuid NOT NULL,
  level text NOT NULL,
  step_seconds integer NOT NULL,
  days integer,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT retention_days_check CHECK (days >= 1 AND days <= 36500),
  CONSTRAINT retention_level_check CHECK (level = ANY (ARRAY['RAW'::text, 'FIVE_MINUTES'::text, 'HOUR'::text, 'DAY'::text])),
  CONSTRAINT retention_level_key UNIQUE (level),
  CONSTRAINT retention_pkey PRIMARY KEY (id),
  CONSTRAINT retention_step_seconds_key UNIQUE (step_seconds)
) -- row-level security;

CREATE TABLE hub.series (
  id uuid NOT NULL,
  number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  metric_id uuid NOT NULL,
  writer_id uuid NOT NULL,
  owner_id uuid,
  region_id uuid,
  source text NOT NULL,
  external_id text NOT NULL,
  labels jsonb NOT NULL DEFAULT '{}'::jsonb,
  organization_id uuid,
  site_id uuid,
  device_id uuid,
  interface_id uuid,
  link_id uuid,
  system_id uuid,
  subject_id uuid GENERATED ALWAYS AS (COALESCE(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  binding_rule_id uuid,
  unbound_reason text,
  CONSTRAINT series_binding_rule_id_fkey FOREIGN KEY (binding_rule_id) REFERENCES hub.binding_rule(id),
  CONSTRAINT series_check CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id) <= 1),
  CONSTRAINT series_device_id_fkey FOREIGN KEY (device_id) REFERENCES hub.device(id),
  CONSTRAINT series_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT series_interface_id_fkey FOREIGN KEY (interface_id) REFERENCES hub.interface(id),
  CONSTRAINT series_labels_check CHECK (jsonb_typeof(labels) = 'object'::text),
  CONSTRAINT series_link_id_fkey FOREIGN KEY (link_id) REFERENCES hub.link(id),
  CONSTRAINT series_metric_id_fkey FOREIGN KEY (metric_id) REFERENCES hub.metric(id),
  CONSTRAINT series_number_key UNIQUE (number),
  CONSTRAINT series_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES hub.organization(id),
  CONSTRAINT series_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT series_pkey PRIMARY KEY (id),
  CONSTRAINT series_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT series_site_id_fkey FOREIGN KEY (site_id) REFERENCES hub.site(id),
  CONSTRAINT series_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT series_system_id_fkey FOREIGN KEY (system_id) REFERENCES hub.information_system(id),
  CONSTRAINT series_unbound_reason_check CHECK (unbound_reason = ANY (ARRAY['PENDING'::text, 'NO_RULE'::text, 'NOT_FOUND'::text, 'AMBIGUOUS'::text])),
  CONSTRAINT series_writer_id_fkey FOREIGN KEY (writer_id) REFERENCES hub.organization(id),
  CONSTRAINT series_writer_id_source_external_id_key UNIQUE (writer_id, source, external_id)
) -- row-level security;

CREATE TABLE hub.sharing_group (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT sharing_group_code_check CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'::text),
  CONSTRAINT sharing_group_code_key UNIQUE (code),
  CONSTRAINT sharing_group_id_owner_id_key UNIQUE (id, owner_id),
  CONSTRAINT sharing_group_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT sharing_group_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT sharing_group_pkey PRIMARY KEY (id)
) -- row-level security;

CREATE TABLE hub.sharing_group_member (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  group_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  party_ids uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id, group_id]) STORED,
  CONSTRAINT sharing_group_member_group_id_organization_id_key UNIQUE (group_id, organization_id),
  CONSTRAINT sharing_group_member_group_id_owner_id_fkey FOREIGN KEY (group_id, owner_id) REFERENCES hub.sharing_group(id, owner_id) ON UPDATE CASCADE,
  CONSTRAINT sharing_group_member_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES hub.organization(id),
  CONSTRAINT sharing_group_member_pkey PRIMARY KEY (id)
) -- row-level security;

CREATE TABLE hub.silence (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  party_ids uuid[] NOT NULL GENERATED ALWAYS AS ((ARRAY[owner_id] || quiets_ids)) STORED,
  quiets_ids uuid[] NOT NULL,
  reason text NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  set_by text NOT NULL DEFAULT 'hub'::text,
  rule_id uuid,
  organization_id uuid,
  site_id uuid,
  device_id uuid,
  interface_id uuid,
  link_id uuid,
  system_id uuid,
  subject_id uuid GENERATED ALWAYS AS (COALESCE(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  labels jsonb NOT NULL DEFAULT '{}'::jsonb,
  most_severity text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT silence_device_id_fkey FOREIGN KEY (device_id) REFERENCES hub.device(id),
  CONSTRAINT silence_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT silence_filter CHECK (num_nonnulls(rule_id, most_severity, organization_id, site_id, device_id, interface_id, link_id, system_id) > 0 OR labels <> '{}'::jsonb),
  CONSTRAINT silence_interface_id_fkey FOREIGN KEY (interface_id) REFERENCES hub.interface(id),
  CONSTRAINT silence_labels CHECK (jsonb_typeof(labels) = 'object'::text),
  CONSTRAINT silence_link_id_fkey FOREIGN KEY (link_id) REFERENCES hub.link(id),
  CONSTRAINT silence_most_severity_check CHECK (most_severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT silence_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES hub.organization(id),
  CONSTRAINT silence_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT silence_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT silence_pkey PRIMARY KEY (id),
  CONSTRAINT silence_quiets CHECK (cardinality(quiets_ids) >= 1 AND cardinality(quiets_ids) <= 100 AND array_position(quiets_ids, NULL::uuid) IS NULL),
  CONSTRAINT silence_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 1000),
  CONSTRAINT silence_site_id_fkey FOREIGN KEY (site_id) REFERENCES hub.site(id),
  CONSTRAINT silence_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT silence_subject CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id) <= 1),
  CONSTRAINT silence_system_id_fkey FOREIGN KEY (system_id) REFERENCES hub.information_system(id),
  CONSTRAINT silence_window CHECK (ends_at > starts_at AND ends_at <= (starts_at + '90 days'::interval))
) -- row-level security;

CREATE TABLE hub.site (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  code text NOT NULL,
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  latitude double precision,
  longitude double precision,
  CONSTRAINT site_check CHECK ((latitude IS NULL) = (longitude IS NULL)),
  CONSTRAINT site_code_check CHECK (length(code) >= 1 AND length(code) <= 64),
  CONSTRAINT site_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT site_latitude_check CHECK (latitude >= '-90'::integer::double precision AND latitude <= 90::double precision),
  CONSTRAINT site_longitude_check CHECK (longitude >= '-180'::integer::double precision AND longitude <= 180::double precision),
  CONSTRAINT site_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT site_owner_id_code_key UNIQUE (owner_id, code),
  CONSTRAINT site_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT site_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT site_pkey PRIMARY KEY (id),
  CONSTRAINT site_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT site_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT site_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text]))
) -- row-level security;

CREATE TABLE hub.site_count (
  owner_id uuid NOT NULL,
  region_id uuid,
  status text NOT NULL,
  n integer NOT NULL
) -- row-level security;

CREATE TABLE hub.task (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  region_id uuid,
  marking text NOT NULL,
  tlp text NOT NULL,
  severity text NOT NULL,
  party_ids uuid[] NOT NULL,
  playbook_id uuid,
  step text,
  "position" integer NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  description text,
  role text,
  assignee_id uuid NOT NULL,
  state text NOT NULL,
  depends_on jsonb NOT NULL DEFAULT '[]'::jsonb,
  repeats uuid[] NOT NULL DEFAULT '{}'::uuid[],
  outcomes text[] NOT NULL DEFAULT '{}'::text[],
  outcome text,
  note text,
  round integer NOT NULL DEFAULT 1,
  time_limit_seconds integer,
  delay_seconds integer NOT NULL DEFAULT 0,
  opened_at timestamp with time zone,
  due_at timestamp with time zone,
  completed_at timestamp with time zone,
  completed_by_id uuid,
  completed_by_desk text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT task_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES hub.organization(id),
  CONSTRAINT task_check CHECK ((state = ANY (ARRAY['DONE'::text, 'SKIPPED'::text])) = (completed_at IS NOT NULL)),
  CONSTRAINT task_completed_by_desk_check CHECK (length(completed_by_desk) >= 1 AND length(completed_by_desk) <= 100),
  CONSTRAINT task_completed_by_id_fkey FOREIGN KEY (completed_by_id) REFERENCES hub.organization(id),
  CONSTRAINT task_delay_seconds_check CHECK (delay_seconds >= 0),
  CONSTRAINT task_depends_on_check CHECK (jsonb_typeof(depends_on) = 'array'::text),
  CONSTRAINT task_description_check CHECK (length(description) <= 20000),
  CONSTRAINT task_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 300),
  CONSTRAINT task_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES hub.incident(id),
  CONSTRAINT task_incident_id_source_external_id_key UNIQUE (incident_id, source, external_id),
  CONSTRAINT task_kind_check CHECK (kind = ANY (ARRAY['ACTION'::text, 'DECISION'::text, 'LOOP'::text])),
  CONSTRAINT task_marking_check CHECK (marking = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text])),
  CONSTRAINT task_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT task_note_check CHECK (length(note) <= 5000),
  CONSTRAINT task_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT task_pkey PRIMARY KEY (id),
  CONSTRAINT task_playbook_id_fkey FOREIGN KEY (playbook_id) REFERENCES hub.playbook(id),
  CONSTRAINT task_position_check CHECK ("position" >= 1),
  CONSTRAINT task_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT task_role_check CHECK (role = ANY (ARRAY['OWNER'::text, 'REPORTER'::text, 'COORDINATOR'::text, 'COWORKER'::text])),
  CONSTRAINT task_round_check CHECK (round >= 1),
  CONSTRAINT task_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT task_state_check CHECK (state = ANY (ARRAY['WAITING'::text, 'OPEN'::text, 'IN_PROGRESS'::text, 'DONE'::text, 'SKIPPED'::text, 'NOT_TAKEN'::text])),
  CONSTRAINT task_step_check CHECK (length(step) >= 1 AND length(step) <= 200),
  CONSTRAINT task_time_limit_seconds_check CHECK (time_limit_seconds >= 0),
  CONSTRAINT task_tlp_check CHECK (tlp = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text])),
  CONSTRAINT task_version_check CHECK (version >= 1)
) -- row-level security;

CREATE TABLE hub.timeline_entry (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  region_id uuid,
  marking text NOT NULL,
  tlp text NOT NULL,
  party_ids uuid[] NOT NULL,
  author_id uuid NOT NULL,
  author_desk text,
  kind text NOT NULL,
  at timestamp with time zone NOT NULL,
  text text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  severity text NOT NULL,
  from_state text,
  to_state text,
  CONSTRAINT timeline_entry_author_desk_check CHECK (length(author_desk) >= 1 AND length(author_desk) <= 100),
  CONSTRAINT timeline_entry_author_id_fkey FOREIGN KEY (author_id) REFERENCES hub.organization(id),
  CONSTRAINT timeline_entry_author_id_source_external_id_key UNIQUE (author_id, source, external_id),
  CONSTRAINT timeline_entry_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT timeline_entry_from_state_check CHECK (from_state = ANY (ARRAY['NEW'::text, 'TRIAGED'::text, 'IN_PROGRESS'::text, 'CONTAINED'::text, 'RESOLVED'::text, 'CLOSED'::text])),
  CONSTRAINT timeline_entry_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES hub.incident(id),
  CONSTRAINT timeline_entry_kind_check CHECK (kind = ANY (ARRAY['NOTE'::text, 'STATE_CHANGE'::text, 'ACTION'::text, 'COMMUNICATION'::text])),
  CONSTRAINT timeline_entry_marking_check CHECK (marking = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text])),
  CONSTRAINT timeline_entry_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT timeline_entry_pkey PRIMARY KEY (id),
  CONSTRAINT timeline_entry_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT timeline_entry_severity_check CHECK (severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT timeline_entry_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT timeline_entry_states_check CHECK ((num_nonnulls(from_state, to_state) = ANY (ARRAY[0, 2])) AND (to_state IS NULL OR kind = 'STATE_CHANGE'::text)),
  CONSTRAINT timeline_entry_text_check CHECK (length(text) >= 1 AND length(text) <= 20000),
  CONSTRAINT timeline_entry_tlp_check CHECK (tlp = ANY (ARRAY['CLEAR'::text, 'GREEN'::text, 'AMBER'::text, 'AMBER_STRICT'::text, 'RED'::text])),
  CONSTRAINT timeline_entry_to_state_check CHECK (to_state = ANY (ARRAY['NEW'::text, 'TRIAGED'::text, 'IN_PROGRESS'::text, 'CONTAINED'::text, 'RESOLVED'::text, 'CLOSED'::text]))
) -- row-level security;

CREATE TABLE hub.vrf (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  synced_at timestamp with time zone NOT NULL DEFAULT now(),
  region_id uuid,
  status text NOT NULL DEFAULT 'ACTIVE'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  name text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(name)) STORED,
  rd text,
  CONSTRAINT vrf_external_id_check CHECK (length(external_id) >= 1 AND length(external_id) <= 200),
  CONSTRAINT vrf_name_check CHECK (length(name) >= 1 AND length(name) <= 100),
  CONSTRAINT vrf_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT vrf_owner_id_source_external_id_key UNIQUE (owner_id, source, external_id),
  CONSTRAINT vrf_pkey PRIMARY KEY (id),
  CONSTRAINT vrf_rd_check CHECK (length(rd) >= 1 AND length(rd) <= 40),
  CONSTRAINT vrf_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT vrf_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT vrf_status_check CHECK (status = ANY (ARRAY['PLANNED'::text, 'STAGED'::text, 'ACTIVE'::text, 'OFFLINE'::text, 'DECOMMISSIONING'::text, 'RETIRED'::text]))
) -- row-level security;

CREATE TABLE hub.warning (
  id uuid NOT NULL,
  writer_id uuid NOT NULL,
  source text NOT NULL,
  fingerprint text NOT NULL,
  owner_id uuid NOT NULL,
  region_id uuid,
  rule_id uuid,
  series_id uuid,
  organization_id uuid,
  site_id uuid,
  device_id uuid,
  interface_id uuid,
  link_id uuid,
  system_id uuid,
  subject_id uuid GENERATED ALWAYS AS (COALESCE(organization_id, site_id, device_id, interface_id, link_id, system_id)) STORED,
  address inet,
  prefix_id uuid,
  labels jsonb NOT NULL DEFAULT '{}'::jsonb,
  explanation text NOT NULL,
  severity text NOT NULL,
  severity_rank bigint GENERATED ALWAYS AS (
CASE severity
    WHEN 'INFO'::text THEN 1
    WHEN 'MINOR'::text THEN 2
    WHEN 'MAJOR'::text THEN 3
    ELSE 4
END) STORED,
  told_severity text,
  state text NOT NULL,
  firing boolean NOT NULL,
  flaps integer NOT NULL DEFAULT 0,
  raised_at timestamp with time zone NOT NULL,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  note text,
  suppressed_at timestamp with time zone,
  cleared_at timestamp with time zone,
  changed_at timestamp with time zone NOT NULL,
  evidence_at timestamp with time zone NOT NULL,
  calm_at timestamp with time zone,
  clears_at timestamp with time zone,
  caused_by_id uuid,
  silence_id uuid,
  maintenance_id uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  nature text NOT NULL DEFAULT 'OTHER'::text,
  CONSTRAINT warning_acknowledged_by_check CHECK (length(acknowledged_by) >= 1 AND length(acknowledged_by) <= 100),
  CONSTRAINT warning_address_check CHECK (masklen(address) =
CASE family(address)
    WHEN 4 THEN 32
    ELSE 128
END),
  CONSTRAINT warning_caused_by_id_fkey FOREIGN KEY (caused_by_id) REFERENCES hub.warning(id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT warning_check CHECK (num_nonnulls(organization_id, site_id, device_id, interface_id, link_id, system_id, prefix_id) <= 1),
  CONSTRAINT warning_check1 CHECK (num_nonnulls(caused_by_id, silence_id, maintenance_id) <= 1),
  CONSTRAINT warning_check2 CHECK ((state = 'CLEARED'::text) = (cleared_at IS NOT NULL)),
  CONSTRAINT warning_check3 CHECK ((state = 'SUPPRESSED'::text) = (suppressed_at IS NOT NULL)),
  CONSTRAINT warning_check4 CHECK (clears_at IS NULL OR cleared_at IS NULL),
  CONSTRAINT warning_check5 CHECK (caused_by_id <> id),
  CONSTRAINT warning_device_id_fkey FOREIGN KEY (device_id) REFERENCES hub.device(id),
  CONSTRAINT warning_explanation_check CHECK (length(explanation) >= 1 AND length(explanation) <= 4000),
  CONSTRAINT warning_fingerprint_check CHECK (length(fingerprint) >= 1 AND length(fingerprint) <= 200),
  CONSTRAINT warning_flaps_check CHECK (flaps >= 0),
  CONSTRAINT warning_interface_id_fkey FOREIGN KEY (interface_id) REFERENCES hub.interface(id),
  CONSTRAINT warning_labels_check CHECK (jsonb_typeof(labels) = 'object'::text),
  CONSTRAINT warning_link_id_fkey FOREIGN KEY (link_id) REFERENCES hub.link(id),
  CONSTRAINT warning_maintenance_id_fkey FOREIGN KEY (maintenance_id) REFERENCES hub.maintenance(id),
  CONSTRAINT warning_nature_check CHECK (nature = ANY (ARRAY['DOWN'::text, 'DEGRADED'::text, 'OTHER'::text])),
  CONSTRAINT warning_note_check CHECK (length(note) >= 1 AND length(note) <= 2000),
  CONSTRAINT warning_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES hub.organization(id),
  CONSTRAINT warning_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT warning_pkey PRIMARY KEY (id),
  CONSTRAINT warning_prefix_id_fkey FOREIGN KEY (prefix_id) REFERENCES hub.prefix(id),
  CONSTRAINT warning_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT warning_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES hub.warning_rule(id),
  CONSTRAINT warning_series_id_fkey FOREIGN KEY (series_id) REFERENCES hub.series(id),
  CONSTRAINT warning_severity_check CHECK (severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT warning_silence_id_fkey FOREIGN KEY (silence_id) REFERENCES hub.silence(id),
  CONSTRAINT warning_site_id_fkey FOREIGN KEY (site_id) REFERENCES hub.site(id),
  CONSTRAINT warning_source_check CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text),
  CONSTRAINT warning_state_check CHECK (state = ANY (ARRAY['RAISED'::text, 'ACKNOWLEDGED'::text, 'SUPPRESSED'::text, 'CLEARED'::text])),
  CONSTRAINT warning_system_id_fkey FOREIGN KEY (system_id) REFERENCES hub.information_system(id),
  CONSTRAINT warning_told_severity_check CHECK (told_severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT warning_writer_id_fkey FOREIGN KEY (writer_id) REFERENCES hub.organization(id)
) -- row-level security;

CREATE TABLE hub.warning_rule (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  party_ids uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id]) STORED,
  code text NOT NULL,
  name text NOT NULL,
  metric text,
  series_filter jsonb NOT NULL DEFAULT '{}'::jsonb,
  conditions jsonb NOT NULL DEFAULT '[]'::jsonb,
  region_ids uuid[],
  least_level integer,
  condition text NOT NULL,
  terms jsonb NOT NULL,
  severity text NOT NULL,
  severity_by_level text[],
  why text,
  is_enabled boolean NOT NULL DEFAULT true,
  removed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT warning_rule_check CHECK (metric IS NOT NULL OR condition = 'ABSENCE'::text),
  CONSTRAINT warning_rule_code_check CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'::text),
  CONSTRAINT warning_rule_condition_check CHECK (condition = ANY (ARRAY['THRESHOLD'::text, 'RATE'::text, 'ABSENCE'::text, 'FORECAST'::text])),
  CONSTRAINT warning_rule_conditions_check CHECK (jsonb_typeof(conditions) = 'array'::text),
  CONSTRAINT warning_rule_least_level_check CHECK (least_level >= 1 AND least_level <= 5),
  CONSTRAINT warning_rule_metric_check CHECK (length(metric) >= 1 AND length(metric) <= 200),
  CONSTRAINT warning_rule_name_check CHECK (length(name) >= 1 AND length(name) <= 200),
  CONSTRAINT warning_rule_owner_id_code_key UNIQUE (owner_id, code),
  CONSTRAINT warning_rule_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT warning_rule_pkey PRIMARY KEY (id),
  CONSTRAINT warning_rule_region_ids_check CHECK (cardinality(region_ids) >= 1 AND cardinality(region_ids) <= 100),
  CONSTRAINT warning_rule_series_filter_check CHECK (jsonb_typeof(series_filter) = 'object'::text),
  CONSTRAINT warning_rule_severity_by_level_check CHECK (cardinality(severity_by_level) = 5 AND severity_by_level <@ '{INFO,MINOR,MAJOR,CRITICAL}'::text[]),
  CONSTRAINT warning_rule_severity_check CHECK (severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT warning_rule_terms_check CHECK (jsonb_typeof(terms) = 'object'::text),
  CONSTRAINT warning_rule_why_check CHECK (length(why) >= 1 AND length(why) <= 500)
) -- row-level security;

CREATE TABLE hub.warning_transition (
  id uuid NOT NULL,
  warning_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  writer_id uuid NOT NULL,
  region_id uuid,
  severity text NOT NULL,
  from_state text,
  to_state text NOT NULL,
  cause text NOT NULL,
  at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  severity_then text NOT NULL,
  caused_by_id uuid,
  silence_id uuid,
  maintenance_id uuid,
  actor_label text,
  note text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT warning_transition_actor_label_check CHECK (length(actor_label) >= 1 AND length(actor_label) <= 100),
  CONSTRAINT warning_transition_cause_check CHECK (cause = ANY (ARRAY['FIRED'::text, 'RETURNED'::text, 'WORSENED'::text, 'HELD'::text, 'RELEASED'::text, 'ACKNOWLEDGED'::text, 'RECOVERED'::text, 'CLOSED'::text])),
  CONSTRAINT warning_transition_caused_by_id_fkey FOREIGN KEY (caused_by_id) REFERENCES hub.warning(id),
  CONSTRAINT warning_transition_from_state_check CHECK (from_state = ANY (ARRAY['RAISED'::text, 'ACKNOWLEDGED'::text, 'SUPPRESSED'::text, 'CLEARED'::text])),
  CONSTRAINT warning_transition_maintenance_id_fkey FOREIGN KEY (maintenance_id) REFERENCES hub.maintenance(id),
  CONSTRAINT warning_transition_note_check CHECK (length(note) >= 1 AND length(note) <= 2000),
  CONSTRAINT warning_transition_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES hub.organization(id),
  CONSTRAINT warning_transition_pkey PRIMARY KEY (id),
  CONSTRAINT warning_transition_region_id_fkey FOREIGN KEY (region_id) REFERENCES hub.region(id),
  CONSTRAINT warning_transition_severity_check CHECK (severity = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT warning_transition_severity_then_check CHECK (severity_then = ANY (ARRAY['INFO'::text, 'MINOR'::text, 'MAJOR'::text, 'CRITICAL'::text])),
  CONSTRAINT warning_transition_silence_id_fkey FOREIGN KEY (silence_id) REFERENCES hub.silence(id),
  CONSTRAINT warning_transition_to_state_check CHECK (to_state = ANY (ARRAY['RAISED'::text, 'ACKNOWLEDGED'::text, 'SUPPRESSED'::text, 'CLEARED'::text])),
  CONSTRAINT warning_transition_warning_id_fkey FOREIGN KEY (warning_id) REFERENCES hub.warning(id),
  CONSTRAINT warning_transition_writer_id_fkey FOREIGN KEY (writer_id) REFERENCES hub.organization(id)
) -- row-level security;

CREATE TABLE hub.webhook (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  client_id uuid NOT NULL,
  key_id uuid NOT NULL,
  label text NOT NULL,
  sort_key text NOT NULL GENERATED ALWAYS AS (hub.sort_key(label)) STORED,
  url text NOT NULL,
  filter jsonb NOT NULL DEFAULT '{}'::jsonb,
  content text,
  is_paused boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT webhook_client_id_owner_id_fkey FOREIGN KEY (client_id, owner_id) REFERENCES hub.api_client(id, owner_id) ON UPDATE CASCADE,
  CONSTRAINT webhook_content_check CHECK (length(content) >= 1 AND length(content) <= 20000),
  CONSTRAINT webhook_filter_check CHECK (jsonb_typeof(filter) = 'object'::text),
  CONSTRAINT webhook_id_client_id_owner_id_key UNIQUE (id, client_id, owner_id),
  CONSTRAINT webhook_key_id_fkey FOREIGN KEY (key_id) REFERENCES hub.api_key(id),
  CONSTRAINT webhook_label_check CHECK (length(btrim(label)) >= 1 AND length(btrim(label)) <= 100),
  CONSTRAINT webhook_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_url_check CHECK (length(url) >= 1 AND length(url) <= 2000)
) -- row-level security;

CREATE TABLE hub.webhook_attempt (
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  client_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  message text NOT NULL,
  changes integer NOT NULL,
  status integer,
  fault text,
  duration_ms integer NOT NULL,
  next_at timestamp with time zone,
  CONSTRAINT webhook_attempt_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_attempt_webhook_id_client_id_owner_id_fkey FOREIGN KEY (webhook_id, client_id, owner_id) REFERENCES hub.webhook(id, client_id, owner_id) ON UPDATE CASCADE ON DELETE CASCADE
) -- row-level security;

CREATE TABLE hub.webhook_dead_letter (
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  client_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  message text NOT NULL,
  changes integer NOT NULL,
  tries integer NOT NULL,
  status integer,
  fault text,
  after text,
  until text NOT NULL,
  CONSTRAINT webhook_dead_letter_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_dead_letter_webhook_id_client_id_owner_id_fkey FOREIGN KEY (webhook_id, client_id, owner_id) REFERENCES hub.webhook(id, client_id, owner_id) ON UPDATE CASCADE ON DELETE CASCADE
) -- row-level security;

CREATE TABLE hub.webhook_progress (
  webhook_id uuid NOT NULL,
  client_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  cursor text,
  seen_xid xid8,
  next_at timestamp with time zone NOT NULL DEFAULT now(),
  lease uuid,
  leased_until timestamp with time zone,
  messages bigint NOT NULL DEFAULT 0,
  tries integer NOT NULL DEFAULT 0,
  message_changes integer,
  failures integer NOT NULL DEFAULT 0,
  behind_since timestamp with time zone,
  caught_up_at timestamp with time zone,
  last_tried_at timestamp with time zone,
  last_delivered_at timestamp with time zone,
  horizon_at timestamp with time zone,
  ended_reason text,
  ended_at timestamp with time zone,
  secret_made_at timestamp with time zone,
  old_secret_until timestamp with time zone,
  CONSTRAINT webhook_progress_check CHECK ((ended_reason IS NULL) = (ended_at IS NULL)),
  CONSTRAINT webhook_progress_check1 CHECK ((lease IS NULL) = (leased_until IS NULL)),
  CONSTRAINT webhook_progress_ended_reason_check CHECK (ended_reason = ANY (ARRAY['GONE'::text, 'KEY_ENDED'::text, 'CURSOR_EXPIRED'::text, 'NO_SECRET'::text])),
  CONSTRAINT webhook_progress_pkey PRIMARY KEY (webhook_id),
  CONSTRAINT webhook_progress_webhook_id_client_id_owner_id_fkey FOREIGN KEY (webhook_id, client_id, owner_id) REFERENCES hub.webhook(id, client_id, owner_id) ON UPDATE CASCADE ON DELETE CASCADE
) -- row-level security;

CREATE TABLE private.api_secret (
  key_id uuid NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT api_secret_hash_check CHECK (length(hash) = 32),
  CONSTRAINT api_secret_key_id_fkey FOREIGN KEY (key_id) REFERENCES hub.api_key(id),
  CONSTRAINT api_secret_pkey PRIMARY KEY (key_id)
);

CREATE TABLE private.binding_pass (
  is_there boolean NOT NULL DEFAULT true,
  seen xid8 NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT binding_pass_is_there_check CHECK (is_there),
  CONSTRAINT binding_pass_pkey PRIMARY KEY (is_there)
);

CREATE TABLE private.change (
  at timestamp with time zone NOT NULL DEFAULT now(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  actor_id uuid,
  actor_label text,
  operation text NOT NULL,
  record_type text NOT NULL,
  record_id uuid NOT NULL,
  dataset text NOT NULL,
  owner_id uuid,
  writer_id uuid,
  region_id uuid,
  tlp text,
  party_ids uuid[],
  was_owner_id uuid,
  was_writer_id uuid,
  was_region_id uuid,
  was_tlp text,
  was_party_ids uuid[],
  before jsonb,
  after jsonb,
  actor_key_id uuid,
  CONSTRAINT change_operation_check CHECK (operation = ANY (ARRAY['CREATED'::text, 'UPDATED'::text, 'DELETED'::text, 'APPENDED'::text]))
);

CREATE TABLE private.detector_off (
  organization_id uuid NOT NULL,
  since timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT detector_off_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES hub.organization(id),
  CONSTRAINT detector_off_pkey PRIMARY KEY (organization_id)
);

CREATE TABLE private.detector_pass (
  is_there boolean NOT NULL DEFAULT true,
  samples_seen xid8 NOT NULL,
  looked_at timestamp with time zone NOT NULL,
  CONSTRAINT detector_pass_is_there_check CHECK (is_there),
  CONSTRAINT detector_pass_pkey PRIMARY KEY (is_there)
);

CREATE TABLE private.detector_slice (
  slice integer NOT NULL,
  is_due boolean NOT NULL DEFAULT true,
  looked_at timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
  standings bytea NOT NULL DEFAULT '\x'::bytea,
  CONSTRAINT detector_slice_pkey PRIMARY KEY (slice)
);

CREATE TABLE private.detector_state (
  series_number bigint NOT NULL,
  up_to timestamp with time zone NOT NULL,
  state bytea NOT NULL,
  CONSTRAINT detector_state_pkey PRIMARY KEY (series_number),
  CONSTRAINT detector_state_state_check CHECK (length(state) <= 2048)
);

CREATE TABLE private.export_piece (
  export_id uuid NOT NULL,
  start bigint NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT export_piece_pkey PRIMARY KEY (export_id, start)
);

CREATE TABLE private.feed_epoch (
  is_there boolean NOT NULL DEFAULT true,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  secret bytea NOT NULL DEFAULT (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
  CONSTRAINT feed_epoch_is_there_check CHECK (is_there),
  CONSTRAINT feed_epoch_pkey PRIMARY KEY (is_there)
);

CREATE TABLE private.feed_view (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  settings jsonb NOT NULL,
  filter jsonb NOT NULL,
  parts jsonb NOT NULL,
  last_used timestamp with time zone NOT NULL DEFAULT now(),
  since pg_snapshot NOT NULL DEFAULT private.log_snapshot(),
  CONSTRAINT feed_view_pkey PRIMARY KEY (id)
);

CREATE TABLE private.job_run (
  name text NOT NULL,
  ended_at timestamp with time zone,
  seconds double precision,
  done_until timestamp with time zone,
  failed_at timestamp with time zone,
  CONSTRAINT job_run_pkey PRIMARY KEY (name)
);

CREATE TABLE private.latest_sample (
  series_number bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  value double precision NOT NULL,
  flag smallint NOT NULL,
  before_at timestamp with time zone,
  first_at timestamp with time zone,
  arrived_at timestamp with time zone DEFAULT now(),
  late_at timestamp with time zone,
  CONSTRAINT latest_sample_pkey PRIMARY KEY (series_number)
);

CREATE TABLE private.let_go (
  level text NOT NULL,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone NOT NULL,
  bytes bigint NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT let_go_pkey PRIMARY KEY (level, since, at)
);

CREATE TABLE private.organization_tree (
  ancestor_id uuid NOT NULL,
  descendant_id uuid NOT NULL,
  CONSTRAINT organization_tree_ancestor_id_fkey FOREIGN KEY (ancestor_id) REFERENCES hub.organization(id) ON DELETE CASCADE,
  CONSTRAINT organization_tree_descendant_id_fkey FOREIGN KEY (descendant_id) REFERENCES hub.organization(id) ON DELETE CASCADE,
  CONSTRAINT organization_tree_pkey PRIMARY KEY (ancestor_id, descendant_id)
);

CREATE TABLE private.party_code (
  code text NOT NULL,
  party_id uuid NOT NULL,
  CONSTRAINT party_code_party_id_key UNIQUE (party_id),
  CONSTRAINT party_code_pkey PRIMARY KEY (code)
);

CREATE TABLE private.quiet_due (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT quiet_due_pkey PRIMARY KEY (id)
);

CREATE TABLE private.quiet_pass (
  is_there boolean NOT NULL DEFAULT true,
  until timestamp with time zone NOT NULL,
  CONSTRAINT quiet_pass_is_there_check CHECK (is_there),
  CONSTRAINT quiet_pass_pkey PRIMARY KEY (is_there)
);

CREATE TABLE private.rollup_1d (
  series_number bigint NOT NULL,
  day date NOT NULL,
  is_counter boolean NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT rollup_1d_pkey PRIMARY KEY (series_number, day)
);

CREATE TABLE private.rollup_1h (
  series_number bigint NOT NULL,
  day date NOT NULL,
  is_counter boolean NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT rollup_1h_pkey PRIMARY KEY (series_number, day)
);

CREATE TABLE private.rollup_5m (
  series_number bigint NOT NULL,
  day date NOT NULL,
  is_counter boolean NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT rollup_5m_pkey PRIMARY KEY (series_number, day)
);

CREATE TABLE private.rollup_due (
  series_number bigint NOT NULL,
  CONSTRAINT rollup_due_pkey PRIMARY KEY (series_number)
);

CREATE TABLE private.rule_firing (
  rule_id uuid NOT NULL,
  key uuid NOT NULL,
  series_id uuid,
  subject_column text,
  subject_id uuid,
  labels jsonb NOT NULL,
  severity text NOT NULL,
  at timestamp with time zone NOT NULL,
  heard_at timestamp with time zone,
  reaches_at timestamp with time zone,
  explanation text NOT NULL,
  CONSTRAINT rule_firing_pkey PRIMARY KEY (rule_id, key),
  CONSTRAINT rule_firing_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES hub.warning_rule(id)
);

CREATE TABLE private.rule_pass (
  is_there boolean NOT NULL DEFAULT true,
  samples_seen xid8 NOT NULL,
  inventory_seen xid8 NOT NULL,
  inventory_at timestamp with time zone NOT NULL,
  looked_at timestamp with time zone NOT NULL,
  since timestamp with time zone NOT NULL,
  CONSTRAINT rule_pass_is_there_check CHECK (is_there),
  CONSTRAINT rule_pass_pkey PRIMARY KEY (is_there)
);

CREATE TABLE private.rule_selection (
  rule_id uuid NOT NULL,
  revision timestamp with time zone NOT NULL,
  judged jsonb NOT NULL,
  selected_at timestamp with time zone NOT NULL,
  seconds double precision NOT NULL,
  count integer NOT NULL,
  is_cut boolean NOT NULL,
  is_stale boolean NOT NULL DEFAULT false,
  due_at timestamp with time zone NOT NULL,
  CONSTRAINT rule_selection_pkey PRIMARY KEY (rule_id),
  CONSTRAINT rule_selection_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES hub.warning_rule(id)
);

CREATE TABLE private.rule_slice (
  slice integer NOT NULL,
  is_due boolean NOT NULL DEFAULT true,
  looked_at timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
  wake_at timestamp with time zone NOT NULL DEFAULT 'infinity'::timestamp with time zone,
  CONSTRAINT rule_slice_pkey PRIMARY KEY (slice)
);

CREATE TABLE private.rule_state (
  slice integer NOT NULL,
  rule_id uuid NOT NULL,
  numbers bigint[] NOT NULL,
  states bytea NOT NULL,
  warm_until timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  CONSTRAINT rule_state_pkey PRIMARY KEY (slice, rule_id),
  CONSTRAINT rule_state_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES hub.warning_rule(id)
);

CREATE TABLE private.sample (
  series_number bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  value double precision NOT NULL,
  flag smallint NOT NULL DEFAULT 0,
  CONSTRAINT sample_flag_check CHECK (flag >= 0 AND flag <= 4),
  CONSTRAINT sample_pkey PRIMARY KEY (series_number, at) INCLUDE (value, flag)
);

CREATE TABLE private.sample_chunk (
  series_number bigint NOT NULL,
  day date NOT NULL,
  count integer NOT NULL,
  last_at timestamp with time zone NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT sample_chunk_count_check CHECK (count > 0),
  CONSTRAINT sample_chunk_pkey PRIMARY KEY (series_number, day) INCLUDE (count, last_at)
);

CREATE TABLE private.search_entry (
  record_id uuid NOT NULL,
  record_type text NOT NULL,
  kind text NOT NULL,
  mask text,
  place smallint NOT NULL,
  pos smallint NOT NULL,
  suffix text NOT NULL,
  key text NOT NULL,
  text text,
  owner_id uuid,
  region_id uuid,
  tlp text,
  severity text,
  party_ids uuid[],
  spot uuid GENERATED ALWAYS AS (
CASE
    WHEN (tlp IS NULL) THEN COALESCE(region_id, owner_id)
    ELSE NULL::uuid
END) STORED
);

CREATE TABLE private.series_pace (
  series_number bigint NOT NULL,
  interval_seconds double precision,
  learned_from date NOT NULL,
  CONSTRAINT series_pace_interval_seconds_check CHECK (interval_seconds > 0::double precision),
  CONSTRAINT series_pace_pkey PRIMARY KEY (series_number)
);

CREATE TABLE private.unsettled (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  subject_id uuid,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT unsettled_pkey PRIMARY KEY (id)
);

CREATE TABLE private.webhook_secret (
  webhook_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  secret bytea NOT NULL,
  expires_at timestamp with time zone,
  CONSTRAINT webhook_secret_pkey PRIMARY KEY (webhook_id, made_at),
  CONSTRAINT webhook_secret_secret_check CHECK (length(secret) = 32)
);

-- Indexes

CREATE INDEX address_host ON hub.address USING btree (set_masklen(address,
CASE family(address)
    WHEN 4 THEN 32
    ELSE 128
END));

CREATE INDEX address_interface ON hub.address USING btree (interface_id, id);

CREATE INDEX address_owner ON hub.address USING btree (owner_id, id);

CREATE INDEX address_value ON hub.address USING btree (address);

CREATE INDEX address_vrf ON hub.address USING btree (vrf_id, id);

CREATE INDEX agreement_consumer ON hub.agreement USING btree (consumer_id, state);

CREATE INDEX agreement_due ON hub.agreement USING btree (valid_until) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text]));

CREATE INDEX agreement_owner ON hub.agreement USING btree (owner_id, id);

CREATE INDEX agreement_parties ON hub.agreement USING gin (party_ids);

CREATE INDEX api_client_label ON hub.api_client USING btree (sort_key, id);

CREATE INDEX api_client_owner ON hub.api_client USING btree (owner_id, id);

CREATE INDEX api_key_client ON hub.api_key USING btree (client_id, id);

CREATE INDEX api_key_owner ON hub.api_key USING btree (owner_id, id);

CREATE INDEX binding_rule_due ON hub.binding_rule USING btree (owner_id) WHERE (applied_at IS NULL);

CREATE INDEX binding_rule_position ON hub.binding_rule USING btree ("position", id);

CREATE INDEX change_position ON ONLY private.change USING btree (xid, seq);

CREATE INDEX change_record ON ONLY private.change USING btree (record_id, seq);

CREATE INDEX device_count_owner ON hub.device_count USING btree (owner_id);

CREATE INDEX device_exact_name ON hub.device USING btree (name);

CREATE INDEX device_management_address ON hub.device USING btree (management_address);

CREATE INDEX device_name ON hub.device USING btree (sort_key, id);

CREATE INDEX device_owner ON hub.device USING btree (owner_id, id);

CREATE INDEX device_owner_name ON hub.device USING btree (owner_id, sort_key, id);

CREATE INDEX device_region ON hub.device USING btree (region_id, id);

CREATE INDEX device_serial ON hub.device USING btree (serial);

CREATE INDEX device_site ON hub.device USING btree (site_id, id);

CREATE INDEX device_updated ON hub.device USING btree (updated_at, id);

CREATE INDEX expected_interval_metric ON hub.expected_interval USING btree (metric_id);

CREATE INDEX export_client ON hub.export USING btree (client_id, created_at);

CREATE INDEX export_expires ON hub.export USING btree (expires_at) WHERE (state = 'DONE'::text);

CREATE INDEX export_owner ON hub.export USING btree (owner_id, id);

CREATE INDEX export_running ON hub.export USING btree (created_at) WHERE (state = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]));

CREATE INDEX feed_code ON hub.feed USING btree (code, id);

CREATE INDEX feed_consumer_last_read ON hub.feed_consumer USING btree (last_read_at);

CREATE INDEX feed_consumer_owner ON hub.feed_consumer USING btree (owner_id, id);

CREATE INDEX feed_view_last_used ON private.feed_view USING btree (last_used);

CREATE INDEX feed_view_organization ON private.feed_view USING btree (organization_id, last_used DESC, id);

CREATE INDEX incident_detected ON hub.incident USING btree (detected_at, id);

CREATE INDEX incident_link_other ON hub.incident_link USING btree (other_id, incident_id);

CREATE INDEX incident_link_owner ON hub.incident_link USING btree (owner_id, id);

CREATE INDEX incident_merged ON hub.incident USING btree (merged_into_id, id) WHERE (merged_into_id IS NOT NULL);

CREATE INDEX incident_open ON hub.incident USING btree (id) WHERE (state <> ALL (ARRAY['RESOLVED'::text, 'CLOSED'::text]));

CREATE INDEX incident_owner ON hub.incident USING btree (owner_id, id);

CREATE INDEX incident_region ON hub.incident USING btree (region_id, id);

CREATE INDEX incident_state ON hub.incident USING btree (state, severity, id);

CREATE INDEX incident_subject_owner ON hub.incident_subject USING btree (owner_id, id);

CREATE INDEX incident_subject_subject ON hub.incident_subject USING btree (subject_id, incident_id);

CREATE INDEX information_system_name ON hub.information_system USING btree (sort_key, id);

CREATE INDEX information_system_needed_by ON hub.information_system_dependency USING btree (needs_id);

CREATE INDEX information_system_on_device ON hub.information_system_device USING btree (device_id);

CREATE INDEX information_system_owner ON hub.information_system USING btree (owner_id, id);

CREATE INDEX information_system_owner_name ON hub.information_system USING btree (owner_id, sort_key, id);

CREATE INDEX information_system_part_of ON hub.information_system_part USING btree (part_id);

CREATE INDEX interface_device ON hub.interface USING btree (device_id, id);

CREATE INDEX interface_device_name ON hub.interface USING btree (device_id, sort_key, id);

CREATE INDEX interface_mac ON hub.interface USING btree (mac);

CREATE INDEX interface_owner ON hub.interface USING btree (owner_id, id);

CREATE INDEX link_a_device ON hub.link USING btree (a_device_id, id);

CREATE INDEX link_a_interface ON hub.link USING btree (a_interface_id);

CREATE INDEX link_a_site ON hub.link USING btree (a_site_id, id);

CREATE INDEX link_b_device ON hub.link USING btree (b_device_id, id);

CREATE INDEX link_b_interface ON hub.link USING btree (b_interface_id);

CREATE INDEX link_b_site ON hub.link USING btree (b_site_id, id);

CREATE INDEX link_external_id ON hub.link USING btree (external_id);

CREATE INDEX link_owner ON hub.link USING btree (owner_id, id);

CREATE INDEX link_owner_name ON hub.link USING btree (owner_id, sort_key, id);

CREATE INDEX link_provider ON hub.link USING btree (provider_id, id);

CREATE INDEX maintenance_ends ON hub.maintenance USING btree (ends_at, id);

CREATE INDEX maintenance_object_owner ON hub.maintenance_object USING btree (owner_id, id);

CREATE INDEX maintenance_object_subject ON hub.maintenance_object USING btree (subject_id, maintenance_id) WHERE (subject_id IS NOT NULL);

CREATE INDEX maintenance_object_unbound ON hub.maintenance_object USING btree (id) WHERE ((circuit IS NOT NULL) AND (link_id IS NULL));

CREATE INDEX maintenance_owner ON hub.maintenance USING btree (owner_id, id);

CREATE INDEX maintenance_provider ON hub.maintenance USING btree (provider_id) WHERE (provider_id IS NOT NULL);

CREATE INDEX maintenance_starts ON hub.maintenance USING btree (starts_at, id);

CREATE INDEX maintenance_title ON hub.maintenance USING btree (sort_key, id);

CREATE INDEX open_incident_count_owner ON hub.open_incident_count USING btree (owner_id);

CREATE INDEX open_incident_count_parties ON hub.open_incident_count USING gin (party_ids) WITH (fastupdate=off);

CREATE INDEX open_incident_count_tlp ON hub.open_incident_count USING btree (tlp);

CREATE INDEX open_warning_count_owner ON hub.open_warning_count USING btree (owner_id);

CREATE INDEX open_warning_count_writer ON hub.open_warning_count USING btree (writer_id);

CREATE INDEX organization_name ON hub.organization USING btree (sort_key, id);

CREATE INDEX organization_parent ON hub.organization USING btree (parent_id, id);

CREATE INDEX organization_region ON hub.organization USING btree (region_id, id);

CREATE INDEX playbook_name ON hub.playbook USING btree (sort_key, id);

CREATE INDEX playbook_owner ON hub.playbook USING btree (owner_id, id);

CREATE INDEX playbook_region ON hub.playbook USING btree (region_id, id);

CREATE INDEX prefix_owner ON hub.prefix USING btree (owner_id, id);

CREATE INDEX prefix_owner_value ON hub.prefix USING btree (owner_id, prefix, id);

CREATE INDEX prefix_site ON hub.prefix USING btree (site_id, id);

CREATE INDEX prefix_tree ON hub.prefix USING gist (prefix inet_ops);

CREATE INDEX prefix_vrf ON hub.prefix USING btree (vrf_id, id);

CREATE INDEX region_name ON hub.region USING btree (sort_key, id);

CREATE INDEX region_parent ON hub.region USING btree (parent_id, id);

CREATE INDEX rule_firing_series ON private.rule_firing USING btree (series_id) WHERE (series_id IS NOT NULL);

CREATE INDEX rule_state_rule ON private.rule_state USING btree (rule_id, slice);

CREATE INDEX search_entry_record ON private.search_entry USING btree (record_id);

CREATE INDEX search_entry_spot ON private.search_entry USING btree (owner_id, spot, place, suffix, record_id) WHERE (spot IS NOT NULL);

CREATE INDEX search_entry_type ON private.search_entry USING btree (record_type, place, suffix, record_id);

CREATE INDEX search_entry_words ON private.search_entry USING gin (array_to_tsvector(string_to_array(key, ' '::text))) WITH (gin_pending_list_limit='1024') WHERE (pos = 1);

CREATE INDEX series_binding_rule ON hub.series USING btree (binding_rule_id, id) WHERE (binding_rule_id IS NOT NULL);

CREATE INDEX series_device ON hub.series USING btree (device_id) WHERE (device_id IS NOT NULL);

CREATE INDEX series_interface ON hub.series USING btree (interface_id) WHERE (interface_id IS NOT NULL);

CREATE INDEX series_metric ON hub.series USING btree (metric_id, id);

CREATE INDEX series_number_places ON hub.series USING btree (number) INCLUDE (writer_id, owner_id, region_id);

CREATE INDEX series_owner ON hub.series USING btree (owner_id, id);

CREATE INDEX series_pending ON hub.series USING btree (writer_id, id) WHERE ((subject_id IS NULL) AND (unbound_reason = 'PENDING'::text));

CREATE INDEX series_subject ON hub.series USING btree (subject_id, id);

CREATE INDEX series_unbound ON hub.series USING btree (id) WHERE (subject_id IS NULL);

CREATE INDEX series_unbound_owner ON hub.series USING btree (owner_id, id) WHERE (subject_id IS NULL);

CREATE INDEX series_unbound_writer ON hub.series USING btree (writer_id, id) WHERE (subject_id IS NULL);

CREATE INDEX series_writer ON hub.series USING btree (writer_id, id);

CREATE INDEX sharing_group_member_organization ON hub.sharing_group_member USING btree (organization_id, group_id);

CREATE INDEX sharing_group_name ON hub.sharing_group USING btree (sort_key, id);

CREATE INDEX sharing_group_owner ON hub.sharing_group USING btree (owner_id, id);

CREATE INDEX silence_ends ON hub.silence USING btree (ends_at, id);

CREATE INDEX silence_owner ON hub.silence USING btree (owner_id, id);

CREATE INDEX silence_starts ON hub.silence USING btree (starts_at, id);

CREATE INDEX site_count_owner ON hub.site_count USING btree (owner_id);

CREATE INDEX site_name ON hub.site USING btree (sort_key, id);

CREATE INDEX site_owner ON hub.site USING btree (owner_id, id);

CREATE INDEX site_owner_name ON hub.site USING btree (owner_id, sort_key, id);

CREATE INDEX site_region ON hub.site USING btree (region_id, id);

CREATE INDEX task_assignee ON hub.task USING btree (assignee_id, id);

CREATE INDEX task_due ON hub.task USING btree (due_at, id) WHERE (state = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text]));

CREATE INDEX task_incident ON hub.task USING btree (incident_id, "position", id);

CREATE INDEX task_owner ON hub.task USING btree (owner_id, id);

CREATE INDEX task_playbook ON hub.task USING btree (playbook_id) WHERE (playbook_id IS NOT NULL);

CREATE INDEX timeline_entry_incident ON hub.timeline_entry USING btree (incident_id, at, id);

CREATE INDEX timeline_entry_owner ON hub.timeline_entry USING btree (owner_id, id);

CREATE INDEX unsettled_xid ON private.unsettled USING btree (xid, subject_id);

CREATE INDEX vrf_name ON hub.vrf USING btree (name);

CREATE INDEX vrf_owner ON hub.vrf USING btree (owner_id, id);

CREATE INDEX vrf_rd ON hub.vrf USING btree (rd);

CREATE INDEX warning_caused_by ON hub.warning USING btree (caused_by_id) WHERE (caused_by_id IS NOT NULL);

CREATE INDEX warning_due ON hub.warning USING btree (clears_at) WHERE (clears_at IS NOT NULL);

CREATE INDEX warning_fingerprint ON hub.warning USING btree (writer_id, source, fingerprint, raised_at);

CREATE INDEX warning_maintenance ON hub.warning USING btree (maintenance_id, id) WHERE (maintenance_id IS NOT NULL);

CREATE INDEX warning_of_rule ON hub.warning USING btree (rule_id, id) WHERE (rule_id IS NOT NULL);

CREATE INDEX warning_open_nature ON hub.warning USING btree (subject_id) WHERE ((cleared_at IS NULL) AND (nature <> 'OTHER'::text));

CREATE INDEX warning_open_owner ON hub.warning USING btree (owner_id, raised_at, id) WHERE (cleared_at IS NULL);

CREATE INDEX warning_open_prefix ON hub.warning USING btree (prefix_id) WHERE ((cleared_at IS NULL) AND (prefix_id IS NOT NULL));

CREATE INDEX warning_open_raised ON hub.warning USING btree (raised_at, id) WHERE (cleared_at IS NULL);

CREATE INDEX warning_open_severity ON hub.warning USING btree (severity_rank, id) WHERE (cleared_at IS NULL);

CREATE INDEX warning_open_subject ON hub.warning USING btree (subject_id) WHERE (cleared_at IS NULL);

CREATE INDEX warning_open_writer ON hub.warning USING btree (writer_id, raised_at, id) WHERE (cleared_at IS NULL);

CREATE INDEX warning_owner ON hub.warning USING btree (owner_id, id);

CREATE INDEX warning_owner_raised ON hub.warning USING btree (owner_id, raised_at, id);

CREATE INDEX warning_raised ON hub.warning USING btree (raised_at, id);

CREATE INDEX warning_region ON hub.warning USING btree (region_id, id);

CREATE INDEX warning_rule_owner ON hub.warning_rule USING btree (owner_id, id);

CREATE INDEX warning_series ON hub.warning USING btree (series_id, id) WHERE (series_id IS NOT NULL);

CREATE INDEX warning_silence ON hub.warning USING btree (silence_id, id) WHERE (silence_id IS NOT NULL);

CREATE INDEX warning_state ON hub.warning USING btree (state, severity, id);

CREATE INDEX warning_subject ON hub.warning USING btree (subject_id, id);

CREATE INDEX warning_transition_maintenance ON hub.warning_transition USING btree (maintenance_id) WHERE (maintenance_id IS NOT NULL);

CREATE INDEX warning_transition_owner ON hub.warning_transition USING btree (owner_id, id);

CREATE INDEX warning_transition_silence ON hub.warning_transition USING btree (silence_id) WHERE (silence_id IS NOT NULL);

CREATE INDEX warning_transition_warning ON hub.warning_transition USING btree (warning_id, id);

CREATE INDEX warning_transition_writer ON hub.warning_transition USING btree (writer_id, id);

CREATE INDEX warning_writer ON hub.warning USING btree (writer_id, id);

CREATE INDEX warning_writer_raised ON hub.warning USING btree (writer_id, raised_at, id);

CREATE INDEX webhook_attempt_webhook ON hub.webhook_attempt USING btree (webhook_id, id);

CREATE INDEX webhook_client ON hub.webhook USING btree (client_id, id);

CREATE INDEX webhook_dead_letter_webhook ON hub.webhook_dead_letter USING btree (webhook_id, id);

CREATE INDEX webhook_key ON hub.webhook USING btree (key_id);

CREATE INDEX webhook_label ON hub.webhook USING btree (sort_key, id);

CREATE INDEX webhook_owner ON hub.webhook USING btree (owner_id, id);

CREATE INDEX webhook_progress_due ON hub.webhook_progress USING btree (next_at) WHERE (ended_reason IS NULL);

CREATE UNIQUE INDEX maintenance_object_circuit ON hub.maintenance_object USING btree (maintenance_id, circuit) WHERE (circuit IS NOT NULL);

CREATE UNIQUE INDEX maintenance_object_once ON hub.maintenance_object USING btree (maintenance_id, subject_id) WHERE (circuit IS NULL);

CREATE UNIQUE INDEX warning_open ON hub.warning USING btree (writer_id, source, fingerprint) WHERE (cleared_at IS NULL);

-- Views: what readers find before the table of the same name

CREATE VIEW shown.device WITH (security_invoker=true) AS
 SELECT id,
    owner_id,
    source,
    external_id,
    synced_at,
    region_id,
    status,
    created_at,
    updated_at,
    name,
    sort_key,
    role,
    manufacturer,
    model,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NOT NULL AND hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'SERIAL'::text) THEN NULL::text
            ELSE serial
        END AS serial,
    platform,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NOT NULL AND hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'MANAGEMENT_ADDRESS'::text) THEN NULL::inet
            ELSE management_address
        END AS management_address,
    tags,
    site_id,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NULL THEN NULL::text[]
            ELSE hub.withheld(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id)
        END AS withheld
   FROM hub.device t;

CREATE VIEW shown.interface WITH (security_invoker=true) AS
 SELECT id,
    owner_id,
    source,
    external_id,
    synced_at,
    region_id,
    status,
    created_at,
    updated_at,
    device_id,
    name,
    sort_key,
    kind,
    enabled,
    speed_bps,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NOT NULL AND hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'MAC'::text) THEN NULL::macaddr
            ELSE mac
        END AS mac,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NOT NULL AND hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'DESCRIPTION'::text) THEN NULL::text
            ELSE description
        END AS description,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NULL THEN NULL::text[]
            ELSE hub.withheld(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id)
        END AS withheld
   FROM hub.interface t;

CREATE VIEW shown.latest_sample WITH (security_barrier=true) AS
 SELECT s.id AS series_id,
    s.subject_id,
    s.metric_id,
    m.name AS metric_name,
    l.at,
        CASE
            WHEN l.flag = 0 THEN l.value
            ELSE NULL::double precision
        END AS value,
    l.flag = 4 AS stale
   FROM hub.series s
     JOIN hub.metric m ON m.id = s.metric_id
     JOIN private.latest_sample l ON l.series_number = s.number
  WHERE (s.owner_id = ANY ((( SELECT hub.samples_owners() AS samples_owners))::uuid[])) AND ((( SELECT hub.samples_grants() AS samples_grants)) IS NULL OR hub.reaches(( SELECT hub.samples_grants() AS samples_grants), s.owner_id, s.region_id)) OR (s.writer_id = ANY ((( SELECT hub.samples_owners() AS samples_owners))::uuid[])) AND ((( SELECT hub.samples_grants() AS samples_grants)) IS NULL OR hub.reaches(( SELECT hub.samples_grants() AS samples_grants), s.writer_id, s.region_id));

CREATE VIEW shown.prefix WITH (security_invoker=true) AS
 SELECT id,
    owner_id,
    source,
    external_id,
    synced_at,
    region_id,
    status,
    created_at,
    updated_at,
    prefix,
    vrf_id,
    site_id,
    role,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NOT NULL AND hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'DESCRIPTION'::text) THEN NULL::text
            ELSE description
        END AS description,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NULL THEN NULL::text[]
            ELSE hub.withheld(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id)
        END AS withheld
   FROM hub.prefix t;

CREATE VIEW shown.site WITH (security_invoker=true) AS
 SELECT id,
    owner_id,
    source,
    external_id,
    synced_at,
    region_id,
    status,
    created_at,
    updated_at,
    code,
    name,
    sort_key,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NOT NULL AND hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'COORDINATES'::text) THEN NULL::double precision
            ELSE latitude
        END AS latitude,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NOT NULL AND hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'COORDINATES'::text) THEN NULL::double precision
            ELSE longitude
        END AS longitude,
        CASE
            WHEN (( SELECT hub.inventory_grants() AS inventory_grants)) IS NULL THEN NULL::text[]
            ELSE hub.withheld(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id)
        END AS withheld
   FROM hub.site t;

CREATE VIEW shown.task WITH (security_invoker=true) AS
 SELECT id,
    incident_id,
    owner_id,
    source,
    external_id,
    region_id,
    marking,
    tlp,
    severity,
    party_ids,
    playbook_id,
    step,
    "position",
    kind,
    name,
    description,
    role,
    assignee_id,
    state,
    depends_on,
    repeats,
    outcomes,
    outcome,
    note,
    round,
    time_limit_seconds,
    delay_seconds,
    opened_at,
    due_at,
    completed_at,
    completed_by_id,
    completed_by_desk,
    version,
    created_at,
    updated_at,
    (state = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text])) AND due_at IS NOT NULL AND due_at < now() AS is_late
   FROM hub.task t;

CREATE VIEW shown.webhook WITH (security_invoker=true) AS
 SELECT w.id,
    w.owner_id,
    w.client_id,
    w.key_id,
    w.label,
    w.sort_key,
    w.url,
    w.filter,
    w.content,
    w.is_paused,
    w.created_at,
    w.updated_at,
        CASE
            WHEN p.ended_reason IS NOT NULL THEN 'ENDED'::text
            WHEN w.is_paused THEN 'PAUSED'::text
            WHEN p.failures > 0 THEN 'RETRYING'::text
            ELSE 'ACTIVE'::text
        END AS state,
    p.ended_reason,
    p.ended_at,
    p.cursor,
    p.failures,
    p.tries,
    p.message_changes,
    p.behind_since,
    p.caught_up_at,
    p.last_tried_at,
    p.last_delivered_at,
        CASE
            WHEN p.ended_reason IS NULL AND NOT w.is_paused AND p.failures > 0 THEN p.next_at
            ELSE NULL::timestamp with time zone
        END AS next_try_at,
    p.horizon_at,
    p.secret_made_at,
        CASE
            WHEN p.old_secret_until > now() THEN p.old_secret_until
            ELSE NULL::timestamp with time zone
        END AS old_secret_until
   FROM hub.webhook w
     JOIN hub.webhook_progress p ON p.webhook_id = w.id;

-- Policies

CREATE POLICY creatable ON hub.address FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.address FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id)) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR (NOT hub.withholds(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id, 'ADDRESSES'::text)))));

CREATE POLICY updatable ON hub.address FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.agreement FOR INSERT TO hub_api
  WITH CHECK (((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])) AND (state = 'PROPOSED'::text)));

CREATE POLICY readable ON hub.agreement FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY updatable ON hub.agreement FOR UPDATE TO hub_api
  USING (((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])) OR (accepting_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[]))));

CREATE POLICY creatable ON hub.api_client FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])));

CREATE POLICY readable ON hub.api_client FOR SELECT TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])));

CREATE POLICY updatable ON hub.api_client FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])));

CREATE POLICY creatable ON hub.api_key FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])));

CREATE POLICY readable ON hub.api_key FOR SELECT TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])));

CREATE POLICY updatable ON hub.api_key FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])));

CREATE POLICY creatable ON hub.binding_rule FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY readable ON hub.binding_rule FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY updatable ON hub.binding_rule FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY readable ON hub.classification FOR SELECT TO hub_api
  USING ((( SELECT hub.viewer() AS viewer) IS NOT NULL));

CREATE POLICY creatable ON hub.device FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.device FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY updatable ON hub.device FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.device_count FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY creatable ON hub.expected_interval FOR INSERT TO hub_api
  WITH CHECK ((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.expected_interval FOR SELECT TO hub_api
  USING ((writer_id = ANY (( SELECT hub.owners() AS owners)::uuid[])));

CREATE POLICY updatable ON hub.expected_interval FOR UPDATE TO hub_api
  USING ((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.export FOR SELECT TO hub_api
  USING (((client_id = ( SELECT hub.client() AS client)) OR (owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[]))));

CREATE POLICY creatable ON hub.feed FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.feed FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY updatable ON hub.feed FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.feed_consumer FOR SELECT TO hub_api
  USING (((owner_id = ( SELECT hub.viewer() AS viewer)) OR ( SELECT hub.keeps_directory() AS keeps_directory)));

CREATE POLICY creatable ON hub.incident FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.incident FOR SELECT TO hub_api
  USING (((party_ids && ( SELECT hub.identities() AS identities)) OR ((tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[]))) OR (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[])) OR ((( SELECT hub.incident_grants() AS incident_grants) IS NOT NULL) AND hub.discloses(( SELECT hub.incident_grants() AS incident_grants), owner_id, region_id, tlp, severity))));

CREATE POLICY updatable ON hub.incident FOR UPDATE TO hub_api
  USING (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (hand_over_to_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR hub.works_on(owner_id, coordinator_id, coworker_ids) OR (( SELECT hub.keeps_directory() AS keeps_directory) AND (tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[])))))
  WITH CHECK (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (hand_over_to_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR hub.works_on(owner_id, coordinator_id, coworker_ids) OR (( SELECT hub.keeps_directory() AS keeps_directory) AND (tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[])))));

CREATE POLICY creatable ON hub.incident_link FOR INSERT TO hub_api
  WITH CHECK (((author_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) AND (EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = ANY (ARRAY[incident_link.incident_id, incident_link.other_id])) AND hub.works_on(i.owner_id, i.coordinator_id, i.coworker_ids))))));

CREATE POLICY readable ON hub.incident_link FOR SELECT TO hub_api
  USING ((((party_ids && ( SELECT hub.identities() AS identities)) OR ((tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[]))) OR (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[])) OR ((( SELECT hub.incident_grants() AS incident_grants) IS NOT NULL) AND hub.discloses(( SELECT hub.incident_grants() AS incident_grants), owner_id, region_id, tlp, severity))) AND (EXISTS ( SELECT
   FROM hub.incident o
  WHERE (o.id = incident_link.other_id)))));

CREATE POLICY removable ON hub.incident_link FOR DELETE TO hub_api
  USING ((EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = ANY (ARRAY[incident_link.incident_id, incident_link.other_id])) AND hub.works_on(i.owner_id, i.coordinator_id, i.coworker_ids)))));

CREATE POLICY updatable ON hub.incident_link FOR UPDATE TO hub_api
  USING ((EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = ANY (ARRAY[incident_link.incident_id, incident_link.other_id])) AND hub.works_on(i.owner_id, i.coordinator_id, i.coworker_ids)))))
  WITH CHECK ((EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = ANY (ARRAY[incident_link.incident_id, incident_link.other_id])) AND hub.works_on(i.owner_id, i.coordinator_id, i.coworker_ids)))));

CREATE POLICY creatable ON hub.incident_subject FOR INSERT TO hub_api
  WITH CHECK (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = incident_subject.incident_id) AND (i.coordinator_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))))));

CREATE POLICY readable ON hub.incident_subject FOR SELECT TO hub_api
  USING (((party_ids && ( SELECT hub.identities() AS identities)) OR ((tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[]))) OR (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[])) OR ((( SELECT hub.incident_grants() AS incident_grants) IS NOT NULL) AND hub.discloses(( SELECT hub.incident_grants() AS incident_grants), owner_id, region_id, tlp, severity))));

CREATE POLICY removable ON hub.incident_subject FOR DELETE TO hub_api
  USING (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = incident_subject.incident_id) AND (i.coordinator_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))))));

CREATE POLICY updatable ON hub.incident_subject FOR UPDATE TO hub_api
  USING (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = incident_subject.incident_id) AND (i.coordinator_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))))))
  WITH CHECK (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (EXISTS ( SELECT
   FROM hub.incident i
  WHERE ((i.id = incident_subject.incident_id) AND (i.coordinator_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))))));

CREATE POLICY creatable ON hub.information_system FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.information_system FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY updatable ON hub.information_system FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.information_system_dependency FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.information_system_dependency FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY removable ON hub.information_system_dependency FOR DELETE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY updatable ON hub.information_system_dependency FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.information_system_device FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.information_system_device FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY removable ON hub.information_system_device FOR DELETE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY updatable ON hub.information_system_device FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.information_system_part FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.information_system_part FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY removable ON hub.information_system_part FOR DELETE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY updatable ON hub.information_system_part FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.interface FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.interface FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY updatable ON hub.interface FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.link FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.link FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY updatable ON hub.link FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.maintenance FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.maintenance FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY updatable ON hub.maintenance FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.maintenance_object FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.maintenance_object FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY removable ON hub.maintenance_object FOR DELETE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY updatable ON hub.maintenance_object FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.metric FOR INSERT TO hub_api
  WITH CHECK ((cardinality(( SELECT hub.writers() AS writers)) > 0));

CREATE POLICY readable ON hub.metric FOR SELECT TO hub_api
  USING ((( SELECT hub.viewer() AS viewer) IS NOT NULL));

CREATE POLICY updatable ON hub.metric FOR UPDATE TO hub_api
  USING ((( SELECT hub.keeps_directory() AS keeps_directory) OR ((cardinality(( SELECT hub.writers() AS writers)) > 0) AND ((unit = ''::text) OR (NOT kind_is_said)))))
  WITH CHECK ((cardinality(( SELECT hub.writers() AS writers)) > 0));

CREATE POLICY readable ON hub.open_incident_count FOR SELECT TO hub_api
  USING ((((party_ids && ( SELECT hub.identities() AS identities)) OR ((tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[]))) OR (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[])) OR ((( SELECT hub.incident_grants() AS incident_grants) IS NOT NULL) AND hub.discloses(( SELECT hub.incident_grants() AS incident_grants), owner_id, region_id, tlp, severity))) AND ((party_ids && ( SELECT hub.identities() AS identities)) OR (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[])) OR ((tlp = ANY (ARRAY['CLEAR'::text, 'GREEN'::text])) AND (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[]))) OR (owner_id = ANY (( SELECT ARRAY( SELECT (o.id)::uuid AS id
           FROM jsonb_object_keys((hub.incident_grants() -> 'owners'::text)) o(id)) AS "array")::uuid[])))));

CREATE POLICY readable ON hub.open_warning_count FOR SELECT TO hub_api
  USING ((((owner_id = ANY (( SELECT hub.warnings_owners() AS warnings_owners)::uuid[])) AND ((( SELECT hub.warnings_grants() AS warnings_grants) IS NULL) OR hub.warns(( SELECT hub.warnings_grants() AS warnings_grants), owner_id, region_id, severity))) OR ((writer_id = ANY (( SELECT hub.warnings_owners() AS warnings_owners)::uuid[])) AND ((( SELECT hub.warnings_grants() AS warnings_grants) IS NULL) OR hub.warns(( SELECT hub.warnings_grants() AS warnings_grants), writer_id, region_id, severity)))));

CREATE POLICY creatable ON hub.organization FOR INSERT TO hub_api
  WITH CHECK (((parent_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])) AND ((NOT community_member) OR ( SELECT hub.keeps_directory() AS keeps_directory))));

CREATE POLICY readable ON hub.organization FOR SELECT TO hub_api
  USING ((( SELECT hub.viewer() AS viewer) IS NOT NULL));

CREATE POLICY updatable ON hub.organization FOR UPDATE TO hub_api
  USING (((parent_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])) AND ((NOT community_member) OR ( SELECT hub.keeps_directory() AS keeps_directory))))
  WITH CHECK (((parent_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[])) AND ((NOT community_member) OR ( SELECT hub.keeps_directory() AS keeps_directory))));

CREATE POLICY creatable ON hub.playbook FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY readable ON hub.playbook FOR SELECT TO hub_api
  USING (((party_ids && ( SELECT hub.identities() AS identities)) OR ((tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[]))) OR (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[])) OR ((( SELECT hub.incident_grants() AS incident_grants) IS NOT NULL) AND hub.discloses(( SELECT hub.incident_grants() AS incident_grants), owner_id, region_id, tlp, severity))));

CREATE POLICY updatable ON hub.playbook FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY creatable ON hub.prefix FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.prefix FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY updatable ON hub.prefix FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.region FOR INSERT TO hub_api
  WITH CHECK (( SELECT hub.keeps_directory() AS keeps_directory));

CREATE POLICY readable ON hub.region FOR SELECT TO hub_api
  USING ((( SELECT hub.viewer() AS viewer) IS NOT NULL));

CREATE POLICY updatable ON hub.region FOR UPDATE TO hub_api
  USING (( SELECT hub.keeps_directory() AS keeps_directory))
  WITH CHECK (( SELECT hub.keeps_directory() AS keeps_directory));

CREATE POLICY readable ON hub.retention FOR SELECT TO hub_api
  USING ((( SELECT hub.viewer() AS viewer) IS NOT NULL));

CREATE POLICY updatable ON hub.retention FOR UPDATE TO hub_api
  USING (( SELECT hub.keeps_directory() AS keeps_directory))
  WITH CHECK (( SELECT hub.keeps_directory() AS keeps_directory));

CREATE POLICY creatable ON hub.series FOR INSERT TO hub_api
  WITH CHECK ((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.series FOR SELECT TO hub_api
  USING ((((owner_id = ANY (( SELECT hub.samples_owners() AS samples_owners)::uuid[])) AND ((( SELECT hub.samples_grants() AS samples_grants) IS NULL) OR hub.reaches(( SELECT hub.samples_grants() AS samples_grants), owner_id, region_id))) OR ((writer_id = ANY (( SELECT hub.samples_owners() AS samples_owners)::uuid[])) AND ((( SELECT hub.samples_grants() AS samples_grants) IS NULL) OR hub.reaches(( SELECT hub.samples_grants() AS samples_grants), writer_id, region_id)))));

CREATE POLICY updatable ON hub.series FOR UPDATE TO hub_api
  USING ((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.sharing_group FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY readable ON hub.sharing_group FOR SELECT TO hub_api
  USING ((( SELECT hub.viewer() AS viewer) IS NOT NULL));

CREATE POLICY updatable ON hub.sharing_group FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY creatable ON hub.sharing_group_member FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY readable ON hub.sharing_group_member FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY removable ON hub.sharing_group_member FOR DELETE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY updatable ON hub.sharing_group_member FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.stewards() AS stewards)::uuid[])));

CREATE POLICY creatable ON hub.silence FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.silence FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY updatable ON hub.silence FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.site FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.site FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY updatable ON hub.site FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.site_count FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY creatable ON hub.task FOR INSERT TO hub_api
  WITH CHECK (hub.writes_for_party(party_ids));

CREATE POLICY readable ON hub.task FOR SELECT TO hub_api
  USING (((party_ids && ( SELECT hub.identities() AS identities)) OR ((tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[]))) OR (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[])) OR ((( SELECT hub.incident_grants() AS incident_grants) IS NOT NULL) AND hub.discloses(( SELECT hub.incident_grants() AS incident_grants), owner_id, region_id, tlp, severity))));

CREATE POLICY updatable ON hub.task FOR UPDATE TO hub_api
  USING (hub.writes_for_party(party_ids))
  WITH CHECK (hub.writes_for_party(party_ids));

CREATE POLICY creatable ON hub.timeline_entry FOR INSERT TO hub_api
  WITH CHECK (((author_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) AND hub.is_party(author_id, party_ids)));

CREATE POLICY readable ON hub.timeline_entry FOR SELECT TO hub_api
  USING (((party_ids && ( SELECT hub.identities() AS identities)) OR ((tlp <> 'RED'::text) AND (owner_id = ANY (( SELECT hub.owners() AS owners)::uuid[]))) OR (tlp = ANY (( SELECT hub.open_markings() AS open_markings)::text[])) OR ((( SELECT hub.incident_grants() AS incident_grants) IS NOT NULL) AND hub.discloses(( SELECT hub.incident_grants() AS incident_grants), owner_id, region_id, tlp, severity))));

CREATE POLICY updatable ON hub.timeline_entry FOR UPDATE TO hub_api
  USING (((author_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) AND hub.is_party(author_id, party_ids)))
  WITH CHECK (((author_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) AND hub.is_party(author_id, party_ids)));

CREATE POLICY creatable ON hub.vrf FOR INSERT TO hub_api
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.vrf FOR SELECT TO hub_api
  USING (((owner_id = ANY (( SELECT hub.inventory_owners() AS inventory_owners)::uuid[])) AND ((( SELECT hub.inventory_grants() AS inventory_grants) IS NULL) OR hub.reaches(( SELECT hub.inventory_grants() AS inventory_grants), owner_id, region_id))));

CREATE POLICY updatable ON hub.vrf FOR UPDATE TO hub_api
  USING ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])))
  WITH CHECK ((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY creatable ON hub.warning FOR INSERT TO hub_api
  WITH CHECK ((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])));

CREATE POLICY readable ON hub.warning FOR SELECT TO hub_api
  USING ((((owner_id = ANY (( SELECT hub.warnings_owners() AS warnings_owners)::uuid[])) AND ((( SELECT hub.warnings_grants() AS warnings_grants) IS NULL) OR hub.warns(( SELECT hub.warnings_grants() AS warnings_grants), owner_id, region_id, severity))) OR ((writer_id = ANY (( SELECT hub.warnings_owners() AS warnings_owners)::uuid[])) AND ((( SELECT hub.warnings_grants() AS warnings_grants) IS NULL) OR hub.warns(( SELECT hub.warnings_grants() AS warnings_grants), writer_id, region_id, severity)))));

CREATE POLICY updatable ON hub.warning FOR UPDATE TO hub_api
  USING (((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[]))))
  WITH CHECK (((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[]))));

CREATE POLICY creatable ON hub.warning_rule FOR INSERT TO hub_api
  WITH CHECK (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['RESPONDER'::text, 'STEWARD'::text]))));

CREATE POLICY readable ON hub.warning_rule FOR SELECT TO hub_api
  USING ((party_ids && ( SELECT (hub.owners() || hub.identities()))));

CREATE POLICY updatable ON hub.warning_rule FOR UPDATE TO hub_api
  USING (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['RESPONDER'::text, 'STEWARD'::text]))))
  WITH CHECK (((owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) AND (( SELECT current_setting('hub.role'::text, true) AS current_setting) = ANY (ARRAY['RESPONDER'::text, 'STEWARD'::text]))));

CREATE POLICY creatable ON hub.warning_transition FOR INSERT TO hub_api
  WITH CHECK (((writer_id = ANY (( SELECT hub.writers() AS writers)::uuid[])) OR (owner_id = ANY (( SELECT hub.writers() AS writers)::uuid[]))));

CREATE POLICY readable ON hub.warning_transition FOR SELECT TO hub_api
  USING ((((owner_id = ANY (( SELECT hub.warnings_owners() AS warnings_owners)::uuid[])) AND ((( SELECT hub.warnings_grants() AS warnings_grants) IS NULL) OR hub.warns(( SELECT hub.warnings_grants() AS warnings_grants), owner_id, region_id, severity))) OR ((writer_id = ANY (( SELECT hub.warnings_owners() AS warnings_owners)::uuid[])) AND ((( SELECT hub.warnings_grants() AS warnings_grants) IS NULL) OR hub.warns(( SELECT hub.warnings_grants() AS warnings_grants), writer_id, region_id, severity)))));

CREATE POLICY creatable ON hub.webhook FOR INSERT TO hub_api
  WITH CHECK (((client_id = ( SELECT hub.client() AS client)) AND (owner_id = ( SELECT hub.viewer() AS viewer))));

CREATE POLICY readable ON hub.webhook FOR SELECT TO hub_api
  USING (((client_id = ( SELECT hub.client() AS client)) OR (owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[]))));

CREATE POLICY removable ON hub.webhook FOR DELETE TO hub_api
  USING (((client_id = ( SELECT hub.client() AS client)) OR (owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[]))));

CREATE POLICY updatable ON hub.webhook FOR UPDATE TO hub_api
  USING ((client_id = ( SELECT hub.client() AS client)))
  WITH CHECK (((client_id = ( SELECT hub.client() AS client)) AND (owner_id = ( SELECT hub.viewer() AS viewer))));

CREATE POLICY readable ON hub.webhook_attempt FOR SELECT TO hub_api
  USING (((client_id = ( SELECT hub.client() AS client)) OR (owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[]))));

CREATE POLICY readable ON hub.webhook_dead_letter FOR SELECT TO hub_api
  USING (((client_id = ( SELECT hub.client() AS client)) OR (owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[]))));

CREATE POLICY readable ON hub.webhook_progress FOR SELECT TO hub_api
  USING (((client_id = ( SELECT hub.client() AS client)) OR (owner_id = ANY (( SELECT hub.stewarded() AS stewarded)::uuid[]))));

-- Grants to the role of the API

GRANT INSERT, SELECT, UPDATE ON hub.address TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.agreement TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.api_client TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.api_key TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.binding_rule TO hub_api;

GRANT SELECT ON hub.classification TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.device TO hub_api;

GRANT SELECT ON hub.device_count TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.expected_interval TO hub_api;

GRANT SELECT ON hub.export TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.feed TO hub_api;

GRANT SELECT ON hub.feed_consumer TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.incident TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.incident_link TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.incident_subject TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.information_system TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.information_system_dependency TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.information_system_device TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.information_system_part TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.interface TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.link TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.maintenance TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.maintenance_object TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.metric TO hub_api;

GRANT SELECT ON hub.open_incident_count TO hub_api;

GRANT SELECT ON hub.open_warning_count TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.organization TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.playbook TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.prefix TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.region TO hub_api;

GRANT SELECT, UPDATE ON hub.retention TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.series TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.sharing_group TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.sharing_group_member TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.silence TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.site TO hub_api;

GRANT SELECT ON hub.site_count TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.task TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.timeline_entry TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.vrf TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.warning TO hub_api;

GRANT INSERT, SELECT, UPDATE ON hub.warning_rule TO hub_api;

GRANT INSERT, SELECT ON hub.warning_transition TO hub_api;

GRANT DELETE, INSERT, SELECT, UPDATE ON hub.webhook TO hub_api;

GRANT SELECT ON hub.webhook_attempt TO hub_api;

GRANT SELECT ON hub.webhook_dead_letter TO hub_api;

GRANT SELECT ON hub.webhook_progress TO hub_api;

-- Triggers

CREATE CONSTRAINT TRIGGER check_created AFTER INSERT ON hub.task NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION private.check_task();

CREATE CONSTRAINT TRIGGER check_updated AFTER UPDATE OF incident_id, marking, depends_on, repeats ON hub.task NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION private.check_task();

CREATE CONSTRAINT TRIGGER region_cycle AFTER INSERT OR UPDATE OF parent_id ON hub.region NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION private.refuse_region_cycle();

CREATE TRIGGER begin AFTER INSERT ON hub.webhook FOR EACH ROW EXECUTE FUNCTION private.begin_webhook();

CREATE TRIGGER change_created AFTER INSERT ON hub.address REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Address', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.agreement REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Agreement', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.api_client REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ApiClient', 'KEYS');

CREATE TRIGGER change_created AFTER INSERT ON hub.api_key REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ApiKey', 'KEYS');

CREATE TRIGGER change_created AFTER INSERT ON hub.binding_rule REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('BindingRule', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.device REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Device', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.expected_interval REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ExpectedInterval', 'SAMPLES');

CREATE TRIGGER change_created AFTER INSERT ON hub.feed REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Feed', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.incident REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Incident', 'INCIDENTS');

CREATE TRIGGER change_created AFTER INSERT ON hub.incident_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('IncidentLink', 'INCIDENTS');

CREATE TRIGGER change_created AFTER INSERT ON hub.incident_subject REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('IncidentSubject', 'INCIDENTS');

CREATE TRIGGER change_created AFTER INSERT ON hub.information_system REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystem', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.information_system_dependency REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemDependency', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.information_system_device REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemDevice', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.information_system_part REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemPart', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.interface REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Interface', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Link', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.maintenance REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Maintenance', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.maintenance_object REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('MaintenanceObject', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.metric REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Metric', 'DIRECTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.organization REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Organization', 'DIRECTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.playbook REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Playbook', 'INCIDENTS');

CREATE TRIGGER change_created AFTER INSERT ON hub.prefix REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Prefix', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.region REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Region', 'DIRECTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.retention REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Retention', 'DIRECTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.series REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Series', 'SAMPLES');

CREATE TRIGGER change_created AFTER INSERT ON hub.sharing_group REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('SharingGroup', 'DIRECTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.sharing_group_member REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('SharingGroupMember', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.silence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Silence', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.site REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Site', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Task', 'INCIDENTS');

CREATE TRIGGER change_created AFTER INSERT ON hub.timeline_entry REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('TimelineEntry', 'INCIDENTS');

CREATE TRIGGER change_created AFTER INSERT ON hub.vrf REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Vrf', 'INVENTORY');

CREATE TRIGGER change_created AFTER INSERT ON hub.warning REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Warning', 'WARNINGS');

CREATE TRIGGER change_created AFTER INSERT ON hub.warning_rule REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('WarningRule', 'SHARING');

CREATE TRIGGER change_created AFTER INSERT ON hub.warning_transition REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('WarningTransition', 'WARNINGS');

CREATE TRIGGER change_created AFTER INSERT ON hub.webhook REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Webhook', 'KEYS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.address REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Address', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.agreement REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Agreement', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.api_client REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ApiClient', 'KEYS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.api_key REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ApiKey', 'KEYS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.binding_rule REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('BindingRule', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.device REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Device', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.expected_interval REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ExpectedInterval', 'SAMPLES');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.feed REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Feed', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.incident REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Incident', 'INCIDENTS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.incident_link REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('IncidentLink', 'INCIDENTS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.incident_subject REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('IncidentSubject', 'INCIDENTS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.information_system REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystem', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.information_system_dependency REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemDependency', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.information_system_device REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemDevice', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.information_system_part REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemPart', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.interface REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Interface', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.link REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Link', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.maintenance REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Maintenance', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.maintenance_object REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('MaintenanceObject', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.metric REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Metric', 'DIRECTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.organization REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Organization', 'DIRECTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.playbook REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Playbook', 'INCIDENTS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.prefix REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Prefix', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.region REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Region', 'DIRECTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.retention REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Retention', 'DIRECTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.series REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Series', 'SAMPLES');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.sharing_group REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('SharingGroup', 'DIRECTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.sharing_group_member REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('SharingGroupMember', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.silence REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Silence', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.site REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Site', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.task REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Task', 'INCIDENTS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.timeline_entry REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('TimelineEntry', 'INCIDENTS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.vrf REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Vrf', 'INVENTORY');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.warning REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Warning', 'WARNINGS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.warning_rule REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('WarningRule', 'SHARING');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.warning_transition REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('WarningTransition', 'WARNINGS');

CREATE TRIGGER change_deleted AFTER DELETE ON hub.webhook REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Webhook', 'KEYS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.address REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Address', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.agreement REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Agreement', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.api_client REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ApiClient', 'KEYS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.api_key REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ApiKey', 'KEYS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.binding_rule REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('BindingRule', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.device REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Device', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.expected_interval REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('ExpectedInterval', 'SAMPLES');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.feed REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Feed', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.incident REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Incident', 'INCIDENTS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.incident_link REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('IncidentLink', 'INCIDENTS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.incident_subject REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('IncidentSubject', 'INCIDENTS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.information_system REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystem', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.information_system_dependency REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemDependency', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.information_system_device REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemDevice', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.information_system_part REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('InformationSystemPart', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.interface REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Interface', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.link REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Link', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.maintenance REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Maintenance', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.maintenance_object REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('MaintenanceObject', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.metric REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Metric', 'DIRECTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.organization REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Organization', 'DIRECTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.playbook REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Playbook', 'INCIDENTS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.prefix REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Prefix', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.region REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Region', 'DIRECTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.retention REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Retention', 'DIRECTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.series REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Series', 'SAMPLES');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.sharing_group REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('SharingGroup', 'DIRECTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.sharing_group_member REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('SharingGroupMember', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.silence REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Silence', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.site REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Site', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.task REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Task', 'INCIDENTS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.timeline_entry REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('TimelineEntry', 'INCIDENTS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.vrf REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Vrf', 'INVENTORY');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.warning REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Warning', 'WARNINGS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.warning_rule REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('WarningRule', 'SHARING');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.warning_transition REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('WarningTransition', 'WARNINGS');

CREATE TRIGGER change_updated AFTER UPDATE ON hub.webhook REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.record_change('Webhook', 'KEYS');

CREATE TRIGGER count_created AFTER INSERT ON hub.device REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_device_count();

CREATE TRIGGER count_created AFTER INSERT ON hub.incident REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_open_incident_count();

CREATE TRIGGER count_created AFTER INSERT ON hub.site REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_site_count();

CREATE TRIGGER count_created AFTER INSERT ON hub.warning REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_open_warning_count();

CREATE TRIGGER count_deleted AFTER DELETE ON hub.device REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_device_count();

CREATE TRIGGER count_deleted AFTER DELETE ON hub.incident REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_open_incident_count();

CREATE TRIGGER count_deleted AFTER DELETE ON hub.site REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_site_count();

CREATE TRIGGER count_deleted AFTER DELETE ON hub.warning REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_open_warning_count();

CREATE TRIGGER count_updated AFTER UPDATE ON hub.device REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_device_count();

CREATE TRIGGER count_updated AFTER UPDATE ON hub.incident REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_open_incident_count();

CREATE TRIGGER count_updated AFTER UPDATE ON hub.site REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_site_count();

CREATE TRIGGER count_updated AFTER UPDATE ON hub.warning REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_open_warning_count();

CREATE TRIGGER gather_created AFTER INSERT ON hub.maintenance_object REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.gather_maintenance_parties();

CREATE TRIGGER gather_deleted AFTER DELETE ON hub.maintenance_object REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.gather_maintenance_parties();

CREATE TRIGGER gather_updated AFTER UPDATE ON hub.maintenance_object REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.gather_maintenance_parties();

CREATE TRIGGER inventory_moved AFTER UPDATE ON hub.organization FOR EACH ROW WHEN ((old.region_id IS DISTINCT FROM new.region_id)) EXECUTE FUNCTION private.move_what_lies_with_owner();

CREATE TRIGGER keep BEFORE INSERT OR DELETE OR UPDATE ON hub.webhook FOR EACH ROW EXECUTE FUNCTION private.keep_webhook();

CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.agreement FOR EACH ROW EXECUTE FUNCTION private.keep_agreement();

CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.api_client FOR EACH ROW EXECUTE FUNCTION private.keep_api_client();

CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.api_key FOR EACH ROW EXECUTE FUNCTION private.keep_api_key();

CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON hub.silence FOR EACH ROW EXECUTE FUNCTION private.keep_silence();

CREATE TRIGGER keep BEFORE UPDATE ON hub.incident FOR EACH ROW EXECUTE FUNCTION private.keep_incident();

CREATE TRIGGER keep BEFORE UPDATE ON hub.warning FOR EACH ROW EXECUTE FUNCTION private.keep_warning();

CREATE TRIGGER keep_kind BEFORE UPDATE OF kind ON hub.metric FOR EACH ROW WHEN ((old.kind <> new.kind)) EXECUTE FUNCTION private.keep_kind();

CREATE TRIGGER levels AFTER INSERT OR DELETE OR UPDATE ON hub.information_system_part FOR EACH ROW EXECUTE FUNCTION private.keep_levels_of_part();

CREATE TRIGGER levels AFTER UPDATE OF level ON hub.information_system FOR EACH ROW EXECUTE FUNCTION private.keep_levels_of_system();

CREATE TRIGGER list_created AFTER INSERT ON hub.incident_subject REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.list_affected();

CREATE TRIGGER list_deleted AFTER DELETE ON hub.incident_subject REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.list_affected();

CREATE TRIGGER list_updated AFTER UPDATE OF incident_id, organization_id, site_id, device_id, interface_id, link_id, system_id ON hub.incident_subject FOR EACH ROW EXECUTE FUNCTION private.list_affected();

CREATE TRIGGER maintenance_moved AFTER UPDATE ON hub.device FOR EACH ROW WHEN ((old.owner_id IS DISTINCT FROM new.owner_id)) EXECUTE FUNCTION private.move_what_covers();

CREATE TRIGGER maintenance_moved AFTER UPDATE ON hub.information_system FOR EACH ROW WHEN ((old.owner_id IS DISTINCT FROM new.owner_id)) EXECUTE FUNCTION private.move_what_covers();

CREATE TRIGGER maintenance_moved AFTER UPDATE ON hub.interface FOR EACH ROW WHEN ((old.owner_id IS DISTINCT FROM new.owner_id)) EXECUTE FUNCTION private.move_what_covers();

CREATE TRIGGER maintenance_moved AFTER UPDATE ON hub.link FOR EACH ROW WHEN ((old.owner_id IS DISTINCT FROM new.owner_id)) EXECUTE FUNCTION private.move_what_covers();

CREATE TRIGGER maintenance_moved AFTER UPDATE ON hub.site FOR EACH ROW WHEN ((old.owner_id IS DISTINCT FROM new.owner_id)) EXECUTE FUNCTION private.move_what_covers();

CREATE TRIGGER merged AFTER UPDATE OF merged_into_id ON hub.incident FOR EACH ROW WHEN (((new.merged_into_id IS NOT NULL) AND (new.merged_into_id IS DISTINCT FROM old.merged_into_id))) EXECUTE FUNCTION private.follow_merge();

CREATE TRIGGER moved AFTER UPDATE ON hub.device FOR EACH ROW WHEN (((old.region_id IS DISTINCT FROM new.region_id) OR (old.site_id IS DISTINCT FROM new.site_id))) EXECUTE FUNCTION private.move_what_stands_on_device();

CREATE TRIGGER moved AFTER UPDATE ON hub.incident FOR EACH ROW WHEN ((((((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id)) OR (old.tlp IS DISTINCT FROM new.tlp)) OR (old.severity IS DISTINCT FROM new.severity)) OR (old.party_ids IS DISTINCT FROM new.party_ids))) EXECUTE FUNCTION private.move_what_hangs_on_incident();

CREATE TRIGGER moved AFTER UPDATE ON hub.information_system FOR EACH ROW WHEN ((old.region_id IS DISTINCT FROM new.region_id)) EXECUTE FUNCTION private.move_what_speaks_of_system();

CREATE TRIGGER moved AFTER UPDATE ON hub.interface FOR EACH ROW WHEN (((old.region_id IS DISTINCT FROM new.region_id) OR (old.device_id IS DISTINCT FROM new.device_id))) EXECUTE FUNCTION private.move_what_stands_on_interface();

CREATE TRIGGER moved AFTER UPDATE ON hub.maintenance FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.provider_id IS DISTINCT FROM new.provider_id))) EXECUTE FUNCTION private.move_maintenance_objects();

CREATE TRIGGER moved AFTER UPDATE ON hub.site FOR EACH ROW WHEN ((old.region_id IS DISTINCT FROM new.region_id)) EXECUTE FUNCTION private.move_what_stands_on_site();

CREATE TRIGGER moved AFTER UPDATE ON hub.warning FOR EACH ROW WHEN (((((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.writer_id IS DISTINCT FROM new.writer_id)) OR (old.region_id IS DISTINCT FROM new.region_id)) OR (old.severity IS DISTINCT FROM new.severity))) EXECUTE FUNCTION private.move_what_hangs_on_warning();

CREATE TRIGGER noted AFTER INSERT OR DELETE OR UPDATE ON hub.maintenance_object FOR EACH STATEMENT EXECUTE FUNCTION private.note_quiet();

CREATE TRIGGER noted AFTER INSERT OR UPDATE ON hub.silence FOR EACH STATEMENT EXECUTE FUNCTION private.note_quiet();

CREATE TRIGGER noted AFTER UPDATE ON hub.maintenance FOR EACH STATEMENT EXECUTE FUNCTION private.note_quiet();

CREATE TRIGGER party_code_kept AFTER INSERT OR UPDATE OF code ON hub.organization FOR EACH ROW EXECUTE FUNCTION private.keep_party_code();

CREATE TRIGGER party_code_kept AFTER INSERT OR UPDATE OF code ON hub.sharing_group FOR EACH ROW EXECUTE FUNCTION private.keep_party_code();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.address FOR EACH ROW EXECUTE FUNCTION private.place_address();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.device FOR EACH ROW EXECUTE FUNCTION private.place_by_site();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.incident FOR EACH ROW EXECUTE FUNCTION private.place_incident();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.incident_link FOR EACH ROW EXECUTE FUNCTION private.place_incident_link();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.incident_subject FOR EACH ROW EXECUTE FUNCTION private.place_incident_subject();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system FOR EACH ROW EXECUTE FUNCTION private.place_site();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system_dependency FOR EACH ROW EXECUTE FUNCTION private.place_system_row();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system_device FOR EACH ROW EXECUTE FUNCTION private.place_system_row();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.information_system_part FOR EACH ROW EXECUTE FUNCTION private.place_system_row();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.interface FOR EACH ROW EXECUTE FUNCTION private.place_interface();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.link FOR EACH ROW EXECUTE FUNCTION private.place_link();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.maintenance FOR EACH ROW EXECUTE FUNCTION private.place_maintenance();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.maintenance_object FOR EACH ROW EXECUTE FUNCTION private.place_maintenance_object();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.playbook FOR EACH ROW EXECUTE FUNCTION private.place_playbook();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.prefix FOR EACH ROW EXECUTE FUNCTION private.place_by_site();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.series FOR EACH ROW EXECUTE FUNCTION private.place_series();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.site FOR EACH ROW EXECUTE FUNCTION private.place_site();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.task FOR EACH ROW EXECUTE FUNCTION private.place_task();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.timeline_entry FOR EACH ROW EXECUTE FUNCTION private.place_timeline_entry();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.vrf FOR EACH ROW EXECUTE FUNCTION private.place_site();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.warning FOR EACH ROW EXECUTE FUNCTION private.place_warning();

CREATE TRIGGER place BEFORE INSERT OR UPDATE ON hub.warning_transition FOR EACH ROW EXECUTE FUNCTION private.place_warning_transition();

CREATE TRIGGER playbooks_moved AFTER UPDATE ON hub.organization FOR EACH ROW WHEN ((old.region_id IS DISTINCT FROM new.region_id)) EXECUTE FUNCTION private.move_playbooks_of_owner();

CREATE TRIGGER roll_up_again AFTER UPDATE OF kind ON hub.metric FOR EACH ROW WHEN ((old.kind <> new.kind)) EXECUTE FUNCTION private.roll_up_again();

CREATE TRIGGER search_created AFTER INSERT ON hub.address REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_address();

CREATE TRIGGER search_created AFTER INSERT ON hub.device REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_device();

CREATE TRIGGER search_created AFTER INSERT ON hub.incident REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_incident();

CREATE TRIGGER search_created AFTER INSERT ON hub.information_system REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_information_system();

CREATE TRIGGER search_created AFTER INSERT ON hub.interface REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_interface();

CREATE TRIGGER search_created AFTER INSERT ON hub.link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_link();

CREATE TRIGGER search_created AFTER INSERT ON hub.organization REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_organization();

CREATE TRIGGER search_created AFTER INSERT ON hub.prefix REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_prefix();

CREATE TRIGGER search_created AFTER INSERT ON hub.region REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_region();

CREATE TRIGGER search_created AFTER INSERT ON hub.sharing_group REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_sharing_group();

CREATE TRIGGER search_created AFTER INSERT ON hub.site REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_site();

CREATE TRIGGER search_created AFTER INSERT ON hub.vrf REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_vrf();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.address REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_address();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.device REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_device();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.incident REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_incident();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.information_system REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_information_system();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.interface REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_interface();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.link REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_link();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.organization REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_organization();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.prefix REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_prefix();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.region REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_region();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.sharing_group REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_sharing_group();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.site REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_site();

CREATE TRIGGER search_deleted AFTER DELETE ON hub.vrf REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_vrf();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.address REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_address();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.device REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_device();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.incident REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_incident();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.information_system REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_information_system();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.interface REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_interface();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.link REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_link();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.organization REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_organization();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.prefix REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_prefix();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.region REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_region();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.sharing_group REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_sharing_group();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.site REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_site();

CREATE TRIGGER search_updated AFTER UPDATE ON hub.vrf REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.keep_search_of_vrf();

CREATE TRIGGER series_moved AFTER UPDATE ON hub.device FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_series();

CREATE TRIGGER series_moved AFTER UPDATE ON hub.information_system FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_series();

CREATE TRIGGER series_moved AFTER UPDATE ON hub.interface FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_series();

CREATE TRIGGER series_moved AFTER UPDATE ON hub.link FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_series();

CREATE TRIGGER series_moved AFTER UPDATE ON hub.organization FOR EACH ROW WHEN ((old.region_id IS DISTINCT FROM new.region_id)) EXECUTE FUNCTION private.move_series();

CREATE TRIGGER series_moved AFTER UPDATE ON hub.site FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_series();

CREATE TRIGGER start_level BEFORE INSERT ON hub.information_system FOR EACH ROW EXECUTE FUNCTION private.start_level();

CREATE TRIGGER tasks_moved AFTER UPDATE ON hub.incident FOR EACH ROW WHEN ((((((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id)) OR (old.tlp IS DISTINCT FROM new.tlp)) OR (old.severity IS DISTINCT FROM new.severity)) OR (old.party_ids IS DISTINCT FROM new.party_ids))) EXECUTE FUNCTION private.move_tasks_of_incident();

CREATE TRIGGER touch BEFORE UPDATE ON hub.address FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.agreement FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.binding_rule FOR EACH ROW EXECUTE FUNCTION private.touch_binding_rule();

CREATE TRIGGER touch BEFORE UPDATE ON hub.device FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.expected_interval FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.export FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.feed FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.feed_consumer FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.incident FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.information_system FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.interface FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.link FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.maintenance FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.maintenance_object FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.metric FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.organization FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.playbook FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.prefix FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.region FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.retention FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.series FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.sharing_group FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.silence FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.site FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.task FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.timeline_entry FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.vrf FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.warning FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.warning_rule FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.warning_transition FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON hub.webhook FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER tree_created AFTER INSERT OR DELETE ON hub.organization FOR EACH STATEMENT EXECUTE FUNCTION private.keep_organization_tree();

CREATE TRIGGER tree_moved AFTER UPDATE OF parent_id ON hub.organization FOR EACH STATEMENT EXECUTE FUNCTION private.keep_organization_tree();

CREATE TRIGGER unsettled AFTER UPDATE ON hub.device FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.site_id IS DISTINCT FROM new.site_id) OR (old.owner_id IS DISTINCT FROM new.owner_id) OR (old.tags IS DISTINCT FROM new.tags))) EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER unsettled AFTER UPDATE ON hub.interface FOR EACH ROW WHEN ((old.device_id IS DISTINCT FROM new.device_id)) EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER unsettled AFTER UPDATE ON hub.link FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.a_site_id IS DISTINCT FROM new.a_site_id) OR (old.a_device_id IS DISTINCT FROM new.a_device_id) OR (old.a_interface_id IS DISTINCT FROM new.a_interface_id) OR (old.b_site_id IS DISTINCT FROM new.b_site_id) OR (old.b_device_id IS DISTINCT FROM new.b_device_id) OR (old.b_interface_id IS DISTINCT FROM new.b_interface_id))) EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER unsettled AFTER UPDATE ON hub.organization FOR EACH ROW WHEN (((old.parent_id IS DISTINCT FROM new.parent_id) OR (old.kind IS DISTINCT FROM new.kind))) EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER unsettled AFTER UPDATE ON hub.warning FOR EACH ROW WHEN ((((old.nature <> 'OTHER'::text) OR (new.nature <> 'OTHER'::text)) AND ((((((old.cleared_at IS DISTINCT FROM new.cleared_at) OR (old.firing IS DISTINCT FROM new.firing)) OR (old.nature IS DISTINCT FROM new.nature)) OR (old.subject_id IS DISTINCT FROM new.subject_id)) OR (old.caused_by_id IS DISTINCT FROM new.caused_by_id)) OR (old.owner_id IS DISTINCT FROM new.owner_id)))) EXECUTE FUNCTION private.unsettle_around_warning();

CREATE TRIGGER unsettled_new AFTER INSERT ON hub.warning FOR EACH ROW WHEN (((new.nature <> 'OTHER'::text) AND (new.subject_id IS NOT NULL) AND (new.cleared_at IS NULL))) EXECUTE FUNCTION private.unsettle_around_warning();

CREATE TRIGGER unsettled_other AFTER INSERT OR DELETE ON hub.information_system_dependency FOR EACH STATEMENT EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER unsettled_other AFTER INSERT OR DELETE ON hub.information_system_device FOR EACH STATEMENT EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER unsettled_other AFTER INSERT OR DELETE ON hub.information_system_part FOR EACH STATEMENT EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER unsettled_other AFTER INSERT OR DELETE ON hub.link FOR EACH STATEMENT EXECUTE FUNCTION private.unsettle_all();

CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.device FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_warnings();

CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.information_system FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_warnings();

CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.interface FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_warnings();

CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.link FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_warnings();

CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.organization FOR EACH ROW WHEN ((old.region_id IS DISTINCT FROM new.region_id)) EXECUTE FUNCTION private.move_warnings_with_writer();

CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.prefix FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_warnings_of_prefix();

CREATE TRIGGER warnings_moved AFTER UPDATE ON hub.site FOR EACH ROW WHEN (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION private.move_warnings();

-- Functions

CREATE OR REPLACE FUNCTION hub.address_homes(writers uuid[], asked inet[])
 RETURNS TABLE(place integer, organization_id uuid, device_id uuid, interface_id uuid, prefix_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_variable
DECLARE
  one uuid;
BEGIN
  IF current_setting('role') <> 'hub_owner' AND (writers <@ hub.writers()) IS NOT TRUE THEN
    RAISE EXCEPTION 'addresses as an organization finds them that this key may not write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR one IN SELECT DISTINCT w FROM unnest(writers) w ORDER BY w LOOP
    RETURN QUERY
    SELECT p.places[h.place], h.organization_id, h.device_id, h.interface_id, h.prefix_id
      FROM (SELECT array_agg(u.n::int ORDER BY u.n) AS places, array_agg(u.address ORDER BY u.n) AS addresses
              FROM unnest(writers, asked) WITH ORDINALITY AS u(writer, address, n) WHERE u.writer = one) p
     CROSS JOIN LATERAL private.address_homes(one, p.addresses) h;
  END LOOP;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.address_homes(uuid[],inet[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.address_matches(asked inet, asked_vrf text, most integer)
 RETURNS TABLE(prefix_id uuid, length integer, vrf_id uuid, address_id uuid, interface_id uuid, device_id uuid, site_id uuid, owner_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
      WITH table_asked AS MATERIALIZED (
        SELECT id FROM vrf WHERE (name = asked_vrf OR rd = asked_vrf) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
      ), net AS MATERIALIZED (
        SELECT id, (SELECT v.id FROM vrf v WHERE v.id = prefix.vrf_id AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) AS vrf_id, (SELECT s.id FROM site s WHERE s.id = prefix.site_id AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) AS site_id, owner_id, masklen(prefix) AS length FROM prefix
         WHERE prefix >>= asked AND status <> 'RETIRED' AND (asked_vrf IS NULL OR vrf_id IN (SELECT t.id FROM table_asked t)) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
      ), assigned AS MATERIALIZED (
        SELECT a.id AS address_id, (SELECT v.id FROM vrf v WHERE v.id = a.vrf_id AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) AS vrf_id, a.owner_id, a.interface_id, d.id AS device_id,
               (SELECT s.id FROM site s WHERE s.id = d.site_id AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) AS site_id
          FROM (SELECT * FROM address WHERE set_masklen(address, CASE family(address) WHEN 4 THEN 32 ELSE 128 END) = asked AND status <> 'RETIRED'
                   AND (asked_vrf IS NULL OR vrf_id IN (SELECT t.id FROM table_asked t)) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'ADDRESSES'))) a
          LEFT JOIN LATERAL (SELECT device_id FROM interface WHERE id = a.interface_id AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) i ON true
          LEFT JOIN LATERAL (SELECT id, site_id FROM device WHERE id = i.device_id AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) d ON true
      ), named AS (
        SELECT * FROM assigned
        UNION ALL
        SELECT NULL, NULL, m.owner_id, NULL, m.id, (SELECT s.id FROM site s WHERE s.id = m.site_id AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)))
          FROM (SELECT * FROM device WHERE management_address = asked AND status <> 'RETIRED' AND asked_vrf IS NULL AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'MANAGEMENT_ADDRESS'))) m
         WHERE NOT EXISTS (SELECT FROM assigned a WHERE a.device_id = m.id)
      ), held AS MATERIALIZED (
        SELECT n.*, p.id AS prefix_id, p.length, p.site_id AS prefix_site_id
          FROM named n LEFT JOIN LATERAL (
            SELECT t.id, t.length, t.site_id FROM net t WHERE t.vrf_id IS NOT DISTINCT FROM n.vrf_id
             ORDER BY t.length DESC, t.owner_id = n.owner_id DESC, t.id LIMIT 1) p ON true
      )
      SELECT m.prefix_id, m.length, m.vrf_id, m.address_id, m.interface_id, m.device_id, m.site_id, m.owner_id
        FROM (SELECT h.prefix_id, h.length, h.vrf_id, h.address_id, h.interface_id, h.device_id, coalesce(h.site_id, h.prefix_site_id) AS site_id, h.owner_id FROM held h
              UNION ALL
              SELECT t.id, t.length, t.vrf_id, NULL, NULL, NULL, t.site_id, t.owner_id FROM net t
               WHERE NOT EXISTS (SELECT FROM held h WHERE h.prefix_id = t.id)) m
       ORDER BY m.length DESC NULLS LAST, m.address_id IS NULL, m.device_id IS NULL, m.vrf_id NULLS FIRST, m.address_id, m.device_id, m.prefix_id
       LIMIT most
    $function$
;
GRANT EXECUTE ON FUNCTION hub.address_matches(inet,text,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.advance_series(numbers bigint[], sinces timestamp with time zone[], ats timestamp with time zone[], vals double precision[], flags smallint[], months timestamp with time zone[])
 RETURNS TABLE(behind bigint[], ends double precision[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
 SET enable_hashjoin TO 'off'
 SET enable_nestloop TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
DECLARE
  known   bigint;
  written bigint;
BEGIN
  PERFORM make_sample_months(months);
  -- Of each slice one number is enough.
  PERFORM share_slices(ARRAY(SELECT DISTINCT u.number / 1024 * 1024 FROM unnest(numbers, sinces) AS u(number, since) WHERE u.since < now() - interval '1 hour'));
  WITH standing AS (
    UPDATE latest_sample l SET at = greatest(l.at, u.at), value = CASE WHEN l.at < u.at THEN u.value ELSE l.value END,
                               flag = CASE WHEN l.at < u.at THEN u.flag ELSE l.flag END, before_at = l.at,
                               arrived_at = CASE WHEN l.at < u.at THEN now() ELSE l.arrived_at END
      FROM unnest(numbers, sinces, ats, vals, flags) AS u(number, since, at, value, flag)
     WHERE l.series_number = u.number AND l.series_number = ANY (numbers)
    RETURNING l.series_number AS number, u.since, l.at, l.before_at
  ), new AS (
    INSERT INTO latest_sample AS l (series_number, at, value, flag, first_at)
    SELECT u.number, u.at, u.value, u.flag, u.since FROM unnest(numbers, sinces, ats, vals, flags) AS u(number, since, at, value, flag)
     WHERE cardinality(numbers) > (SELECT count(*) FROM standing) AND NOT EXISTS (SELECT FROM standing n WHERE n.number = u.number)
     ORDER BY u.number
    ON CONFLICT DO NOTHING RETURNING l.series_number AS number, l.first_at AS since, l.at
  ), placed AS MATERIALIZED (
    SELECT k.number, k.since, k.at, k.before_at, s.owner_id, s.writer_id, s.region_id
      FROM (SELECT n.number, n.since, n.at, n.before_at FROM standing n UNION ALL SELECT n.number, n.since, n.at, NULL FROM new n) k
      JOIN series s ON s.number = k.number WHERE s.number = ANY (numbers)
  ), told AS (
    INSERT INTO change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, after)
    SELECT setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
           coalesce(p.owner_id, p.writer_id), 'SAMPLES', p.owner_id, p.writer_id, p.region_id,
           jsonb_build_object('from', min(p.since), 'to', max(p.at), 'series',
             CASE WHEN max(p.number) - min(p.number) < count(*) THEN jsonb_build_array(jsonb_build_array(min(p.number), max(p.number)))
                  ELSE to_jsonb(array_agg(p.number)) END)
      FROM placed p WHERE p.before_at IS NULL OR p.before_at < p.at GROUP BY p.owner_id, p.writer_id, p.region_id
  )
  SELECT count(*), count(*) FILTER (WHERE p.writer_id = ANY ((SELECT hub.writers())::uuid[])),
         array_agg(p.number) FILTER (WHERE p.before_at >= p.since),
         array_agg(extract(epoch FROM p.before_at)::float8 * 1e6) FILTER (WHERE p.before_at >= p.since)
    INTO known, written, behind, ends FROM placed p;
  IF written < known THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Series that another call began meanwhile: their latest samples are none that this transaction wrote.
  IF known < cardinality(numbers) THEN
    SELECT behind || array_agg(u.number), ends || array_agg('Infinity'::float8) INTO behind, ends FROM unnest(numbers) AS u(number)
     WHERE NOT EXISTS (SELECT FROM latest_sample l WHERE l.series_number = u.number AND l.xmin = pg_current_xact_id()::xid);
  END IF;
  RETURN NEXT;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.advance_series(bigint[],timestamp with time zone[],timestamp with time zone[],double precision[],smallint[],timestamp with time zone[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.audience_of_draft(dataset text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
 RETURNS TABLE(organization_id uuid, via text[], agreement_ids uuid[], withheld text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT a.organization_id, k.via, a.agreement_ids, a.withheld FROM audience(audience_of_draft.dataset, 'Draft', audience_of_draft.owner_id, audience_of_draft.writer_id,
                           coalesce(audience_of_draft.region_id, owner_region(audience_of_draft.owner_id)),
                           audience_of_draft.tlp, audience_of_draft.severity, audience_of_draft.party_ids) a
   CROSS JOIN LATERAL (SELECT CASE WHEN is_known_party(a.organization_id, audience_of_draft.party_ids) THEN a.via ELSE array_remove(a.via, 'NAMED') END AS via) k
   WHERE k.via <> '{}' AND audience_of_draft.owner_id = ANY (hub.owners())
     AND (audience_of_draft.writer_id IS NULL OR audience_of_draft.writer_id = ANY (hub.owners()))
$function$
;
GRANT EXECUTE ON FUNCTION hub.audience_of_draft(text,uuid,uuid,uuid,text,text,uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.audience_of_record(record uuid)
 RETURNS TABLE(organization_id uuid, via text[], agreement_ids uuid[], withheld text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT a.organization_id, k.via, a.agreement_ids, a.withheld FROM (SELECT n.* FROM change n WHERE n.record_id = record AND n.operation <> 'APPENDED' ORDER BY n.seq DESC LIMIT 1) c
   CROSS JOIN LATERAL audience(c.dataset, c.record_type, c.owner_id, c.writer_id, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids) a
   CROSS JOIN LATERAL (SELECT CASE WHEN is_known_party(a.organization_id, c.party_ids) THEN a.via ELSE array_remove(a.via, 'NAMED') END AS via) k
   WHERE c.operation <> 'DELETED' AND k.via <> '{}' AND (c.dataset = 'DIRECTORY' OR coalesce(c.owner_id, c.writer_id) = ANY (hub.owners()))
     AND sees(c.dataset, c.record_type, c.owner_id, c.writer_id, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids)
$function$
;
GRANT EXECUTE ON FUNCTION hub.audience_of_record(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.background_state()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN jsonb_build_object(
    'jobs', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', j.name, 'endedAt', extract(epoch FROM j.ended_at), 'seconds', j.seconds,
                                                          'isFailing', j.failed_at IS NOT NULL AND (j.ended_at IS NULL OR j.failed_at > j.ended_at))), '[]') FROM job_run j),
    'packedUntil', (SELECT extract(epoch FROM j.done_until) FROM job_run j WHERE j.name = 'pack_samples'),
    'rollupsDue', (SELECT count(*) FROM rollup_due),
    'levels', (SELECT coalesce(jsonb_agg(jsonb_build_object('level', l.level, 'oldest', extract(epoch FROM l.oldest), 'overdue', l.overdue)), '[]')
                 FROM (SELECT k.level, min(k.since) AS oldest, count(b.since) AS overdue
                         FROM kept_parts() k LEFT JOIN parts_beyond(now()) b ON (b.level, b.since) = (k.level, k.since) GROUP BY k.level) l));
END $function$
;
GRANT EXECUTE ON FUNCTION hub.background_state() TO hub_api;

CREATE OR REPLACE FUNCTION hub.binding_rules_of(writer uuid)
 RETURNS SETOF hub.binding_rule
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'pg_temp'
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared('hub.binding_rule'::regclass::oid::int, hashtext(writer::text));
  RETURN QUERY SELECT r.* FROM binding_rule r WHERE r.owner_id = writer AND r.removed_at IS NULL ORDER BY r.position, r.code;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.binding_rules_of(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.cancel_export(export uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM hub.export e WHERE e.id = cancel_export.export AND e.client_id = hub.client() FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE hub.export e SET state = 'CANCELLED', ended_at = now(), expires_at = NULL, bytes = 0
   WHERE e.id = cancel_export.export AND e.state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED');
  DELETE FROM export_piece p WHERE p.export_id = cancel_export.export;
  RETURN true;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.cancel_export(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.client()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.client', true), '')::uuid $function$
;
GRANT EXECUTE ON FUNCTION hub.client() TO hub_api;

CREATE OR REPLACE FUNCTION hub.correct_samples(ids uuid[], ats timestamp with time zone[], vals double precision[], flags smallint[])
 RETURNS TABLE(n integer, outcome text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
#variable_conflict use_column
DECLARE
  first   timestamptz := (SELECT min(a) FROM unnest(ats) a);
  last    timestamptz := (SELECT max(a) FROM unnest(ats) a);
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM hold_series(ids);
  RETURN QUERY
  WITH standing AS MATERIALIZED (
    SELECT u.n::int AS n, s.id, s.number, s.owner_id, s.writer_id, s.region_id, u.at, u.value, u.flag, x.value AS was, x.flag AS was_flag,
           NOT (u.flag = x.flag AND (u.flag <> 0 OR u.value = x.value)) AS differs
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
     CROSS JOIN LATERAL (SELECT y.value, y.flag FROM sample y
                          WHERE y.series_number = s.number AND y.at = u.at AND y.at BETWEEN first AND last) x
  ), corrected AS (
    UPDATE sample t SET value = d.value, flag = d.flag FROM standing d
     WHERE d.differs AND t.series_number = d.number AND t.at = d.at AND t.at BETWEEN first AND last
  ), newest AS (
    UPDATE latest_sample l SET value = d.value, flag = d.flag FROM standing d WHERE d.differs AND l.series_number = d.number AND l.at = d.at
  ), ranges AS (
    SELECT d.id, d.owner_id, d.writer_id, d.region_id, min(d.at) AS since, max(d.at) AS until, count(*) AS count,
           jsonb_agg(jsonb_build_array(d.at, CASE d.was_flag WHEN 0 THEN d.was END, d.was_flag) ORDER BY d.at) AS samples
      FROM standing d WHERE d.differs GROUP BY d.id, d.owner_id, d.writer_id, d.region_id
  ), told AS (
    INSERT INTO change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, before, after)
    SELECT setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
           coalesce(r.owner_id, r.writer_id), 'SAMPLES', r.owner_id, r.writer_id, r.region_id,
           jsonb_agg(jsonb_build_object('series', r.id, 'samples', r.samples) ORDER BY r.id),
           jsonb_agg(jsonb_build_object('series', r.id, 'from', r.since, 'to', r.until, 'replaced', r.count) ORDER BY r.id)
      FROM ranges r GROUP BY r.owner_id, r.writer_id, r.region_id
  )
  SELECT d.n, CASE WHEN d.differs THEN 'replaced' ELSE 'repeated' END FROM standing d;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.correct_samples(uuid[],timestamp with time zone[],double precision[],smallint[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.decline_hand_over(incident_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE incident i SET hand_over_to_id = NULL WHERE i.id = decline_hand_over.incident_id AND i.hand_over_to_id = ANY (hub.writers());
  RETURN FOUND;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.decline_hand_over(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.delivery_state()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT jsonb_build_object(
    'webhooks', jsonb_build_object('ENDED', count(*) FILTER (WHERE p.ended_reason IS NOT NULL),
                                   'PAUSED', count(*) FILTER (WHERE p.ended_reason IS NULL AND w.is_paused),
                                   'RETRYING', count(*) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused AND p.failures > 0),
                                   'ACTIVE', count(*) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused AND p.failures = 0)),
    'webhookLag', coalesce(extract(epoch FROM now() - min(p.behind_since) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused)), 0),
    'webhookOverdue', coalesce(greatest(extract(epoch FROM now() - min(p.next_at) FILTER (WHERE p.ended_reason IS NULL AND NOT w.is_paused)), 0), 0),
    'deadLetters', (SELECT count(*) FROM webhook_dead_letter d WHERE d.at > now() - interval '1 day'))
    FROM webhook_progress p JOIN webhook w ON w.id = p.webhook_id);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.delivery_state() TO hub_api;

CREATE OR REPLACE FUNCTION hub.devices_by_management_address(asked inet[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
      SELECT id FROM device WHERE management_address = ANY (asked) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'MANAGEMENT_ADDRESS'))
    $function$
;
GRANT EXECUTE ON FUNCTION hub.devices_by_management_address(inet[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.devices_by_serial(asked text[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
      SELECT id FROM device WHERE serial = ANY (asked) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'SERIAL'))
    $function$
;
GRANT EXECUTE ON FUNCTION hub.devices_by_serial(text[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.discloses(grants jsonb, owner_id uuid, region_id uuid, tlp text, severity text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  RETURN coalesce((hub.grant_at(grants, owner_id, region_id) ->> tlp)::int <= array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], severity), false);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.discloses(jsonb,uuid,uuid,text,text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.drop_packed(ids uuid[], days date[], opens integer[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
DECLARE
  first   date := (SELECT min(d) FROM unnest(days) d);
  last    date := (SELECT max(d) FROM unnest(days) d);
  dropped bigint;
BEGIN
  PERFORM refuse_unless_written(ids);
  WITH gone AS (
    DELETE FROM sample_chunk c USING unnest(ids, days, opens) AS u(id, day, open), series s
     WHERE s.id = u.id AND c.series_number = s.number AND c.day = u.day AND c.day BETWEEN first AND last
       AND rows_of_day(s.number, u.day) = u.open + c.count
    RETURNING 1
  )
  SELECT count(*) INTO dropped FROM gone;
  IF dropped <> cardinality(ids) THEN
    RAISE 'a chunk would go while its samples do not stand as rows';
  END IF;
  -- What was told of them may be corrected: until they are packed again, their rows tell.
  DELETE FROM rollup_5m r USING unnest(ids, days) u(id, day), series s WHERE s.id = u.id AND r.series_number = s.number AND r.day = u.day AND r.day BETWEEN first AND last;
  DELETE FROM rollup_1h r USING unnest(ids, days) u(id, day), series s WHERE s.id = u.id AND r.series_number = s.number AND r.day = u.day AND r.day BETWEEN first AND last;
  DELETE FROM rollup_1d r USING unnest(ids, days) u(id, day), series s WHERE s.id = u.id AND r.series_number = s.number AND r.day = u.day AND r.day BETWEEN first AND last;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.drop_packed(uuid[],date[],integer[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.enter(key uuid, hash bytea, peer inet DEFAULT NULL::inet)
 RETURNS TABLE(client_id uuid, label text, role text, organization_id uuid, expires_at timestamp with time zone, networks cidr[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  caller record;
BEGIN
  SELECT c.id, c.label, c.role, c.owner_id, c.writes_for, c.networks, k.expires_at INTO caller
    FROM api_key k JOIN api_secret s ON s.key_id = k.id JOIN api_client c ON c.id = k.client_id
   WHERE k.id = enter.key AND s.hash = enter.hash AND k.revoked_at IS NULL AND c.revoked_at IS NULL AND k.expires_at > now()
     AND (c.networks = '{}' OR unmapped(enter.peer) <<= ANY (c.networks));
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM private.scope_as(caller.owner_id, caller.role, caller.writes_for, caller.id, caller.label), set_config('hub.key', enter.key::text, true);
  RETURN QUERY SELECT caller.id, caller.label, caller.role, caller.owner_id, caller.expires_at, caller.networks;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.enter(uuid,bytea,inet) TO hub_api;

CREATE OR REPLACE FUNCTION hub.enter_webhook(webhook uuid)
 RETURNS TABLE(client_id uuid, label text, role text, organization_id uuid, expires_at timestamp with time zone, networks cidr[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  caller record;
BEGIN
  SELECT c.id, c.label, c.role, c.owner_id, c.writes_for, c.networks, w.key_id,
         (SELECT max(o.expires_at) FROM api_key o WHERE o.client_id = c.id AND o.revoked_at IS NULL) AS expires_at INTO caller
    FROM webhook w JOIN api_client c ON c.id = w.client_id WHERE w.id = enter_webhook.webhook AND may_deliver(w.id);
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM scope_as(caller.owner_id, caller.role, caller.writes_for, caller.id, caller.label), set_config('hub.key', caller.key_id::text, true);
  RETURN QUERY SELECT caller.id, caller.label, caller.role, caller.owner_id, caller.expires_at, caller.networks;
END $function$
;

CREATE OR REPLACE FUNCTION hub.export_piece(export uuid, place bigint)
 RETURNS TABLE(start bigint, data bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT p.start, p.data FROM hub.export e JOIN export_piece p ON p.export_id = e.id
   WHERE e.id = export_piece.export AND e.client_id = hub.client() AND e.state = 'DONE' AND e.expires_at > now() AND p.start <= export_piece.place
   ORDER BY p.start DESC LIMIT 1;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.export_piece(uuid,bigint) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_entries(view uuid, filter jsonb, since_xid xid8, since_seq bigint, until_xid xid8, until_seq bigint, look integer, most integer)
 RETURNS TABLE(xid text, seq text, n bigint, at timestamp with time zone, operation text, record_type text, record_id uuid, whole_id uuid, seen boolean, was_seen boolean, ranges jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
#variable_conflict use_variable
DECLARE
  caller     CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN scope() END;
  asked      CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN put_on(view) ELSE filter END;
  types      CONSTANT text[] := texts_in(asked -> 'entries');
  regions    CONSTANT uuid[] := texts_in(asked -> 'regions');
  severities CONSTANT text[] := texts_in(asked -> 'severities');
  markings   CONSTANT text[] := texts_in(asked -> 'markings');
  classes    CONSTANT text[] := texts_in(asked -> 'classes');
  found      int;
BEGIN
  RETURN QUERY
  SELECT c.xid::text, c.seq::text, 0::bigint, c.at, c.operation, c.record_type, c.record_id,
         CASE c.record_type WHEN 'IncidentSubject' THEN coalesce(c.after, c.before) ->> 'incident_id'
                            WHEN 'IncidentLink' THEN coalesce(c.after, c.before) ->> 'incident_id'
                            WHEN 'SharingGroupMember' THEN coalesce(c.after, c.before) ->> 'group_id'
                            WHEN 'InformationSystemPart' THEN coalesce(c.after, c.before) ->> 'system_id'
                            WHEN 'InformationSystemDependency' THEN coalesce(c.after, c.before) ->> 'system_id'
                            WHEN 'InformationSystemDevice' THEN coalesce(c.after, c.before) ->> 'system_id' END::uuid,
         x.seen, x.was_seen, CASE WHEN c.operation = 'APPENDED' THEN c.after END
    FROM (SELECT r.* FROM change r
           WHERE (r.xid, r.seq) > (since_xid, since_seq) AND (r.xid, r.seq) < (until_xid, until_seq)
           ORDER BY r.xid, r.seq LIMIT look) c
   CROSS JOIN LATERAL (SELECT s.seen FROM judged(c.dataset, c.record_type, c.owner_id, c.writer_id, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids) s OFFSET 0) j
   CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.was_owner_id, c.was_writer_id, c.was_region_id, c.was_tlp, c.before ->> 'severity', c.was_party_ids) k
   CROSS JOIN LATERAL (SELECT coalesce(t.asked AND c.operation <> 'DELETED' AND j.seen AND 
       (regions IS NULL OR c.region_id = ANY (regions) OR c.dataset IN ('DIRECTORY', 'SHARING', 'KEYS'))
   AND (severities IS NULL OR c.dataset NOT IN ('INCIDENTS', 'WARNINGS') OR c.after ->> 'severity' = ANY (severities))
   AND (markings IS NULL OR c.tlp IS NULL OR c.tlp = ANY (markings))
   AND (classes IS NULL OR c.record_type <> 'Incident' OR c.after ->> 'class' = ANY (classes)), false) AS seen,
                              coalesce(t.asked AND c.operation IN ('UPDATED', 'DELETED') AND CASE WHEN (c.operation = 'UPDATED' AND c.tlp IS NULL AND c.was_tlp IS NULL AND c.owner_id IS NOT DISTINCT FROM c.was_owner_id
                    AND c.writer_id IS NOT DISTINCT FROM c.was_writer_id AND c.region_id IS NOT DISTINCT FROM c.was_region_id
                    AND c.party_ids IS NOT DISTINCT FROM c.was_party_ids AND c.after ->> 'severity' IS NOT DISTINCT FROM c.before ->> 'severity') THEN j.seen ELSE k.seen END AND 
       (regions IS NULL OR c.was_region_id = ANY (regions) OR c.dataset IN ('DIRECTORY', 'SHARING', 'KEYS'))
   AND (severities IS NULL OR c.dataset NOT IN ('INCIDENTS', 'WARNINGS') OR c.before ->> 'severity' = ANY (severities))
   AND (markings IS NULL OR c.was_tlp IS NULL OR c.was_tlp = ANY (markings))
   AND (classes IS NULL OR c.record_type <> 'Incident' OR c.before ->> 'class' = ANY (classes)), false) AS was_seen
                         FROM (SELECT c.record_type = ANY (types)
                                AND (c.record_type <> 'IncidentLink' OR EXISTS (SELECT FROM seen_now(ARRAY[(coalesce(c.after, c.before) ->> 'other_id')::uuid]))) AS asked) t OFFSET 0) x
   WHERE x.seen OR x.was_seen
   ORDER BY c.xid, c.seq LIMIT most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found < most THEN
    RETURN QUERY
    SELECT r.xid::text, r.seq::text, look::bigint, r.at, r.operation, r.record_type, r.record_id, NULL::uuid, false, false, NULL::jsonb FROM change r
     WHERE (r.xid, r.seq) > (since_xid, since_seq) AND (r.xid, r.seq) < (until_xid, until_seq)
     ORDER BY r.xid, r.seq OFFSET look - 1 LIMIT 1;
  END IF;
  IF caller IS NOT NULL THEN PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s; END IF;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_entries(uuid,jsonb,xid8,bigint,xid8,bigint,integer,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_entries_before(records uuid[], seqs bigint[])
 RETURNS TABLE(n integer, xid text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT u.n::int, b.xid::text FROM unnest(records, seqs) WITH ORDINALITY AS u(id, seq, n)
    LEFT JOIN LATERAL (SELECT c.xid FROM change c WHERE c.record_id = u.id AND c.seq < u.seq AND c.operation <> 'APPENDED' ORDER BY c.seq DESC LIMIT 1) b ON true;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_entries_before(uuid[],bigint[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_look(since xid8)
 RETURNS TABLE(snapshot pg_snapshot, types text[], at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  present CONSTANT pg_snapshot := log_snapshot();
  horizon CONSTANT xid8 := pg_snapshot_xmin(present);
  most    CONSTANT int := 5000;
  -- What hub.enter reads, and what the regions of a filter are found by.
  scoping CONSTANT text[] := '{Organization,Region,SharingGroup,SharingGroupMember,Agreement,ApiClient,ApiKey}';
BEGIN
  RETURN QUERY
  SELECT present, CASE WHEN count(*) = most THEN '{*}' ELSE coalesce(array_agg(DISTINCT c.type), '{}') END, now()
    FROM (SELECT CASE WHEN e.record_type = ANY (scoping) THEN '*' ELSE e.record_type END AS type
            FROM change e WHERE e.xid >= since AND e.xid < horizon ORDER BY e.xid, e.seq LIMIT most) c;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_look(xid8) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_present(filter jsonb)
 RETURNS TABLE(epoch text, key bytea, snapshot pg_snapshot, at timestamp with time zone, view uuid, is_kept boolean, parts jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY
  SELECT left(md5((SELECT s.system_identifier FROM pg_control_system() s) || left(pg_walfile_name(pg_current_wal_lsn()), 8) || e.id), 16),
         sha256(e.secret || uuid_send(hub.viewer())), log_snapshot(), now(), v.id,
         EXISTS (SELECT FROM feed_view k WHERE k.id = v.id AND k.last_used > now() - interval '1 day'), v.parts
    FROM feed_epoch e CROSS JOIN view_of(filter) v WHERE hub.viewer() IS NOT NULL;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_present(jsonb) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_state()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT jsonb_build_object('consumers', count(*), 'lag', extract(epoch FROM now() - min(c.told_until)), 'headroom', extract(epoch FROM min(c.followable_until) - now()))
            FROM feed_consumer c WHERE c.last_read_at > now() - interval '1 day');
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_state() TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_transaction_at(instant timestamp with time zone)
 RETURNS xid8
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  low  bigint := 0;
  high bigint := pg_snapshot_xmin(log_snapshot())::text::bigint;
  mid  bigint;
  met  timestamptz;
BEGIN
  WHILE low < high LOOP
    mid := (low + high) / 2;
    met := (SELECT c.at FROM change c WHERE c.xid >= mid::text::xid8 ORDER BY c.xid, c.seq LIMIT 1);
    IF met < instant THEN low := mid + 1; ELSE high := mid; END IF;
  END LOOP;
  RETURN low::text::xid8;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_transaction_at(timestamp with time zone) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_turn()
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT least((SELECT min(k.expires_at) FROM api_key k WHERE k.revoked_at IS NULL AND k.expires_at > now()),
                       (SELECT min(a.valid_until) FROM agreement a WHERE a.state = 'ACCEPTED' AND a.valid_until > now()),
                       (SELECT min(a.valid_from) FROM agreement a WHERE a.state = 'ACCEPTED' AND a.valid_from > now())));
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_turn() TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_view_since(view uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT v.since::text FROM feed_view v WHERE v.id = view AND v.organization_id = hub.viewer());
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_view_since(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_viewers(keys uuid[], hashes bytea[], peers inet[], filter jsonb)
 RETURNS TABLE(n integer, view uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  caller CONSTANT jsonb := scope() || jsonb_build_object('hub.key', coalesce(current_setting('hub.key', true), ''));
  view   uuid;
BEGIN
  FOR i IN 1 .. coalesce(cardinality(keys), 0) LOOP
    view := NULL;
    IF EXISTS (SELECT FROM hub.enter(keys[i], hashes[i], peers[i])) THEN
      view := (SELECT v.id FROM view_of(filter) v);
    END IF;
    RETURN QUERY SELECT i, view;
  END LOOP;
  PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_viewers(uuid[],bytea[],inet[],jsonb) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_views(ids uuid[])
 RETURNS TABLE(id uuid, parts jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT v.id, v.parts FROM feed_view v WHERE v.id = ANY (ids) AND v.organization_id = hub.viewer() AND may_put_on(v.settings, v.filter);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_views(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.feed_walk(view uuid, filter jsonb, types text[], tables text[], datasets text[], since_place integer, since_id uuid, look integer, most integer)
 RETURNS TABLE(place integer, id uuid, seen boolean, is_last boolean, withheld text[])
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
#variable_conflict use_variable
DECLARE
  caller     CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN scope() END;
  asked      CONSTANT jsonb := CASE WHEN view IS NOT NULL THEN put_on(view) ELSE filter END;
  asked_types CONSTANT text[] := texts_in(asked -> 'types');
  regions    CONSTANT uuid[] := texts_in(asked -> 'regions');
  severities CONSTANT text[] := texts_in(asked -> 'severities');
  markings   CONSTANT text[] := texts_in(asked -> 'markings');
  classes    CONSTANT text[] := texts_in(asked -> 'classes');
  narrow     CONSTANT int := 32;
  beyond     uuid := since_id;
  remaining  int := most;
  owners     uuid[];
  policy     text;
  fitting    text;
  told       text;
  statement  text;
  found      record;
BEGIN
  FOR at IN since_place .. cardinality(types) LOOP
    IF types[at] = ANY (asked_types) THEN
      policy := (SELECT string_agg('(' || pg_get_expr(p.polqual, p.polrelid) || ')', ' OR ') FROM pg_policy p
                  WHERE p.polrelid = format('hub.%I', tables[at])::regclass AND p.polcmd = 'r' AND p.polpermissive);
      IF policy IS NULL THEN RAISE EXCEPTION 'nobody may read %', tables[at] USING ERRCODE = 'insufficient_privilege'; END IF;
      fitting := concat_ws(' AND ', policy,
        CASE WHEN regions IS NOT NULL AND NOT datasets[at] IN ('DIRECTORY', 'SHARING', 'KEYS') THEN 't.region_id = ANY ($4)' END,
        CASE WHEN severities IS NOT NULL AND datasets[at] IN ('INCIDENTS', 'WARNINGS') THEN 't.severity = ANY ($5)' END,
        CASE WHEN markings IS NOT NULL AND datasets[at] = 'INCIDENTS' THEN 't.tlp = ANY ($6)' END,
        CASE WHEN classes IS NOT NULL AND types[at] = 'Incident' THEN 't.class = ANY ($7)' END);
      told := CASE WHEN datasets[at] = 'INVENTORY' AND hub.inventory_grants() IS NOT NULL
                   THEN 'to_jsonb(hub.withheld((SELECT hub.inventory_grants()), t.owner_id, t.region_id))' ELSE 'NULL::jsonb' END;
      owners := CASE datasets[at] WHEN 'INVENTORY' THEN hub.inventory_owners() WHEN 'SAMPLES' THEN hub.samples_owners() WHEN 'WARNINGS' THEN hub.warnings_owners() END;
      IF cardinality(owners) <= narrow THEN
        statement := format('SELECT t.id, true AS seen, false AS is_last, %s AS withheld FROM unnest($8) o(id)
          CROSS JOIN LATERAL (SELECT t.* FROM hub.%I t WHERE t.owner_id = o.id AND t.id > $1 AND (%s) ORDER BY t.id LIMIT $3) t', told, tables[at], fitting);
        IF datasets[at] IN ('SAMPLES', 'WARNINGS') THEN
          statement := statement || format(' UNION ALL SELECT t.id, true, false, %s FROM unnest($8) o(id)
            CROSS JOIN LATERAL (SELECT t.* FROM hub.%I t WHERE t.writer_id = o.id AND (t.owner_id = ANY ($8)) IS NOT TRUE AND t.id > $1 AND (%s) ORDER BY t.id LIMIT $3) t',
            told, tables[at], fitting);
        END IF;
        statement := format('SELECT x.* FROM (%s) x ORDER BY x.id LIMIT $3', statement);
      ELSE
        statement := format('SELECT x.id, x.seen, x.n = $2 AS is_last, x.withheld FROM (
            SELECT t.id, t.n, (%s) IS TRUE AS seen, %s AS withheld
              FROM (SELECT t.*, row_number() OVER (ORDER BY t.id) AS n FROM hub.%I t WHERE t.id > $1 ORDER BY t.id LIMIT $2) t OFFSET 0) x
          WHERE x.seen OR x.n = $2 LIMIT $3', fitting, told, tables[at]);
      END IF;
      EXECUTE format('SELECT array_agg(y.id) AS ids, array_agg(y.seen) AS seens, array_agg(y.is_last) AS lasts, jsonb_agg(y.withheld) AS withhelds, count(*)::int AS count FROM (%s) y', statement)
         INTO found USING beyond, look, remaining, regions, severities, markings, classes, owners;
      RETURN QUERY SELECT at, u.id, u.seen, u.is_last, texts_in(found.withhelds -> (u.n - 1)::int)
                     FROM unnest(found.ids, found.seens, found.lasts) WITH ORDINALITY AS u(id, seen, is_last, n);
      remaining := remaining - found.count;
      EXIT WHEN remaining <= 0 OR found.lasts[found.count];
    END IF;
    beyond := '00000000-0000-0000-0000-000000000000';
  END LOOP;
  IF caller IS NOT NULL THEN PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s; END IF;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.feed_walk(uuid,jsonb,text[],text[],text[],integer,uuid,integer,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.find_subjects(writer uuid, rules uuid[], keys text[], names text[])
 RETURNS TABLE(place integer, found integer, subject_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF (writer = ANY (hub.writers())) IS NOT TRUE THEN
    RAISE EXCEPTION 'series of an organization that this key may not write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY SELECT f.* FROM private.find_subjects(writer, rules, keys, names) f;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.find_subjects(uuid,uuid[],text[],text[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.fold(input text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  SELECT lower(translate(regexp_replace(normalize(input, NFD), U&'[\0300-\036F]', '', 'g'), U&'\0110\0111', 'dd'))
$function$
;
GRANT EXECUTE ON FUNCTION hub.fold(text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.grant_at(grants jsonb, owner_id uuid, region_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE
  places CONSTANT jsonb := grants -> 'places' -> (grants -> 'owners' ->> owner_id::text)::int;
BEGIN
  RETURN coalesce(places -> region_id::text, places -> '*');
END $function$
;
GRANT EXECUTE ON FUNCTION hub.grant_at(jsonb,uuid,uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.has_steward(organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT organization = ANY (hub.stewarded()) AND private.has_steward(organization)
$function$
;
GRANT EXECUTE ON FUNCTION hub.has_steward(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.hold_incidents(ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  seen   CONSTANT uuid[] := ARRAY(SELECT i.id FROM incident i CROSS JOIN LATERAL judged('INCIDENTS', 'Incident', i.owner_id, NULL, i.region_id, i.tlp, i.severity, i.party_ids) j
                                   WHERE i.id = ANY (ids) AND j.seen);
  beside CONSTANT uuid[] := ARRAY(SELECT i.id FROM incident i WHERE i.merged_into_id = ANY (seen) UNION SELECT l.other_id FROM incident_link l WHERE l.incident_id = ANY (seen));
BEGIN
  PERFORM FROM incident i WHERE i.id = ANY (seen || beside) ORDER BY i.id FOR NO KEY UPDATE;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.hold_incidents(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.hold_packed(ids uuid[], days date[])
 RETURNS TABLE(n integer, number bigint, open integer, count integer, data bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
#variable_conflict use_column
DECLARE
  first date := (SELECT min(d) FROM unnest(days) d);
  last  date := (SELECT max(d) FROM unnest(days) d);
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM hold_series(ids);
  RETURN QUERY
  SELECT u.n::int, s.number, rows_of_day(s.number, c.day), c.count, c.data
    FROM unnest(ids, days) WITH ORDINALITY AS u(id, day, n) JOIN series s ON s.id = u.id
    JOIN sample_chunk c ON c.series_number = s.number AND c.day = u.day AND c.day BETWEEN first AND last;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.hold_packed(uuid[],date[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.hold_slices(ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM share_slices(ARRAY(SELECT DISTINCT s.number FROM unnest(ids) i JOIN series s ON s.id = i));
END $function$
;
GRANT EXECUTE ON FUNCTION hub.hold_slices(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.hold_tasks(incident uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM incident i WHERE i.id = hold_tasks.incident AND writes_for_party(i.party_ids) FOR NO KEY UPDATE;
  RETURN FOUND;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.hold_tasks(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.identities()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.identities', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.identities() TO hub_api;

CREATE OR REPLACE FUNCTION hub.impact_of(record_type text, record uuid, most_steps integer, most integer)
 RETURNS TABLE(kind text, id uuid, owner_id uuid, site_id uuid, steps integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
DECLARE
  idle    CONSTANT text[] := '{PLANNED,RETIRED}';
  known   uuid[] := ARRAY[record];
  devices uuid[] := CASE record_type WHEN 'Device' THEN ARRAY[record] END;
  links   uuid[] := CASE record_type WHEN 'Link' THEN ARRAY[record] END;
  systems uuid[] := CASE record_type WHEN 'InformationSystem' THEN ARRAY[record] END;
  step    int := 0;
  reached record;
BEGIN
  LOOP
    step := step + 1;
    SELECT array_agg(r.kind) AS kinds, array_agg(r.id) AS ids, array_agg(r.owner_id) AS owner_ids, array_agg(r.site_id) AS site_ids INTO reached FROM (
      SELECT DISTINCT ON (n.id) n.* FROM (
        -- of a place, what stands there and what ends there
        SELECT 'Device' AS kind, d.id, d.owner_id, d.site_id FROM device d WHERE step = 1 AND record_type = 'Site' AND d.site_id = record AND d.status <> ALL (idle)
        UNION ALL
        SELECT 'Link', l.id, l.owner_id, NULL FROM link l
         WHERE step = 1 AND record_type = 'Site' AND (l.a_site_id = record OR l.b_site_id = record) AND l.status <> ALL (idle)
        UNION ALL
        SELECT 'Link', l.id, l.owner_id, NULL FROM link l
         WHERE step = 1 AND record_type = 'Interface' AND (l.a_interface_id = record OR l.b_interface_id = record) AND l.status <> ALL (idle)
        UNION ALL
        -- of devices, the links that end on them and the systems that run on them
        SELECT 'Link', l.id, l.owner_id, NULL FROM unnest(devices) AS f(id) CROSS JOIN LATERAL (
          SELECT a.id, a.owner_id FROM link a WHERE a.a_device_id = f.id AND a.status <> ALL (idle)
          UNION ALL
          SELECT b.id, b.owner_id FROM link b WHERE b.b_device_id = f.id AND b.status <> ALL (idle)) l
        UNION ALL
        SELECT 'InformationSystem', s.id, s.owner_id, NULL FROM unnest(devices) AS f(id)
          JOIN information_system_device o ON o.device_id = f.id JOIN information_system s ON s.id = o.system_id AND s.status <> ALL (idle)
        UNION ALL
        -- of links, the devices that have no other
        SELECT 'Device', d.id, d.owner_id, d.site_id FROM unnest(links) AS f(id)
          JOIN link l ON l.id = f.id CROSS JOIN LATERAL (VALUES (l.a_device_id), (l.b_device_id)) e(id)
          JOIN device d ON d.id = e.id AND d.status <> ALL (idle)
         WHERE NOT EXISTS (SELECT FROM link o WHERE o.a_device_id = d.id AND o.id <> f.id AND o.status <> ALL (idle))
           AND NOT EXISTS (SELECT FROM link o WHERE o.b_device_id = d.id AND o.id <> f.id AND o.status <> ALL (idle))
        UNION ALL
        -- of systems, those that they are part of and those that need them
        SELECT 'InformationSystem', s.id, s.owner_id, NULL FROM unnest(systems) AS f(id)
          JOIN information_system_part o ON o.part_id = f.id JOIN information_system s ON s.id = o.system_id AND s.status <> ALL (idle)
        UNION ALL
        SELECT 'InformationSystem', s.id, s.owner_id, NULL FROM unnest(systems) AS f(id)
          JOIN information_system_dependency o ON o.needs_id = f.id JOIN information_system s ON s.id = o.system_id AND s.status <> ALL (idle)) n
       WHERE NOT EXISTS (SELECT FROM unnest(known) AS k(id) WHERE k.id = n.id)
       ORDER BY n.id LIMIT most + 2 - cardinality(known)) r;
    EXIT WHEN reached.ids IS NULL;
    RETURN QUERY
    SELECT u.kind, u.id, u.owner_id, s.id, step
      FROM unnest(reached.kinds, reached.ids, reached.owner_ids, reached.site_ids) AS u(kind, id, owner_id, site_id) LEFT JOIN site s ON s.id = u.site_id;
    known := known || reached.ids;
    EXIT WHEN step > most_steps OR cardinality(known) > most + 1;
    SELECT array_agg(u.id) FILTER (WHERE u.kind = 'Device'), array_agg(u.id) FILTER (WHERE u.kind = 'Link'), array_agg(u.id) FILTER (WHERE u.kind = 'InformationSystem')
      INTO devices, links, systems FROM unnest(reached.kinds, reached.ids) AS u(kind, id);
  END LOOP;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.impact_of(text,uuid,integer,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.incident_grants()
 RETURNS jsonb
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.incident_grants', true), '')::jsonb $function$
;
GRANT EXECUTE ON FUNCTION hub.incident_grants() TO hub_api;

CREATE OR REPLACE FUNCTION hub.interfaces_by_mac(asked macaddr[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
      SELECT id FROM interface WHERE mac = ANY (asked) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'MAC'))
    $function$
;
GRANT EXECUTE ON FUNCTION hub.interfaces_by_mac(macaddr[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.inventory_grants()
 RETURNS jsonb
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.inventory_grants', true), '')::jsonb $function$
;
GRANT EXECUTE ON FUNCTION hub.inventory_grants() TO hub_api;

CREATE OR REPLACE FUNCTION hub.inventory_owners()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.inventory_owners', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.inventory_owners() TO hub_api;

CREATE OR REPLACE FUNCTION hub.is_party(organization uuid, parties uuid[])
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT organization = ANY (parties)
      OR EXISTS (SELECT FROM sharing_group_member m WHERE m.organization_id = organization AND m.group_id = ANY (parties)
                    AND organization = ANY (hub.writers()))
$function$
;
GRANT EXECUTE ON FUNCTION hub.is_party(uuid,uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.keep_feed_view(filter jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN keep_view(filter);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.keep_feed_view(jsonb) TO hub_api;

CREATE OR REPLACE FUNCTION hub.keep_secret(key uuid, hash bytea)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  INSERT INTO api_secret (key_id, hash) SELECT k.id, keep_secret.hash FROM api_key k WHERE k.id = keep_secret.key AND k.owner_id = ANY (hub.stewarded())
$function$
;
GRANT EXECUTE ON FUNCTION hub.keep_secret(uuid,bytea) TO hub_api;

CREATE OR REPLACE FUNCTION hub.keep_webhook_secret(webhook uuid, secret bytea, retire_old_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  newest timestamptz;
BEGIN
  PERFORM FROM webhook w WHERE w.id = webhook AND w.client_id = hub.client() FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  newest := (SELECT max(s.made_at) FROM webhook_secret s WHERE s.webhook_id = webhook);
  DELETE FROM webhook_secret s WHERE s.webhook_id = webhook AND (s.made_at < newest OR retire_old_at <= now());
  UPDATE webhook_secret s SET expires_at = retire_old_at WHERE s.webhook_id = webhook;
  INSERT INTO webhook_secret (webhook_id, secret) VALUES (webhook, keep_webhook_secret.secret);
  UPDATE webhook_progress p SET secret_made_at = now(), old_secret_until = CASE WHEN newest IS NOT NULL AND retire_old_at > now() THEN retire_old_at END
   WHERE p.webhook_id = webhook;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.keep_webhook_secret(uuid,bytea,timestamp with time zone) TO hub_api;

CREATE OR REPLACE FUNCTION hub.keeps_directory()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT coalesce(current_setting('hub.keeps_directory', true), '') = 'yes' $function$
;
GRANT EXECUTE ON FUNCTION hub.keeps_directory() TO hub_api;

CREATE OR REPLACE FUNCTION hub.kept_since(level text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
BEGIN
  RETURN greatest((SELECT date_trunc('day', now()) - make_interval(days => r.days) FROM retention r WHERE r.level = kept_since.level),
                  (SELECT max(g.until) + interval '1 day' FROM let_go g WHERE g.level = kept_since.level));
END $function$
;
GRANT EXECUTE ON FUNCTION hub.kept_since(text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.let_go_until(level text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT max(g.until) FROM let_go g WHERE g.level = let_go_until.level);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.let_go_until(text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.move_tasks(incident uuid, moved jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE task t SET state = m.state, outcome = m.outcome, round = m.round, opened_at = m.opened_at, due_at = m.due_at, completed_at = m.completed_at,
                    note = CASE WHEN m.completed_at IS NOT NULL THEN t.note END,
                    completed_by_id = CASE WHEN m.completed_at IS NOT NULL THEN t.completed_by_id END,
                    completed_by_desk = CASE WHEN m.completed_at IS NOT NULL THEN t.completed_by_desk END
    FROM jsonb_to_recordset(moved) AS m(id uuid, state text, outcome text, round int, opened_at timestamptz, due_at timestamptz, completed_at timestamptz)
   WHERE t.id = m.id AND t.incident_id = move_tasks.incident AND writes_for_party(t.party_ids);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.move_tasks(uuid,jsonb) TO hub_api;

CREATE OR REPLACE FUNCTION hub.network_devices(devices uuid[], sites uuid[])
 RETURNS TABLE(id uuid, site_id uuid, is_root boolean, links integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT d.id, d.site_id, o.kind = 'NATIONAL_CENTER' OR 'uplink' = ANY (d.tags),
         (SELECT count(*)::int FROM (SELECT FROM link l WHERE l.a_device_id = d.id AND l.status <> ALL ('{PLANNED,RETIRED}'::text[]) LIMIT 100) a)
         + (SELECT count(*)::int FROM (SELECT FROM link l WHERE l.b_device_id = d.id AND l.status <> ALL ('{PLANNED,RETIRED}'::text[]) LIMIT 100) b)
    FROM (SELECT x.id FROM device x WHERE x.id = ANY (devices) UNION SELECT x.id FROM device x WHERE x.site_id = ANY (sites)) n
    JOIN device d ON d.id = n.id JOIN organization o ON o.id = d.owner_id
   WHERE d.status <> ALL ('{PLANNED,RETIRED}'::text[]) AND (SELECT may_settle())
$function$
;
GRANT EXECUTE ON FUNCTION hub.network_devices(uuid[],uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.network_hanging(devices uuid[], sites uuid[])
 RETURNS TABLE(subject_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  WITH RECURSIVE system (id) AS (
    SELECT r.system_id FROM information_system_device r WHERE r.device_id = ANY (devices)
    UNION
    SELECT n.id FROM system y CROSS JOIN LATERAL (
      SELECT p.system_id AS id FROM information_system_part p WHERE p.part_id = y.id
      UNION ALL SELECT d.system_id FROM information_system_dependency d WHERE d.needs_id = y.id) n
  ), hanging AS (
    SELECT y.id FROM system y
    UNION SELECT i.id FROM interface i WHERE i.device_id = ANY (devices)
    UNION SELECT s.id FROM unnest(sites) AS s(id)
    UNION SELECT d.id FROM device d WHERE d.site_id = ANY (sites)
  )
  SELECT DISTINCT h.id FROM hanging h
   WHERE (SELECT may_settle()) AND EXISTS (SELECT FROM warning w WHERE w.subject_id = h.id AND w.cleared_at IS NULL AND w.nature <> 'OTHER')
$function$
;
GRANT EXECUTE ON FUNCTION hub.network_hanging(uuid[],uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.network_links(devices uuid[], sites uuid[], interfaces uuid[], links uuid[])
 RETURNS TABLE(id uuid, a_site_id uuid, a_device_id uuid, a_interface_id uuid, b_site_id uuid, b_device_id uuid, b_interface_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT DISTINCT l.id, l.a_site_id, l.a_device_id, l.a_interface_id, l.b_site_id, l.b_device_id, l.b_interface_id FROM (
    SELECT x.* FROM link x WHERE x.a_device_id = ANY (devices)
    UNION ALL SELECT x.* FROM link x WHERE x.b_device_id = ANY (devices)
    UNION ALL SELECT x.* FROM link x WHERE x.a_site_id = ANY (sites) AND x.a_device_id IS NULL
    UNION ALL SELECT x.* FROM link x WHERE x.b_site_id = ANY (sites) AND x.b_device_id IS NULL
    UNION ALL SELECT x.* FROM link x WHERE x.a_interface_id = ANY (interfaces)
    UNION ALL SELECT x.* FROM link x WHERE x.b_interface_id = ANY (interfaces)
    UNION ALL SELECT x.* FROM link x WHERE x.id = ANY (links)) l
   WHERE l.status <> ALL ('{PLANNED,RETIRED}'::text[]) AND (SELECT may_settle())
$function$
;
GRANT EXECUTE ON FUNCTION hub.network_links(uuid[],uuid[],uuid[],uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.network_needs(subjects uuid[])
 RETURNS TABLE(kind text, id uuid, needs_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  WITH RECURSIVE system (id) AS (
    SELECT s.id FROM information_system s WHERE s.id = ANY (subjects)
    UNION
    SELECT n.id FROM system y CROSS JOIN LATERAL (
      SELECT p.part_id AS id FROM information_system_part p WHERE p.system_id = y.id
      UNION ALL SELECT d.needs_id FROM information_system_dependency d WHERE d.system_id = y.id) n
  ), need AS (
    SELECT 'SYSTEM' AS kind, y.id, n.needs_id FROM system y CROSS JOIN LATERAL (
      SELECT p.part_id AS needs_id FROM information_system_part p WHERE p.system_id = y.id
      UNION SELECT d.needs_id FROM information_system_dependency d WHERE d.system_id = y.id
      UNION SELECT r.device_id FROM information_system_device r WHERE r.system_id = y.id) n
    UNION ALL
    SELECT 'INTERFACE', i.id, i.device_id FROM interface i WHERE i.id = ANY (subjects)
  )
  SELECT n.kind, n.id, n.needs_id FROM need n WHERE (SELECT may_settle())
$function$
;
GRANT EXECUTE ON FUNCTION hub.network_needs(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.note_feed_read(feed uuid, road text, told_until timestamp with time zone, followable_until timestamp with time zone, delivered bigint, failures bigint, failure text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  UPDATE feed_consumer c SET
         told_until = coalesce(note_feed_read.told_until, c.told_until), followable_until = coalesce(note_feed_read.followable_until, c.followable_until),
         last_read_at = now(), last_delivered_at = CASE WHEN note_feed_read.delivered > 0 THEN now() ELSE c.last_delivered_at END,
         delivered = c.delivered + note_feed_read.delivered, failures = c.failures + note_feed_read.failures,
         last_failed_at = CASE WHEN failure IS NULL THEN c.last_failed_at ELSE now() END, last_failure = coalesce(failure, c.last_failure)
   WHERE c.client_id = hub.client() AND c.feed_id IS NOT DISTINCT FROM note_feed_read.feed AND c.road = note_feed_read.road;
  IF FOUND OR hub.client() IS NULL OR (SELECT count(*) FROM feed_consumer c WHERE c.client_id = hub.client()) >= 100 THEN RETURN; END IF;
  INSERT INTO feed_consumer (owner_id, client_id, feed_id, road, told_until, followable_until, last_read_at, last_delivered_at, delivered, failures, last_failed_at, last_failure)
  VALUES (hub.viewer(), hub.client(), feed, note_feed_read.road, note_feed_read.told_until, note_feed_read.followable_until, now(),
          CASE WHEN note_feed_read.delivered > 0 THEN now() END, note_feed_read.delivered, note_feed_read.failures, CASE WHEN failure IS NOT NULL THEN now() END, failure)
  ON CONFLICT DO NOTHING;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.note_feed_read(uuid,text,timestamp with time zone,timestamp with time zone,bigint,bigint,text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.open_failures(subjects uuid[])
 RETURNS TABLE(id uuid, subject_id uuid, nature text, may_cause boolean, state text, firing boolean, raised_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  WITH failing AS MATERIALIZED (
    SELECT w.* FROM warning w WHERE w.subject_id = ANY (subjects) AND w.cleared_at IS NULL AND w.nature <> 'OTHER' AND (SELECT may_settle())
  ), pair AS MATERIALIZED (
    SELECT p.writer_id, p.owner_id, speaks_for(p.writer_id, p.owner_id) AS may_cause FROM (SELECT DISTINCT f.writer_id, f.owner_id FROM failing f) p
  )
  SELECT f.id, f.subject_id, f.nature, p.may_cause, f.state, f.firing, f.raised_at
    FROM failing f JOIN pair p ON p.writer_id = f.writer_id AND p.owner_id = f.owner_id
$function$
;
GRANT EXECUTE ON FUNCTION hub.open_failures(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.open_markings()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.open_markings', true), '')::text[] $function$
;
GRANT EXECUTE ON FUNCTION hub.open_markings() TO hub_api;

CREATE OR REPLACE FUNCTION hub.owners()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.owners', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.owners() TO hub_api;

CREATE OR REPLACE FUNCTION hub.packed_samples(ids uuid[], days date[])
 RETURNS TABLE(n integer, data bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT u.n::int, c.data
    FROM unnest(ids, days) WITH ORDINALITY AS u(id, day, n) JOIN series s ON s.id = u.id
    JOIN sample_chunk c ON c.series_number = s.number AND c.day = u.day
   WHERE s.writer_id = ANY ((SELECT hub.writers())::uuid[])
$function$
;
GRANT EXECUTE ON FUNCTION hub.packed_samples(uuid[],date[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.quieted(subjects uuid[], writers uuid[], severities text[], labels jsonb[], rules uuid[], at timestamp with time zone)
 RETURNS TABLE(place integer, kind text, by_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
DECLARE
  owners uuid[];
BEGIN
  IF current_setting('role') <> 'hub_owner' AND (quieted.writers <@ hub.writers()) IS NOT TRUE THEN
    RAISE EXCEPTION 'what holds back warnings of an organization that this key may not write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT is_anything_quiet(quieted.at) THEN RETURN; END IF;
  owners := ARRAY(
    SELECT coalesce((SELECT x.owner_id FROM interface x WHERE x.id = u.subject), (SELECT x.owner_id FROM device x WHERE x.id = u.subject),
                    (SELECT x.owner_id FROM link x WHERE x.id = u.subject), (SELECT x.owner_id FROM information_system x WHERE x.id = u.subject),
                    (SELECT x.owner_id FROM site x WHERE x.id = u.subject), (SELECT x.id FROM organization x WHERE x.id = u.subject),
                    (SELECT x.owner_id FROM prefix x WHERE x.id = u.subject), u.writer)
      FROM unnest(subjects, quieted.writers) WITH ORDINALITY AS u(subject, writer, place) ORDER BY u.place);
  RETURN QUERY SELECT q.place, q.kind, q.by_id FROM private.quieted(subjects, owners, quieted.writers, severities, quieted.labels, rules, quieted.at) q;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.quieted(uuid[],uuid[],text[],jsonb[],uuid[],timestamp with time zone) TO hub_api;

CREATE OR REPLACE FUNCTION hub.reaches(grants jsonb, owner_id uuid, region_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  RETURN NOT grants -> 'owners' ? owner_id::text OR hub.grant_at(grants, owner_id, region_id) IS NOT NULL;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.reaches(jsonb,uuid,uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.record_as_of(records uuid[], instant timestamp with time zone)
 RETURNS TABLE(record_id uuid, record_type text, changed_at timestamp with time zone, image jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT now.record_id, now.record_type, shown.at, was.after - now.columns - '{number,party_ids}'::text[]
    FROM shown_now(records) now
   CROSS JOIN LATERAL (SELECT c.seq, c.operation, c.owner_id, c.writer_id, c.region_id, c.tlp, c.party_ids, c.after
                         FROM change c WHERE c.record_id = now.record_id AND c.operation <> 'APPENDED' AND c.at <= instant
                        ORDER BY c.seq DESC LIMIT 1) was
   CROSS JOIN LATERAL judged(now.dataset, now.record_type, was.owner_id, was.writer_id, was.region_id, was.tlp, was.after ->> 'severity', was.party_ids) j
   -- A change of nothing that shows is none, as in the history.
   CROSS JOIN LATERAL (SELECT c.at FROM change c
                        WHERE c.record_id = now.record_id AND c.operation <> 'APPENDED' AND c.seq <= was.seq
                          AND image_shown(c.before, now.columns, now.naming, now.hidden) IS DISTINCT FROM image_shown(c.after, now.columns, now.naming, now.hidden)
                        ORDER BY c.seq DESC LIMIT 1) shown
   WHERE was.operation <> 'DELETED' AND (was.tlp IS NULL OR j.seen);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.record_as_of(uuid[],timestamp with time zone) TO hub_api;

CREATE OR REPLACE FUNCTION hub.record_history(records uuid[], before_place bigint, most integer)
 RETURNS TABLE(record_id uuid, place bigint, at timestamp with time zone, operation text, actor_label text, actor_key_id uuid, before jsonb, after jsonb, withheld text[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT now.record_id, h.place, h.at, h.operation, CASE WHEN a.named THEN h.actor_label END, CASE WHEN a.named THEN h.actor_key_id END, h.before, h.after, now.fields
    FROM shown_now(records) now
    -- OFFSET 0: what is worked out here once is not to be worked out again wherever it is used.
   CROSS JOIN LATERAL (SELECT now.columns || '{number,party_ids}'::text[] || CASE WHEN o.own THEN '{}' ELSE '{coworker_ids,recipient_ids,hand_over_to_id}'::text[] END AS unsaid,
                              CASE WHEN o.own THEN '{}' ELSE '{version}'::text[] END AS uncounted
                         FROM (SELECT now.owner_id = ANY ((SELECT hub.owners())::uuid[]) AS own) o OFFSET 0) w
   CROSS JOIN LATERAL (SELECT p.* FROM (SELECT row_number() OVER (ORDER BY s.seq) AS place, s.*
                                          FROM (SELECT c.seq, c.at, c.operation, c.actor_id, c.actor_label, c.actor_key_id,
                                                       image_shown(c.before, w.unsaid, now.naming, now.hidden) AS before,
                                                       image_shown(c.after, w.unsaid, now.naming, now.hidden) AS after
                                                  FROM (SELECT c.* FROM change c WHERE c.record_id = now.record_id AND c.operation <> 'APPENDED' OFFSET 0) c
                                                 CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.owner_id, NULL, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids) j
                                                 CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.was_owner_id, NULL, c.was_region_id, c.was_tlp, c.before ->> 'severity', c.was_party_ids) k
                                                 WHERE (c.tlp IS NULL OR j.seen) AND (c.was_tlp IS NULL OR k.seen) OFFSET 0) s
                                         WHERE s.before - w.uncounted IS DISTINCT FROM s.after - w.uncounted) p
                        WHERE before_place IS NULL OR p.place < before_place
                        ORDER BY p.place DESC LIMIT most) h
   CROSS JOIN LATERAL (SELECT num_nonnulls(now.owner_id, now.writer_id) = 0
                           OR EXISTS (SELECT FROM api_client c
                                       WHERE c.id = h.actor_id
                                         AND (c.owner_id = ANY (now.party_ids)
                                              OR EXISTS (SELECT FROM sharing_group_member m WHERE m.organization_id = c.owner_id AND m.group_id = ANY (now.party_ids))
                                              OR EXISTS (SELECT FROM organization_tree t
                                                          WHERE t.ancestor_id = c.owner_id AND t.descendant_id IN (now.owner_id, now.writer_id)))) AS named OFFSET 0) a;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.record_history(uuid[],bigint,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.restart_webhook(webhook uuid, cursor text, anew boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE webhook_progress p
     SET cursor = CASE WHEN NOT anew THEN coalesce(restart_webhook.cursor, p.cursor) END, messages = p.messages + 1, tries = 0, message_changes = NULL, failures = 0, seen_xid = NULL,
         next_at = now(), lease = NULL, leased_until = NULL, ended_reason = NULL, ended_at = NULL, behind_since = NULL
   WHERE p.webhook_id = webhook AND p.client_id = hub.client();
END $function$
;
GRANT EXECUTE ON FUNCTION hub.restart_webhook(uuid,text,boolean) TO hub_api;

CREATE OR REPLACE FUNCTION hub.rule_selections(rules uuid[])
 RETURNS TABLE(rule_id uuid, count integer, is_cut boolean, selected_at timestamp with time zone, firing integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT s.rule_id, s.count, s.is_cut, s.selected_at, (SELECT count(*)::int FROM rule_firing f WHERE f.rule_id = s.rule_id)
        FROM warning_rule r JOIN rule_selection s ON s.rule_id = r.id AND s.revision = r.updated_at WHERE r.id = ANY (rules) AND (party_ids && (SELECT hub.owners() || hub.identities())::uuid[]);
    END $function$
;
GRANT EXECUTE ON FUNCTION hub.rule_selections(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.sample_instants(asked uuid[], since timestamp with time zone[], until timestamp with time zone[], only_chunks boolean)
 RETURNS TABLE(n integer, instants bytea, chunks bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT a.n::int, o.instants, c.chunks
        FROM unnest(asked, since, until) WITH ORDINALITY AS a(id, since, until, n) JOIN series s ON s.id = a.id
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(x.at), ''::bytea ORDER BY x.at) AS instants
                             FROM sample x WHERE NOT only_chunks AND x.series_number = s.number AND x.at >= a.since AND x.at < a.until) o
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(d.day) || int4send(octet_length(d.data)) || d.data, ''::bytea ORDER BY d.day) AS chunks
                             FROM sample_chunk d
                            WHERE d.series_number = s.number AND d.day >= a.since::date AND d.day < a.until AND d.last_at >= a.since) c
       WHERE owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id));
    END $function$
;
GRANT EXECUTE ON FUNCTION hub.sample_instants(uuid[],timestamp with time zone[],timestamp with time zone[],boolean) TO hub_api;

CREATE OR REPLACE FUNCTION hub.sample_points(asked uuid[], since timestamp with time zone, until timestamp with time zone, most integer)
 RETURNS TABLE(series_id uuid, points bytea, flagged bytea, chunks bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
    #variable_conflict use_column
    DECLARE
      first_day date := since::date;
      last_day  date := until::date;
    BEGIN
      RETURN QUERY
      SELECT s.id, p.points, p.flagged, c.chunks
        FROM unnest(asked) AS a(id) JOIN series s ON s.id = a.id
       CROSS JOIN LATERAL (
         SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                string_agg(timestamptz_send(x.at) || int2send(x.flag), ''::bytea) FILTER (WHERE x.flag <> 0) AS flagged
           FROM (SELECT y.at, y.value, y.flag FROM sample y
                  WHERE y.series_number = s.number AND y.at >= since AND y.at < until ORDER BY y.at LIMIT most) x) p
       CROSS JOIN LATERAL (
         SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) AS chunks
           FROM (SELECT d.day, d.data, coalesce(sum(d.count) FILTER (WHERE d.day > first_day) OVER (ORDER BY d.day ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0) AS before
                   FROM sample_chunk d
                  WHERE d.series_number = s.number AND d.day BETWEEN first_day AND last_day AND d.day < until AND d.last_at >= since) x
          WHERE x.before < most) c
       WHERE owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id));
    END $function$
;
GRANT EXECUTE ON FUNCTION hub.sample_points(uuid[],timestamp with time zone,timestamp with time zone,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.sample_steps_1d(asked uuid[], since timestamp with time zone[], until timestamp with time zone, most integer, most_days integer)
 RETURNS TABLE(series_id uuid, kind text, rolled bytea, rolled_end timestamp with time zone, points bytea, chunks bytea, chunks_end timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
      #variable_conflict use_column
      DECLARE
        -- Said once more as these, the months that are not asked for are left out before they are opened.
        low      timestamptz := (SELECT min(x) FROM unnest(since) x) - interval '1 day';
        low_day  date := low::date;
        high_day date := until::date;
      BEGIN
        RETURN QUERY
        SELECT s.id, m.kind, r.rolled, r.rolled_end, p.points, c.chunks, c.chunks_end
          FROM unnest(asked, since) AS a(id, since) JOIN series s ON s.id = a.id JOIN metric m ON m.id = s.metric_id
         CROSS JOIN LATERAL (SELECT a.since - CASE WHEN m.kind = 'COUNTER' THEN interval '1 day' ELSE interval '0' END AS at) earliest
         CROSS JOIN LATERAL (
           SELECT CASE WHEN earliest.at < a.since
                       THEN coalesce((SELECT max(z.at) FROM sample z
                                       WHERE z.series_number = s.number AND z.flag = 0 AND z.at >= low AND z.at < until AND z.at < a.since AND z.at >= earliest.at), a.since)
                       ELSE a.since END AS at) first
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                  min(x.at) AS first_at, max(x.at) AS last_at
             FROM (SELECT y.at, y.value FROM sample y
                    WHERE y.series_number = s.number AND y.at >= low AND y.at >= first.at AND y.at < until AND y.flag = 0 ORDER BY y.at LIMIT most) x) p
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.place <= most_days) AS rolled,
                  min(x.day) FILTER (WHERE x.place > most_days)::timestamptz AS rolled_end, coalesce(array_agg(x.day), '{}') AS days
             FROM (SELECT y.day, y.data, row_number() OVER (ORDER BY y.day) AS place FROM rollup_1d y
                    WHERE y.series_number = s.number AND y.day BETWEEN low_day AND high_day AND y.day >= earliest.at::date AND y.day < until AND y.is_counter = (m.kind = 'COUNTER')
                      AND y.day <> ALL ((SELECT open_days(s.number, p.first_at, p.last_at))::date[]) ORDER BY y.day LIMIT most_days + 1) x) r
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.before < most) AS chunks,
                  min(x.day) FILTER (WHERE x.before >= most)::timestamptz AS chunks_end
             FROM (SELECT d.day, d.data,
                          coalesce(sum(d.count) FILTER (WHERE d.day > a.since::date) OVER (ORDER BY d.day ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0) AS before
                     FROM sample_chunk d
                    WHERE d.series_number = s.number AND d.day BETWEEN low_day AND high_day AND d.day >= earliest.at::date AND d.day < until AND d.last_at >= earliest.at
                      AND d.day <> ALL (r.days) AND d.day < coalesce(r.rolled_end, until)) x) c
         WHERE owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id));
      END $function$
;
GRANT EXECUTE ON FUNCTION hub.sample_steps_1d(uuid[],timestamp with time zone[],timestamp with time zone,integer,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.sample_steps_1h(asked uuid[], since timestamp with time zone[], until timestamp with time zone, most integer, most_days integer)
 RETURNS TABLE(series_id uuid, kind text, rolled bytea, rolled_end timestamp with time zone, points bytea, chunks bytea, chunks_end timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
      #variable_conflict use_column
      DECLARE
        -- Said once more as these, the months that are not asked for are left out before they are opened.
        low      timestamptz := (SELECT min(x) FROM unnest(since) x) - interval '1 day';
        low_day  date := low::date;
        high_day date := until::date;
      BEGIN
        RETURN QUERY
        SELECT s.id, m.kind, r.rolled, r.rolled_end, p.points, c.chunks, c.chunks_end
          FROM unnest(asked, since) AS a(id, since) JOIN series s ON s.id = a.id JOIN metric m ON m.id = s.metric_id
         CROSS JOIN LATERAL (SELECT a.since - CASE WHEN m.kind = 'COUNTER' THEN interval '1 day' ELSE interval '0' END AS at) earliest
         CROSS JOIN LATERAL (
           SELECT CASE WHEN earliest.at < a.since
                       THEN coalesce((SELECT max(z.at) FROM sample z
                                       WHERE z.series_number = s.number AND z.flag = 0 AND z.at >= low AND z.at < until AND z.at < a.since AND z.at >= earliest.at), a.since)
                       ELSE a.since END AS at) first
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                  min(x.at) AS first_at, max(x.at) AS last_at
             FROM (SELECT y.at, y.value FROM sample y
                    WHERE y.series_number = s.number AND y.at >= low AND y.at >= first.at AND y.at < until AND y.flag = 0 ORDER BY y.at LIMIT most) x) p
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.place <= most_days) AS rolled,
                  min(x.day) FILTER (WHERE x.place > most_days)::timestamptz AS rolled_end, coalesce(array_agg(x.day), '{}') AS days
             FROM (SELECT y.day, y.data, row_number() OVER (ORDER BY y.day) AS place FROM rollup_1h y
                    WHERE y.series_number = s.number AND y.day BETWEEN low_day AND high_day AND y.day >= earliest.at::date AND y.day < until AND y.is_counter = (m.kind = 'COUNTER')
                      AND y.day <> ALL ((SELECT open_days(s.number, p.first_at, p.last_at))::date[]) ORDER BY y.day LIMIT most_days + 1) x) r
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.before < most) AS chunks,
                  min(x.day) FILTER (WHERE x.before >= most)::timestamptz AS chunks_end
             FROM (SELECT d.day, d.data,
                          coalesce(sum(d.count) FILTER (WHERE d.day > a.since::date) OVER (ORDER BY d.day ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0) AS before
                     FROM sample_chunk d
                    WHERE d.series_number = s.number AND d.day BETWEEN low_day AND high_day AND d.day >= earliest.at::date AND d.day < until AND d.last_at >= earliest.at
                      AND d.day <> ALL (r.days) AND d.day < coalesce(r.rolled_end, until)) x) c
         WHERE owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id));
      END $function$
;
GRANT EXECUTE ON FUNCTION hub.sample_steps_1h(uuid[],timestamp with time zone[],timestamp with time zone,integer,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.sample_steps_5m(asked uuid[], since timestamp with time zone[], until timestamp with time zone, most integer, most_days integer)
 RETURNS TABLE(series_id uuid, kind text, rolled bytea, rolled_end timestamp with time zone, points bytea, chunks bytea, chunks_end timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
      #variable_conflict use_column
      DECLARE
        -- Said once more as these, the months that are not asked for are left out before they are opened.
        low      timestamptz := (SELECT min(x) FROM unnest(since) x) - interval '1 day';
        low_day  date := low::date;
        high_day date := until::date;
      BEGIN
        RETURN QUERY
        SELECT s.id, m.kind, r.rolled, r.rolled_end, p.points, c.chunks, c.chunks_end
          FROM unnest(asked, since) AS a(id, since) JOIN series s ON s.id = a.id JOIN metric m ON m.id = s.metric_id
         CROSS JOIN LATERAL (SELECT a.since - CASE WHEN m.kind = 'COUNTER' THEN interval '1 day' ELSE interval '0' END AS at) earliest
         CROSS JOIN LATERAL (
           SELECT CASE WHEN earliest.at < a.since
                       THEN coalesce((SELECT max(z.at) FROM sample z
                                       WHERE z.series_number = s.number AND z.flag = 0 AND z.at >= low AND z.at < until AND z.at < a.since AND z.at >= earliest.at), a.since)
                       ELSE a.since END AS at) first
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea) AS points,
                  min(x.at) AS first_at, max(x.at) AS last_at
             FROM (SELECT y.at, y.value FROM sample y
                    WHERE y.series_number = s.number AND y.at >= low AND y.at >= first.at AND y.at < until AND y.flag = 0 ORDER BY y.at LIMIT most) x) p
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.place <= most_days) AS rolled,
                  min(x.day) FILTER (WHERE x.place > most_days)::timestamptz AS rolled_end, coalesce(array_agg(x.day), '{}') AS days
             FROM (SELECT y.day, y.data, row_number() OVER (ORDER BY y.day) AS place FROM rollup_5m y
                    WHERE y.series_number = s.number AND y.day BETWEEN low_day AND high_day AND y.day >= earliest.at::date AND y.day < until AND y.is_counter = (m.kind = 'COUNTER')
                      AND y.day <> ALL ((SELECT open_days(s.number, p.first_at, p.last_at))::date[]) ORDER BY y.day LIMIT most_days + 1) x) r
         CROSS JOIN LATERAL (
           SELECT string_agg(timestamptz_send(x.day) || int4send(octet_length(x.data)) || x.data, ''::bytea ORDER BY x.day) FILTER (WHERE x.before < most) AS chunks,
                  min(x.day) FILTER (WHERE x.before >= most)::timestamptz AS chunks_end
             FROM (SELECT d.day, d.data,
                          coalesce(sum(d.count) FILTER (WHERE d.day > a.since::date) OVER (ORDER BY d.day ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0) AS before
                     FROM sample_chunk d
                    WHERE d.series_number = s.number AND d.day BETWEEN low_day AND high_day AND d.day >= earliest.at::date AND d.day < until AND d.last_at >= earliest.at
                      AND d.day <> ALL (r.days) AND d.day < coalesce(r.rolled_end, until)) x) c
         WHERE owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id));
      END $function$
;
GRANT EXECUTE ON FUNCTION hub.sample_steps_5m(uuid[],timestamp with time zone[],timestamp with time zone,integer,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.samples_grants()
 RETURNS jsonb
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.samples_grants', true), '')::jsonb $function$
;
GRANT EXECUTE ON FUNCTION hub.samples_grants() TO hub_api;

CREATE OR REPLACE FUNCTION hub.samples_owners()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.samples_owners', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.samples_owners() TO hub_api;

CREATE OR REPLACE FUNCTION hub.search_records(input text, types text[], after_pass integer, after_suffix text, after_id uuid, most integer)
 RETURNS TABLE(record_id uuid, record_type text, text text, rank text, pass integer, suffix text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_bitmapscan TO 'off'
AS $function$
    #variable_conflict use_column
    DECLARE
      most_spots CONSTANT int := 200;
      sample     CONSTANT int := 200;
      few        CONSTANT int := 3;
      by_spot    CONSTANT text[] := '{Address,Device,InformationSystem,Interface,Link,Prefix,Site,Vrf}';
      number     CONSTANT text := address_key(input);
      is_number  CONSTANT boolean := coalesce(number, '') ~ '[.:/]' AND input ~ '[.:/]';
      phrase     CONSTANT text := nullif(search_key(input), '');
      words      CONSTANT text[] := string_to_array(phrase, ' ');
      driver     CONSTANT text := (SELECT w FROM unnest(words) w ORDER BY length(w) DESC, w LIMIT 1);
      all_words  CONSTANT text[] := ARRAY(SELECT '% ' || w || '%' FROM unnest(words) w);
      by_type    text[] := types;
      owners     uuid[] := '{}';
      spots      uuid[] := '{}';
      places     int[];
      others     text[];
      range      text;
      low        text;
      low_id     uuid;
      walked     text[];
      gathered   text[];
      found      int := 0;
      met        int;
      wanted     int;
      hit        record;
    BEGIN
      IF types && by_spot AND 4 * cardinality(hub.inventory_owners()) < (SELECT count(*) FROM organization) THEN
        SELECT array_agg(s.owner_id), array_agg(s.spot) INTO owners, spots FROM search_spots(most_spots) s;
        IF cardinality(owners) > most_spots THEN
          owners := '{}';
          spots := '{}';
        ELSE
          by_type := ARRAY(SELECT t FROM unnest(types) t WHERE NOT t = ANY (by_spot));
        END IF;
      END IF;
      FOR p IN coalesce(after_pass, 0)..7 LOOP
        range := CASE p % 4 WHEN 0 THEN number WHEN 3 THEN driver ELSE phrase END;
        CONTINUE WHEN range IS NULL OR p % 4 = 3 AND (cardinality(words) = 1 OR is_number);
        places := ARRAY(SELECT c + p / 4 * 2 FROM unnest(CASE p % 4 WHEN 2 THEN '{1}'::int[] WHEN 3 THEN '{0,1}'::int[] ELSE '{0}'::int[] END) c);
        others := CASE p % 4 WHEN 3 THEN all_words ELSE '{}'::text[] END;
        low := CASE WHEN p = after_pass THEN after_suffix ELSE range END;
        low_id := CASE WHEN p = after_pass THEN after_id ELSE '00000000-0000-0000-0000-000000000000' END;
        gathered := CASE WHEN p % 4 = 3 THEN ARRAY(
          SELECT DISTINCT t.name
            FROM unnest(by_type) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
              SELECT count(*) AS walked, count(*) FILTER (WHERE ' ' || w.key LIKE ALL (others)) AS held
                FROM (SELECT e.key FROM search_entry e WHERE e.record_type = t.name AND e.place = s.place AND (e.suffix, e.record_id) > (low, low_id) AND e.suffix < range || chr(1114111) AND (CASE WHEN e.record_type IN ('Organization', 'Region', 'SharingGroup') THEN (SELECT hub.viewer()) IS NOT NULL
                 WHEN e.record_type = 'Incident' THEN party_ids && (SELECT hub.identities())::uuid[]
                           OR tlp <> 'RED' AND owner_id = ANY ((SELECT hub.owners())::uuid[])
                           OR tlp = ANY ((SELECT hub.open_markings())::text[])
                           OR (SELECT hub.incident_grants()) IS NOT NULL AND hub.discloses((SELECT hub.incident_grants()), owner_id, region_id, tlp, severity)
                 WHEN e.record_type = 'Address' THEN owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'ADDRESSES'))
                 ELSE owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) END) AND (e.mask IS NULL OR ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, e.mask)))
                       ORDER BY e.suffix, e.record_id LIMIT sample) w) r
           WHERE r.walked = sample AND r.held < few) ELSE '{}' END;
        walked := ARRAY(SELECT t FROM unnest(by_type) t WHERE NOT t = ANY (gathered));
        LOOP
          met := 0;
          wanted := most - found;
          FOR hit IN
            SELECT u.* FROM (
              SELECT w.* FROM unnest(walked) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                SELECT e.* FROM search_entry e WHERE e.record_type = t.name AND e.place = s.place AND (e.suffix, e.record_id) > (low, low_id) AND e.suffix < range || chr(1114111) AND (CASE WHEN e.record_type IN ('Organization', 'Region', 'SharingGroup') THEN (SELECT hub.viewer()) IS NOT NULL
                 WHEN e.record_type = 'Incident' THEN party_ids && (SELECT hub.identities())::uuid[]
                           OR tlp <> 'RED' AND owner_id = ANY ((SELECT hub.owners())::uuid[])
                           OR tlp = ANY ((SELECT hub.open_markings())::text[])
                           OR (SELECT hub.incident_grants()) IS NOT NULL AND hub.discloses((SELECT hub.incident_grants()), owner_id, region_id, tlp, severity)
                 WHEN e.record_type = 'Address' THEN owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'ADDRESSES'))
                 ELSE owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) END) AND (e.mask IS NULL OR ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, e.mask))) AND ' ' || e.key LIKE ALL (others)
                 ORDER BY e.suffix, e.record_id LIMIT wanted) w
              UNION ALL
              SELECT w.* FROM unnest(owners, spots) AS t(owner_id, spot) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                SELECT e.* FROM search_entry e
                 WHERE e.owner_id = t.owner_id AND e.spot = t.spot AND e.record_type = ANY (types) AND e.place = s.place AND (e.suffix, e.record_id) > (low, low_id) AND e.suffix < range || chr(1114111) AND (CASE WHEN e.record_type IN ('Organization', 'Region', 'SharingGroup') THEN (SELECT hub.viewer()) IS NOT NULL
                 WHEN e.record_type = 'Incident' THEN party_ids && (SELECT hub.identities())::uuid[]
                           OR tlp <> 'RED' AND owner_id = ANY ((SELECT hub.owners())::uuid[])
                           OR tlp = ANY ((SELECT hub.open_markings())::text[])
                           OR (SELECT hub.incident_grants()) IS NOT NULL AND hub.discloses((SELECT hub.incident_grants()), owner_id, region_id, tlp, severity)
                 WHEN e.record_type = 'Address' THEN owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'ADDRESSES'))
                 ELSE owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) END) AND (e.mask IS NULL OR ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, e.mask))) AND ' ' || e.key LIKE ALL (others)
                 ORDER BY e.suffix, e.record_id LIMIT wanted) w
              UNION ALL
              SELECT w.* FROM search_together(words, nullif(gathered, '{}'), places) g CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                SELECT e.* FROM search_entry e WHERE e.record_id = g.record_id AND e.kind = g.kind AND starts_with(e.suffix, range) AND e.place = s.place AND (e.suffix, e.record_id) > (low, low_id) AND e.suffix < range || chr(1114111) AND (CASE WHEN e.record_type IN ('Organization', 'Region', 'SharingGroup') THEN (SELECT hub.viewer()) IS NOT NULL
                 WHEN e.record_type = 'Incident' THEN party_ids && (SELECT hub.identities())::uuid[]
                           OR tlp <> 'RED' AND owner_id = ANY ((SELECT hub.owners())::uuid[])
                           OR tlp = ANY ((SELECT hub.open_markings())::text[])
                           OR (SELECT hub.incident_grants()) IS NOT NULL AND hub.discloses((SELECT hub.incident_grants()), owner_id, region_id, tlp, severity)
                 WHEN e.record_type = 'Address' THEN owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'ADDRESSES'))
                 ELSE owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) END) AND (e.mask IS NULL OR ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, e.mask)))) w) u
             ORDER BY u.suffix, u.record_id LIMIT wanted
          LOOP
            met := met + 1;
            low := hit.suffix;
            low_id := hit.record_id;
            -- told by an earlier pass, or earlier in this one
            CONTINUE WHEN EXISTS (
              SELECT FROM search_entry d
               WHERE d.record_id = hit.record_id AND (d.mask IS NULL OR ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, d.mask)))
                 AND (CASE WHEN d.place % 2 = 0 AND starts_with(d.suffix, number) THEN 0
                           WHEN d.place % 2 = 0 AND starts_with(d.suffix, phrase) THEN 1
                           WHEN starts_with(d.suffix, phrase) THEN 2
                           WHEN starts_with(d.suffix, driver) AND ' ' || d.key LIKE ALL (all_words) THEN 3 END,
                      d.suffix, d.kind, d.pos) < (p % 4, hit.suffix, hit.kind, hit.pos));
            found := found + 1;
            record_id := hit.record_id;
            record_type := hit.record_type;
            text := coalesce(hit.text, (SELECT b.text FROM search_entry b WHERE b.record_id = hit.record_id AND b.kind = hit.kind AND b.pos = 1));
            rank := CASE WHEN p % 4 = 3 THEN 'WORDS' WHEN p % 4 = 2 THEN 'WITHIN' WHEN hit.key = range THEN 'EXACT' ELSE 'BEGINNING' END;
            pass := p;
            suffix := hit.suffix;
            RETURN NEXT;
          END LOOP;
          EXIT WHEN met < wanted OR found >= most;
        END LOOP;
        EXIT WHEN found >= most;
      END LOOP;
    END $function$
;
GRANT EXECUTE ON FUNCTION hub.search_records(text,text[],integer,text,uuid,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.series_presence(asked uuid[], since timestamp with time zone, until timestamp with time zone)
 RETURNS TABLE(series_id uuid, interval_seconds double precision, is_stated boolean, newest bytea, first_at timestamp with time zone, last_at timestamp with time zone, has_ended boolean, arrived_at timestamp with time zone, late_at timestamp with time zone, count bigint, cuts_first boolean, cuts_last boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
    #variable_conflict use_column
    DECLARE
      -- A pace is learned of what came lately: older months are not opened for it.
      lately timestamptz := now() - interval '31 days';
    BEGIN
      RETURN QUERY
      SELECT s.id, coalesce(e.interval_seconds, p.interval_seconds), e.interval_seconds IS NOT NULL, y.newest, l.first_at, l.at, l.flag = 4, l.arrived_at, l.late_at,
             o.count + c.count, c.cuts_first, c.cuts_last
        FROM unnest(asked) AS a(id) JOIN series s ON s.id = a.id
        LEFT JOIN latest_sample l ON l.series_number = s.number
        LEFT JOIN series_pace p ON p.series_number = s.number
        LEFT JOIN LATERAL (SELECT x.interval_seconds FROM expected_interval x
                            WHERE x.writer_id = s.writer_id AND x.source = s.source AND (x.metric_id = s.metric_id OR x.metric_id IS NULL)
                              AND x.interval_seconds IS NOT NULL ORDER BY x.metric_id NULLS LAST LIMIT 1) e ON true
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(x.at), ''::bytea ORDER BY x.at) AS newest
                             FROM (SELECT n.at FROM sample n WHERE p.series_number IS NULL AND e.interval_seconds IS NULL
                                      AND n.series_number = s.number AND n.at >= lately ORDER BY n.at DESC LIMIT 21) x) y
       CROSS JOIN LATERAL (SELECT count(*) AS count FROM sample x WHERE x.series_number = s.number AND x.at >= since AND x.at < until) o
       CROSS JOIN LATERAL (SELECT coalesce(sum(d.count) FILTER (WHERE d.day >= since AND d.last_at < until), 0) AS count,
                                  coalesce(bool_or(d.day < since), false) AS cuts_first,
                                  coalesce(bool_or(d.day >= since AND d.last_at >= until), false) AS cuts_last
                             FROM sample_chunk d
                            WHERE d.series_number = s.number AND d.day >= since::date AND d.day < until AND d.last_at >= since) c
       WHERE owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id));
    END $function$
;
GRANT EXECUTE ON FUNCTION hub.series_presence(uuid[],timestamp with time zone,timestamp with time zone) TO hub_api;

CREATE OR REPLACE FUNCTION hub.series_span(asked uuid[])
 RETURNS TABLE(id uuid, first_at timestamp with time zone, last_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT s.id, coalesce(l.first_at, l.at), l.at FROM series s JOIN latest_sample l ON l.series_number = s.number
       WHERE s.id = ANY (asked) AND (owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id)));
    END $function$
;
GRANT EXECUTE ON FUNCTION hub.series_span(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.sort_key(input text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  SELECT regexp_replace(regexp_replace(hub.fold(input), '(\d+)', '00000000000000000000\1', 'g'), '\d*(\d{20})', '\1', 'g')
$function$
;
GRANT EXECUTE ON FUNCTION hub.sort_key(text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.speakers(writers uuid[], subjects uuid[])
 RETURNS TABLE(place integer, may_cause boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  WITH asked AS MATERIALIZED (
    SELECT u.place::int AS place, u.writer, coalesce(
           (SELECT x.owner_id FROM device x WHERE x.id = u.subject), (SELECT x.owner_id FROM interface x WHERE x.id = u.subject),
           (SELECT x.owner_id FROM link x WHERE x.id = u.subject), (SELECT x.owner_id FROM site x WHERE x.id = u.subject),
           (SELECT x.owner_id FROM information_system x WHERE x.id = u.subject)) AS owner
      FROM unnest(writers, subjects) WITH ORDINALITY AS u(writer, subject, place) WHERE (SELECT may_settle())
  ), pair AS MATERIALIZED (
    SELECT p.writer, p.owner, speaks_for(p.writer, p.owner) AS may_cause FROM (SELECT DISTINCT a.writer, a.owner FROM asked a WHERE a.owner IS NOT NULL) p
  )
  SELECT a.place, coalesce(p.may_cause, false) FROM asked a LEFT JOIN pair p ON p.writer = a.writer AND p.owner = a.owner
$function$
;
GRANT EXECUTE ON FUNCTION hub.speakers(uuid[],uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.start_export(id uuid, content text, format text, filter jsonb, series_filter jsonb, since timestamp with time zone, until timestamp with time zone, most integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  IF hub.client() IS NULL THEN RAISE EXCEPTION 'exports are started by a key' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM pg_advisory_xact_lock('hub.export'::regclass::oid::int, hashtext(hub.client()::text));
  IF (SELECT count(*) FROM export e WHERE e.client_id = hub.client() AND e.state IN ('QUEUED', 'RUNNING')) >= most THEN RETURN false; END IF;
  INSERT INTO export (id, owner_id, client_id, content, format, filter, series_filter, since, until)
  VALUES (start_export.id, hub.viewer(), hub.client(), start_export.content, start_export.format, start_export.filter, start_export.series_filter,
          start_export.since, start_export.until);
  -- The jobs make their schema when they first run; without them it waits for their turn.
  IF to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)') IS NOT NULL THEN
    EXECUTE $j$SELECT graphile_worker.add_job('run_exports', job_key => 'run_exports', max_attempts => 1)$j$;
  END IF;
  RETURN true;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.start_export(uuid,text,text,jsonb,jsonb,timestamp with time zone,timestamp with time zone,integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.stewarded()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.stewarded', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.stewarded() TO hub_api;

CREATE OR REPLACE FUNCTION hub.stewards()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.stewards', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.stewards() TO hub_api;

CREATE OR REPLACE FUNCTION hub.take_samples(ids uuid[], ats timestamp with time zone[], vals double precision[], flags smallint[], checked boolean DEFAULT false)
 RETURNS TABLE(n integer, outcome text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
#variable_conflict use_column
DECLARE
  -- Said once more as these, the months that are not asked for are left out before the statement begins.
  first         timestamptz := (SELECT min(a) FROM unnest(ats) a);
  last          timestamptz := (SELECT max(a) FROM unnest(ats) a);
  first_day     date := first::date;
  last_day      date := last::date;
  open_since    timestamptz := now() - interval '1 hour';
  taken_numbers bigint[];
  taken_ats     timestamptz[];
BEGIN
  PERFORM refuse_unless_written(ids);
  PERFORM make_sample_months(ats);
  PERFORM share_slices((SELECT array_agg(s.number) FROM unnest(ids, ats) AS u(id, at) JOIN series s ON s.id = u.id WHERE u.at < open_since));
  -- Of a series without one nothing stands: the newest that is sent becomes its latest. One that has one keeps it, locked.
  INSERT INTO latest_sample AS l (series_number, at, value, flag, first_at)
  SELECT DISTINCT ON (s.number) s.number, u.at, u.value, u.flag, min(u.at) OVER (PARTITION BY s.number)
    FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
   ORDER BY s.number, u.at DESC, u.n
  ON CONFLICT (series_number) DO UPDATE SET at = l.at WHERE false;
  WITH taken AS (
    INSERT INTO sample AS t (series_number, at, value, flag)
    SELECT DISTINCT ON (s.number, u.at) s.number, u.at, u.value, u.flag
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
     WHERE checked OR u.at >= open_since
        OR NOT EXISTS (SELECT FROM sample_chunk c WHERE c.series_number = s.number AND c.day = u.at::date AND c.last_at >= u.at
                        AND c.day BETWEEN first_day AND last_day)
     ORDER BY s.number, u.at, u.n
    ON CONFLICT DO NOTHING RETURNING t.series_number, t.at, t.value, t.flag
  ), newest AS (
    UPDATE latest_sample l
       SET at = greatest(l.at, n.at), value = CASE WHEN l.at < n.at THEN n.value ELSE l.value END, flag = CASE WHEN l.at < n.at THEN n.flag ELSE l.flag END,
           first_at = least(l.first_at, n.first_at), arrived_at = now(),
           -- What a series begins with is not late: there it stands as its first already.
           late_at = CASE WHEN n.first_at < least(l.at, now() - interval '5 minutes') AND n.first_at IS DISTINCT FROM l.first_at THEN now() ELSE l.late_at END
      FROM (SELECT DISTINCT ON (t.series_number) t.*, min(t.at) OVER (PARTITION BY t.series_number) AS first_at FROM taken t ORDER BY t.series_number, t.at DESC) n
     WHERE l.series_number = n.series_number
  ), ranges AS (
    SELECT s.id, s.owner_id, s.writer_id, s.region_id, min(t.at) AS since, max(t.at) AS until, count(*) AS count
      FROM taken t JOIN series s ON s.number = t.series_number GROUP BY s.id
  ), told AS (
    INSERT INTO change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset, owner_id, writer_id, region_id, after)
    SELECT setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'APPENDED', 'SampleRange',
           coalesce(r.owner_id, r.writer_id), 'SAMPLES', r.owner_id, r.writer_id, r.region_id,
           jsonb_agg(jsonb_build_object('series', r.id, 'from', r.since, 'to', r.until, 'count', r.count) ORDER BY r.id)
      FROM ranges r GROUP BY r.owner_id, r.writer_id, r.region_id
  )
  SELECT array_agg(t.series_number), array_agg(t.at) INTO taken_numbers, taken_ats FROM taken t;
  -- A statement of its own, so that it sees what another call kept while this one waited for it. Membership is asked by a hashed IN: a
  -- join of the two would be planned for few rows, and be quadratic.
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT u.n::int AS n, s.number, u.at, u.value, u.flag, row_number() OVER (PARTITION BY s.number, u.at ORDER BY u.n) AS turn
      FROM unnest(ids, ats, vals, flags) WITH ORDINALITY AS u(id, at, value, flag, n) JOIN series s ON s.id = u.id
  )
  SELECT g.n,
         CASE WHEN g.turn = 1 AND (g.number, g.at) IN (SELECT t.number, t.at FROM unnest(taken_numbers, taken_ats) AS t(number, at)) THEN 'taken'
              WHEN x.flag IS NULL THEN 'packed'
              WHEN g.flag = x.flag AND (g.flag <> 0 OR g.value = x.value) THEN 'repeated'
              ELSE 'conflict' END
    FROM given g LEFT JOIN LATERAL (SELECT y.value, y.flag FROM sample y
                             WHERE y.series_number = g.number AND y.at = g.at AND y.at BETWEEN first AND last) x ON true;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.take_samples(uuid[],timestamp with time zone[],double precision[],smallint[],boolean) TO hub_api;

CREATE OR REPLACE FUNCTION hub.task_flow(incident uuid)
 RETURNS TABLE(id uuid, kind text, state text, outcome text, depends_on jsonb, repeats uuid[], round integer, time_limit_seconds integer, delay_seconds integer, opened_at timestamp with time zone, due_at timestamp with time zone, completed_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT t.id, t.kind, t.state, t.outcome, t.depends_on, t.repeats, t.round, t.time_limit_seconds, t.delay_seconds, t.opened_at, t.due_at, t.completed_at
    FROM task t WHERE t.incident_id = task_flow.incident AND writes_for_party(t.party_ids) ORDER BY t.position, t.id;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.task_flow(uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.texts_within(texts text[], most integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT coalesce(bool_and(length(t) BETWEEN 1 AND most), true) FROM unnest(texts) t
$function$
;
GRANT EXECUTE ON FUNCTION hub.texts_within(text[],integer) TO hub_api;

CREATE OR REPLACE FUNCTION hub.viewer()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.viewer', true), '')::uuid $function$
;
GRANT EXECUTE ON FUNCTION hub.viewer() TO hub_api;

CREATE OR REPLACE FUNCTION hub.warnings_grants()
 RETURNS jsonb
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.warnings_grants', true), '')::jsonb $function$
;
GRANT EXECUTE ON FUNCTION hub.warnings_grants() TO hub_api;

CREATE OR REPLACE FUNCTION hub.warnings_owners()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.warnings_owners', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.warnings_owners() TO hub_api;

CREATE OR REPLACE FUNCTION hub.warns(grants jsonb, owner_id uuid, region_id uuid, severity text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  RETURN NOT grants -> 'owners' ? owner_id::text
      OR coalesce(hub.grant_at(grants, owner_id, region_id)::int <= array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], severity), false);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.warns(jsonb,uuid,uuid,text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.watch_series_of(organization uuid, wanted boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF NOT coalesce(organization = ANY ((SELECT hub.writers())::uuid[]) AND current_setting('hub.role', true) IN ('RESPONDER', 'STEWARD'), false) THEN
    RAISE insufficient_privilege USING MESSAGE = 'Series of this organization are not for this key to watch.';
  END IF;
  IF wanted THEN
    DELETE FROM detector_off o WHERE o.organization_id = organization;
  ELSE
    INSERT INTO detector_off (organization_id) VALUES (organization) ON CONFLICT DO NOTHING;
  END IF;
  IF FOUND THEN
    UPDATE detector_pass p SET looked_at = '-infinity';
  END IF;
END $function$
;
GRANT EXECUTE ON FUNCTION hub.watch_series_of(uuid,boolean) TO hub_api;

CREATE OR REPLACE FUNCTION hub.withheld(grants jsonb, owner_id uuid, region_id uuid)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE
  fields CONSTANT jsonb := hub.grant_at(grants, owner_id, region_id);
BEGIN
  IF fields IS NULL OR fields = '[]' THEN RETURN NULL; END IF;
  RETURN ARRAY(SELECT f FROM jsonb_array_elements_text(fields) f ORDER BY f);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.withheld(jsonb,uuid,uuid) TO hub_api;

CREATE OR REPLACE FUNCTION hub.withholds(grants jsonb, owner_id uuid, region_id uuid, field text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  RETURN coalesce(hub.grant_at(grants, owner_id, region_id) ? field, false);
END $function$
;
GRANT EXECUTE ON FUNCTION hub.withholds(jsonb,uuid,uuid,text) TO hub_api;

CREATE OR REPLACE FUNCTION hub.works_on(owner_id uuid, coordinator_id uuid, coworker_ids uuid[])
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  SELECT owner_id = ANY (hub.writers()) OR coalesce(coordinator_id = ANY (hub.writers()), false)
      OR EXISTS (SELECT FROM unnest(hub.writers()) w WHERE hub.is_party(w, coworker_ids))
$function$
;
GRANT EXECUTE ON FUNCTION hub.works_on(uuid,uuid,uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION hub.writers()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('hub.writers', true), '')::uuid[] $function$
;
GRANT EXECUTE ON FUNCTION hub.writers() TO hub_api;

CREATE OR REPLACE FUNCTION hub.writes_for_party(parties uuid[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM unnest(hub.writers()) w WHERE hub.is_party(w, parties));
END $function$
;
GRANT EXECUTE ON FUNCTION hub.writes_for_party(uuid[]) TO hub_api;

CREATE OR REPLACE FUNCTION private.address_homes(writer uuid, asked inet[])
 RETURNS TABLE(place integer, organization_id uuid, device_id uuid, interface_id uuid, prefix_id uuid)
 LANGUAGE plpgsql
 ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    #variable_conflict use_column
    DECLARE
      caller CONSTANT jsonb := scope();
    BEGIN
      PERFORM scope_as(writer, 'READER', '{}', NULL, NULL);
      RETURN QUERY
      WITH a AS MATERIALIZED (
        SELECT u.place::int AS place, unmapped(u.address) AS address FROM unnest(asked) WITH ORDINALITY AS u(address, place)
      ), met AS MATERIALIZED (
        SELECT a.place, d.id AS device_id, NULL::uuid AS interface_id, d.owner_id FROM a
         CROSS JOIN LATERAL (SELECT id, owner_id FROM device WHERE management_address = a.address AND status <> 'RETIRED' AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'MANAGEMENT_ADDRESS'))) d
        UNION ALL
        SELECT a.place, NULL, i.id, i.owner_id FROM a
         CROSS JOIN LATERAL (SELECT interface_id AS id FROM address
                              WHERE set_masklen(address, CASE family(address) WHEN 4 THEN 32 ELSE 128 END) = a.address AND status <> 'RETIRED' AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'ADDRESSES'))) n
         CROSS JOIN LATERAL (SELECT id, owner_id FROM interface WHERE id = n.id AND status <> 'RETIRED' AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) i
      ), held AS (
        SELECT a.place, n.id, n.owner_id FROM a
         CROSS JOIN LATERAL (SELECT id, owner_id, masklen(prefix) AS length, max(masklen(prefix)) OVER () AS longest FROM prefix
                              WHERE prefix >>= a.address AND status <> 'RETIRED' AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) n
         WHERE n.length = n.longest AND NOT EXISTS (SELECT FROM met m WHERE m.place = a.place)
      ), home AS (
        SELECT x.place, coalesce((array_agg(x.owner_id) FILTER (WHERE x.owner_id = writer))[1],
                                 CASE WHEN count(DISTINCT x.owner_id) = 1 THEN (array_agg(x.owner_id))[1] END) AS owner_id
          FROM (SELECT m.place, m.owner_id FROM met m UNION ALL SELECT h.place, h.owner_id FROM held h) x GROUP BY x.place
      ), chosen AS (
        SELECT h.place, h.owner_id,
               (SELECT array_agg(DISTINCT m.device_id) FROM met m WHERE m.place = h.place AND m.owner_id = h.owner_id AND m.device_id IS NOT NULL) AS devices,
               (SELECT array_agg(DISTINCT m.interface_id) FROM met m WHERE m.place = h.place AND m.owner_id = h.owner_id AND m.interface_id IS NOT NULL) AS interfaces,
               (SELECT min(p.id::text)::uuid FROM held p WHERE p.place = h.place AND p.owner_id = h.owner_id) AS prefix_id
          FROM home h WHERE h.owner_id IS NOT NULL
      )
      SELECT c.place, CASE WHEN c.prefix_id IS NULL AND o.device_id IS NULL AND o.interface_id IS NULL THEN c.owner_id END, o.device_id, o.interface_id, c.prefix_id
        FROM chosen c
       CROSS JOIN LATERAL (SELECT CASE WHEN cardinality(c.devices) = 1 THEN c.devices[1] END AS device_id,
                                  CASE WHEN c.devices IS NULL AND cardinality(c.interfaces) = 1 THEN c.interfaces[1] END AS interface_id) o;
      PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s;
    END $function$
;

CREATE OR REPLACE FUNCTION private.address_key(input text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  typed CONSTANT text := lower(btrim(input));
  plain CONSTANT text := translate(typed, '-:.', '');
BEGIN
  IF typed !~ '^[0-9a-f.:/-]{2,}$' THEN RETURN NULL; END IF;
  IF length(plain) = 12 AND plain !~ '/' AND typed !~ '^\d+\.\d+\.\d+\.\d+$' THEN RETURN plain::macaddr::text; END IF;
  IF typed !~ '[.:/-]' THEN RETURN NULL; END IF;
  RETURN CASE WHEN typed::inet = network(typed::inet) AND typed ~ '/' THEN typed::cidr::text ELSE host(typed::inet) END;
EXCEPTION WHEN invalid_text_representation THEN
  RETURN translate(typed, '-', ':');
END $function$
;

CREATE OR REPLACE FUNCTION private.agreements_for(identities uuid[])
 RETURNS SETOF hub.agreement
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT a.* FROM agreement a
   WHERE a.consumer_id = ANY (identities) AND a.state = 'ACCEPTED' AND a.valid_from <= now() AND (a.valid_until IS NULL OR a.valid_until > now());
END $function$
;

CREATE OR REPLACE FUNCTION private.audience(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
 RETURNS TABLE(organization_id uuid, via text[], agreement_ids uuid[], withheld text[])
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_variable
DECLARE
  candidate uuid;
  scope     CONSTANT jsonb := private.scope();
BEGIN
  FOR candidate IN SELECT o.id FROM hub.organization o ORDER BY o.sort_key, o.id LOOP
    PERFORM private.scope_as(candidate, 'STEWARD', '{}', NULL, NULL);
    IF private.sees(dataset, record_type, owner_id, writer_id, region_id, tlp, severity, party_ids) THEN
      RETURN QUERY
      SELECT candidate, r.via, r.agreement_ids,
             CASE WHEN record_type = 'Draft' AND dataset = 'INVENTORY' THEN hub.withheld(hub.inventory_grants(), owner_id, region_id)
                  WHEN dataset = 'INVENTORY' THEN private.withheld_of(record_type, owner_id, region_id) END
        FROM private.reasons(dataset, record_type, owner_id, writer_id, region_id, tlp, severity, party_ids) r;
    END IF;
  END LOOP;
  PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(scope) s;
END $function$
;

CREATE OR REPLACE FUNCTION private.begin_webhook()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO webhook_progress (webhook_id, client_id, owner_id) VALUES (NEW.id, NEW.client_id, NEW.owner_id);
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.bind_circuits(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  due CONSTANT uuid[] := ARRAY(
    SELECT o.id FROM maintenance_object o JOIN maintenance m ON m.id = o.maintenance_id
     WHERE o.circuit IS NOT NULL AND o.link_id IS NULL AND m.ends_at > now() AND circuit_link(m.owner_id, m.provider_id, o.circuit) IS NOT NULL
     ORDER BY o.id LIMIT most);
BEGIN
  PERFORM FROM maintenance m WHERE m.id IN (SELECT o.maintenance_id FROM maintenance_object o WHERE o.id = ANY (due)) ORDER BY m.id FOR NO KEY UPDATE;
  UPDATE maintenance_object o SET party_ids = '{}' WHERE o.id = ANY (due);
  RETURN cardinality(due);
END $function$
;

CREATE OR REPLACE FUNCTION private.check_task()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM (SELECT (d ->> 'task')::uuid AS id FROM jsonb_array_elements(NEW.depends_on) d UNION SELECT unnest(NEW.repeats)) n
               LEFT JOIN task t ON t.id = n.id AND t.incident_id = NEW.incident_id AND stricter(t.marking, NEW.marking) = NEW.marking
              WHERE t.id IS NULL) THEN
    RAISE EXCEPTION 'a task depends on tasks of its own incident that are marked no more strictly' USING ERRCODE = 'check_violation', CONSTRAINT = 'task_depends_on_seen';
  END IF;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.circuit_link(owner uuid, provider uuid, circuit text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  met uuid[];
BEGIN
  WITH found AS (
    SELECT l.id, l.status = 'RETIRED' AS retired FROM organization_tree t
      JOIN link l ON l.owner_id = t.descendant_id AND l.sort_key = sort_key(circuit_link.circuit) AND fold(l.name) = fold(circuit_link.circuit)
     WHERE t.ancestor_id = owner AND (provider IS NULL OR l.provider_id IS NULL OR l.provider_id = provider)
    UNION
    SELECT l.id, l.status = 'RETIRED' FROM link l JOIN organization_tree t ON t.descendant_id = l.owner_id AND t.ancestor_id = owner
     WHERE l.external_id = circuit_link.circuit AND (provider IS NULL OR l.provider_id IS NULL OR l.provider_id = provider)
  )
  SELECT coalesce(array_agg(f.id) FILTER (WHERE NOT f.retired), array_agg(f.id)) INTO met FROM found f;
  RETURN CASE WHEN cardinality(met) = 1 THEN met[1] END;
END $function$
;

CREATE OR REPLACE FUNCTION private.counted_columns(counts regclass)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = counts AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'n'
$function$
;

CREATE OR REPLACE FUNCTION private.ensure_month(parent text, instant timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
DECLARE
  month timestamptz := date_trunc(CASE private.part_of(parent) WHEN interval '1 year' THEN 'year' ELSE 'month' END, instant);
  part  text := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
  rest  text := format('%s_other', parent);
BEGIN
  IF to_regclass(format('private.%I', part)) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('private.' || part));
  -- Asked of the table itself: to_regclass answers from a cache that waiting for this lock does not renew.
  IF EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = 'private'::regnamespace AND c.relname = part) THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE private.%I (LIKE private.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', part, parent);
  IF to_regclass(format('private.%I', rest)) IS NOT NULL THEN
    EXECUTE format('LOCK TABLE private.%I IN ACCESS EXCLUSIVE MODE', rest);
    EXECUTE format('WITH moved AS (DELETE FROM private.%I o WHERE o.at >= %L AND o.at < %L RETURNING o.*)
                    INSERT INTO private.%I SELECT m.* FROM moved m', rest, month, month + private.part_of(parent), part);
  END IF;
  EXECUTE format('ALTER TABLE private.%I ATTACH PARTITION private.%I FOR VALUES FROM (%L) TO (%L)',
                 parent, part, month, month + private.part_of(parent));
END $function$
;

CREATE OR REPLACE FUNCTION private.enter_export(export uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  caller record;
BEGIN
  SELECT c.id, c.owner_id, c.role, c.writes_for, c.label INTO caller
    FROM hub.export e JOIN api_client c ON c.id = e.client_id
   WHERE e.id = enter_export.export AND c.revoked_at IS NULL
     AND EXISTS (SELECT FROM api_key k WHERE k.client_id = c.id AND k.revoked_at IS NULL AND k.expires_at > now());
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM scope_as(caller.owner_id, caller.role, caller.writes_for, caller.id, caller.label);
  RETURN true;
END $function$
;

CREATE OR REPLACE FUNCTION private.explains_up_to(impact text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE impact WHEN 'OUTAGE' THEN 4 WHEN 'DEGRADED' THEN 3 WHEN 'REDUCED_REDUNDANCY' THEN 2 ELSE 0 END
$function$
;

CREATE OR REPLACE FUNCTION private.find_subjects(writer uuid, rules uuid[], keys text[], names text[])
 RETURNS TABLE(place integer, found integer, subject_id uuid)
 LANGUAGE plpgsql
 ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    #variable_conflict use_column
    DECLARE
      caller CONSTANT jsonb := scope();
    BEGIN
      PERFORM scope_as(writer, 'READER', '{}', NULL, NULL);
      RETURN QUERY
      WITH asked AS MATERIALIZED (
        SELECT u.place::int, u.key, fold(u.key) AS folded, sort_key(u.key) AS sort_key, u.name, r.target, r.lookup, r.object_source, o.id AS owner_id
          FROM unnest(rules, keys, names) WITH ORDINALITY AS u(rule, key, name, place)
          JOIN binding_rule r ON r.id = u.rule AND r.owner_id = writer CROSS JOIN LATERAL unnest(r.inventory_of) AS o(id)
      ), met AS (
        SELECT a.place, a.name, f.id, false AS retired FROM asked a JOIN organization f ON f.id = a.owner_id AND f.code = a.key
         WHERE a.target = 'ORGANIZATION' AND a.lookup = 'CODE'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM site WHERE owner_id = a.owner_id AND sort_key = a.sort_key AND fold(name) = a.folded AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'SITE' AND a.lookup = 'NAME'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM site WHERE owner_id = a.owner_id AND source = a.object_source AND external_id = a.key AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'SITE' AND a.lookup = 'EXTERNAL_ID'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM link WHERE owner_id = a.owner_id AND sort_key = a.sort_key AND fold(name) = a.folded AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'LINK' AND a.lookup = 'NAME'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM link WHERE owner_id = a.owner_id AND source = a.object_source AND external_id = a.key AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'LINK' AND a.lookup = 'EXTERNAL_ID'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM information_system WHERE owner_id = a.owner_id AND sort_key = a.sort_key AND fold(name) = a.folded AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'INFORMATION_SYSTEM' AND a.lookup = 'NAME'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM information_system WHERE owner_id = a.owner_id AND source = a.object_source AND external_id = a.key AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'INFORMATION_SYSTEM' AND a.lookup = 'EXTERNAL_ID'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM site WHERE owner_id = a.owner_id AND code = a.key AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'SITE' AND a.lookup = 'CODE'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM information_system WHERE owner_id = a.owner_id AND code = a.key AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'INFORMATION_SYSTEM' AND a.lookup = 'CODE'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM device WHERE owner_id = a.owner_id AND sort_key = a.sort_key AND fold(name) = a.folded AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE (a.target = 'DEVICE' OR a.target = 'INTERFACE' AND a.name IS NOT NULL) AND a.lookup = 'NAME'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM device WHERE owner_id = a.owner_id AND source = a.object_source AND external_id = a.key AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE (a.target = 'DEVICE' OR a.target = 'INTERFACE' AND a.name IS NOT NULL) AND a.lookup = 'EXTERNAL_ID'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM device WHERE owner_id = a.owner_id AND management_address = CASE a.lookup WHEN 'MANAGEMENT_ADDRESS' THEN a.key::inet END AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'MANAGEMENT_ADDRESS')) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE (a.target = 'DEVICE' OR a.target = 'INTERFACE' AND a.name IS NOT NULL) AND a.lookup = 'MANAGEMENT_ADDRESS'
        UNION ALL SELECT a.place, a.name, f.id, f.retired FROM asked a
           CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM interface WHERE owner_id = a.owner_id AND source = a.object_source AND external_id = a.key AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
           WHERE a.target = 'INTERFACE' AND a.name IS NULL AND a.lookup = 'EXTERNAL_ID'
      ), standing AS (
        SELECT m.place, m.name, coalesce(array_agg(m.id ORDER BY m.id) FILTER (WHERE NOT m.retired), array_agg(m.id ORDER BY m.id)) AS ids
          FROM met m GROUP BY m.place, m.name
      ), ports AS (
        SELECT s.place, coalesce(array_agg(f.id ORDER BY f.id) FILTER (WHERE NOT f.retired), array_agg(f.id ORDER BY f.id)) AS ids
          FROM standing s
         CROSS JOIN LATERAL (SELECT id, status = 'RETIRED' AS retired FROM interface
                              WHERE device_id = s.ids[1] AND sort_key = sort_key(s.name) AND fold(name) = fold(s.name) AND owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))) f
         WHERE s.name IS NOT NULL AND cardinality(s.ids) = 1 GROUP BY s.place
      )
      SELECT s.place, cardinality(s.ids), s.ids[1] FROM standing s WHERE s.name IS NULL OR cardinality(s.ids) > 1
      UNION ALL SELECT p.place, cardinality(p.ids), p.ids[1] FROM ports p;
      PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s;
    END $function$
;

CREATE OR REPLACE FUNCTION private.fold_counts(counts regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('private.fold_counts ' || counts)) THEN RETURN; END IF;
  EXECUTE format('WITH gone AS (
      DELETE FROM %1$s c
       WHERE c.ctid = ANY (ARRAY(SELECT unnest(array_agg(d.ctid)) FROM %1$s d GROUP BY %2$s HAVING count(*) > 1 OR sum(d.n) = 0))
      RETURNING c.*)
    INSERT INTO %1$s (%2$s, n) SELECT %2$s, sum(g.n) FROM gone g GROUP BY %2$s HAVING sum(g.n) <> 0', counts, counted_columns(counts));
END $function$
;

CREATE OR REPLACE FUNCTION private.follow_merge()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE incident i SET merged_into_id = NEW.merged_into_id WHERE i.merged_into_id = NEW.id;
  IF OLD.merged_into_id IS NOT NULL
     OR NOT EXISTS (SELECT FROM incident i WHERE i.id = NEW.merged_into_id AND stricter(i.tlp, NEW.tlp) = i.tlp) THEN RETURN NULL; END IF;
  INSERT INTO incident_subject (incident_id, organization_id, site_id, device_id, interface_id, link_id, system_id)
  SELECT NEW.merged_into_id, s.organization_id, s.site_id, s.device_id, s.interface_id, s.link_id, s.system_id FROM incident_subject s
   WHERE s.incident_id = NEW.id ORDER BY s.subject_id ON CONFLICT DO NOTHING;
  INSERT INTO incident_link (incident_id, other_id, kind, note, author_id)
  SELECT e.incident_id, e.other_id, l.kind, l.note, l.author_id FROM incident_link l
   CROSS JOIN LATERAL (VALUES (CASE l.incident_id WHEN NEW.id THEN NEW.merged_into_id ELSE l.incident_id END,
                               CASE l.other_id WHEN NEW.id THEN NEW.merged_into_id ELSE l.other_id END)) e(incident_id, other_id)
   WHERE NEW.id IN (l.incident_id, l.other_id) AND e.incident_id <> e.other_id
   ORDER BY e.incident_id, e.other_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.gather_maintenance_parties()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE maintenance m SET party_ids = '{}' WHERE m.id IN (SELECT c.maintenance_id FROM changed c);
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.grants_of(identities uuid[], below uuid[])
 RETURNS TABLE(dataset text, owners uuid[], grants jsonb)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH agreed AS MATERIALIZED (
    SELECT a.* FROM agreements_for(identities) a
  ), given AS (
    SELECT d.dataset, t.descendant_id AS owner_id, array_agg(a.id ORDER BY a.id) AS agreements
      FROM agreed a CROSS JOIN LATERAL unnest(a.datasets) AS d(dataset)
      JOIN organization_tree t ON t.ancestor_id = a.owner_id AND (a.with_descendants OR t.descendant_id = a.owner_id)
     WHERE NOT t.descendant_id = ANY (below)
     GROUP BY d.dataset, t.descendant_id
  ), circle AS MATERIALIZED (
    SELECT g.dataset, g.agreements, array_agg(g.owner_id ORDER BY g.owner_id) AS owners,
           row_number() OVER (PARTITION BY g.dataset ORDER BY g.agreements) - 1 AS n
      FROM given g GROUP BY g.dataset, g.agreements
  ), reached AS MATERIALIZED (
    SELECT a.id, r.id AS region_id FROM agreed a LEFT JOIN LATERAL regions_within(a.region_id) AS r(id) ON a.region_id IS NOT NULL
  ), covering AS (
    SELECT DISTINCT c.dataset, c.n, p.region_id, a.id, a.ceiling, a.least_severity, a.withheld
      FROM circle c
      JOIN reached p ON p.id = ANY (c.agreements)
      JOIN reached q ON q.id = ANY (c.agreements) AND (q.region_id IS NULL OR q.region_id = p.region_id)
      JOIN agreed a ON a.id = q.id
  ), entry AS (
    SELECT c.dataset, c.n, coalesce(c.region_id::text, '*') AS place,
           CASE c.dataset WHEN 'INVENTORY' THEN withheld_by_all(jsonb_agg(c.withheld)) WHEN 'INCIDENTS' THEN markings_reached(array_agg(c.ceiling), array_agg(c.least_severity))
                          WHEN 'WARNINGS' THEN to_jsonb(min(array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], c.least_severity))) ELSE '[]' END AS entry
      FROM covering c GROUP BY c.dataset, c.n, c.region_id
  ), places AS (
    SELECT e.dataset, e.n, jsonb_object_agg(e.place, e.entry) AS places,
           bool_or(e.place = '*') AND (e.dataset <> 'INCIDENTS') AND bool_and(e.entry IN ('[]', '1')) AS is_whole
      FROM entry e GROUP BY e.dataset, e.n
  ), listed AS (
    SELECT p.dataset, jsonb_agg(p.places ORDER BY p.n) AS places, bool_and(p.is_whole) AS is_whole FROM places p GROUP BY p.dataset
  )
  SELECT o.dataset, o.owners, CASE WHEN NOT l.is_whole THEN jsonb_build_object('owners', o.numbers, 'places', l.places) END
    FROM (SELECT c.dataset, array_agg(w) AS owners, jsonb_object_agg(w, c.n) AS numbers
            FROM circle c CROSS JOIN LATERAL unnest(c.owners) w GROUP BY c.dataset) o
    JOIN listed l ON l.dataset = o.dataset;
END $function$
;

CREATE OR REPLACE FUNCTION private.has_steward(organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM api_client c WHERE c.owner_id = organization AND c.role = 'STEWARD')
$function$
;

CREATE OR REPLACE FUNCTION private.hold_series(ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  numbers bigint[] := ARRAY(SELECT DISTINCT s.number FROM unnest(ids) i JOIN series s ON s.id = i);
BEGIN
  PERFORM share_slices(numbers);
  PERFORM FROM latest_sample l WHERE l.series_number = ANY (numbers) ORDER BY l.series_number FOR NO KEY UPDATE;
END $function$
;

CREATE OR REPLACE FUNCTION private.image_shown(image jsonb, unsaid text[], naming text[], hidden jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT CASE WHEN naming IS NULL THEN image ELSE private.unnamed(image, naming, hidden) END - unsaid
$function$
;

CREATE OR REPLACE FUNCTION private.is_anything_quiet(at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM silence s WHERE s.ends_at > is_anything_quiet.at AND s.starts_at <= is_anything_quiet.at AND coalesce(s.ended_at > is_anything_quiet.at, true))
      OR EXISTS (SELECT FROM maintenance m WHERE m.ends_at > is_anything_quiet.at AND m.starts_at <= is_anything_quiet.at AND m.status IN ('CONFIRMED', 'RE_SCHEDULED', 'IN_PROCESS'))
$function$
;

CREATE OR REPLACE FUNCTION private.is_known_party(organization uuid, party_ids uuid[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN (SELECT organization = ANY (party_ids)
      OR EXISTS (SELECT FROM sharing_group_member m WHERE m.organization_id = organization AND m.group_id = ANY (is_known_party.party_ids)
                    AND m.party_ids && (hub.owners() || hub.identities())));
END $function$
;

CREATE OR REPLACE FUNCTION private.is_quiet_due(at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM quiet_due) OR NOT EXISTS (SELECT FROM quiet_pass)
      OR EXISTS (SELECT FROM quiet_pass p JOIN silence s ON s.starts_at > p.until AND s.starts_at <= is_quiet_due.at)
      OR EXISTS (SELECT FROM quiet_pass p JOIN silence s ON s.ends_at > p.until AND s.ends_at <= is_quiet_due.at)
      OR EXISTS (SELECT FROM quiet_pass p JOIN maintenance m ON m.starts_at > p.until AND m.starts_at <= is_quiet_due.at)
      OR EXISTS (SELECT FROM quiet_pass p JOIN maintenance m ON m.ends_at > p.until AND m.ends_at <= is_quiet_due.at)
$function$
;

CREATE OR REPLACE FUNCTION private.is_reference(column_name text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT column_name LIKE '%\_id' AND column_name NOT IN ('external_id', 'metric_id')
$function$
;

CREATE OR REPLACE FUNCTION private.judged(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
 RETURNS TABLE(seen boolean)
 LANGUAGE sql
 STABLE ROWS 1
AS $function$
      SELECT CASE WHEN dataset = 'KEYS' THEN owner_id = ANY ((SELECT hub.stewarded())::uuid[]) WHEN dataset = 'DIRECTORY' THEN (SELECT hub.viewer()) IS NOT NULL
                  WHEN dataset = 'SHARING' THEN party_ids && (SELECT hub.owners() || hub.identities())::uuid[]
                  WHEN tlp IS NOT NULL THEN party_ids && (SELECT hub.identities())::uuid[]
                           OR tlp <> 'RED' AND owner_id = ANY ((SELECT hub.owners())::uuid[])
                           OR tlp = ANY ((SELECT hub.open_markings())::text[])
                           OR (SELECT hub.incident_grants()) IS NOT NULL AND hub.discloses((SELECT hub.incident_grants()), owner_id, region_id, tlp, severity)
                  WHEN dataset = 'WARNINGS' THEN owner_id = ANY ((SELECT hub.warnings_owners())::uuid[])
       AND ((SELECT hub.warnings_grants()) IS NULL OR hub.warns((SELECT hub.warnings_grants()), owner_id, region_id, severity)) OR writer_id = ANY ((SELECT hub.warnings_owners())::uuid[])
       AND ((SELECT hub.warnings_grants()) IS NULL OR hub.warns((SELECT hub.warnings_grants()), writer_id, region_id, severity)) WHEN dataset = 'SAMPLES' THEN owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id))
                  WHEN record_type = 'Address' THEN owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, 'ADDRESSES'))
                  ELSE owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) END
    $function$
;

CREATE OR REPLACE FUNCTION private.keep_agreement()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  steward CONSTANT uuid[] := CASE WHEN hub.viewer() IS NULL THEN NULL ELSE coalesce(hub.stewards(), '{}') END;
  steps   CONSTANT text[] := '{state,accepted_at,ended_at,ended_by_id,version,updated_at,party_ids,consumer_id}';
BEGIN
  NEW.accepting_id := coalesce(NEW.organization_id, (SELECT g.owner_id FROM sharing_group g WHERE g.id = NEW.group_id));
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF to_jsonb(NEW) - steps - 'accepting_id' <> to_jsonb(OLD) - steps - 'accepting_id' THEN
    RAISE EXCEPTION 'an agreement stays as it was proposed' USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_terms_stay';
  END IF;
  IF NOT (OLD.state, NEW.state) IN (('PROPOSED', 'ACCEPTED'), ('PROPOSED', 'ENDED'), ('ACCEPTED', 'ENDED'), ('PROPOSED', 'EXPIRED'), ('ACCEPTED', 'EXPIRED'))
     AND OLD.state <> NEW.state THEN
    RAISE EXCEPTION 'an agreement can not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_state_goes_on';
  END IF;
  IF NEW.state = 'ACCEPTED' AND OLD.state = 'PROPOSED' AND NOT coalesce(NEW.accepting_id = ANY (steward), steward IS NULL) THEN
    RAISE EXCEPTION 'the consumer accepts' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.version := OLD.version + (NEW.state <> OLD.state)::int;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_api_client()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  stranger text;
BEGIN
  NEW.networks := ARRAY(SELECT DISTINCT unmapped(n)::cidr AS network FROM unnest(NEW.networks) n ORDER BY network);
  IF hub.viewer() IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - '{revoked_at,sort_key}'::text[] <> to_jsonb(OLD) - '{revoked_at,sort_key}'::text[] OR NEW.revoked_at IS DISTINCT FROM coalesce(OLD.revoked_at, NEW.revoked_at) THEN
      RAISE EXCEPTION 'an API client stays as it was issued' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_client_stays';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM refuse_over_its_steward(NEW.owner_id);
  SELECT o.code INTO stranger FROM organization o
   WHERE o.id = ANY (NEW.writes_for)
     AND (o.id = NEW.owner_id OR NOT EXISTS (SELECT FROM organization_tree t WHERE t.ancestor_id = NEW.owner_id AND t.descendant_id = o.id))
   ORDER BY o.code LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'writesFor: "%" does not stand below the organization of the client', stranger
      USING ERRCODE = 'check_violation', CONSTRAINT = 'api_client_writes_below';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_api_key()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF hub.viewer() IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - '{revoked_at,expires_at}'::text[] <> to_jsonb(OLD) - '{revoked_at,expires_at}'::text[]
       OR NEW.revoked_at IS DISTINCT FROM coalesce(OLD.revoked_at, NEW.revoked_at) OR NEW.expires_at > OLD.expires_at THEN
      RAISE EXCEPTION 'a key stays as it was issued' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_stays';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM FROM api_client c WHERE c.id = NEW.client_id AND c.revoked_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the client is revoked' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_of_a_client_in_force';
  END IF;
  IF EXISTS (SELECT FROM api_key k WHERE k.client_id = NEW.client_id) THEN PERFORM refuse_over_its_steward(NEW.owner_id); END IF;
  IF (SELECT count(*) FROM api_key k WHERE k.client_id = NEW.client_id AND k.revoked_at IS NULL AND k.expires_at > now()) >= 2 THEN
    RAISE EXCEPTION 'the client has two keys in force' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_two_at_most';
  END IF;
  IF NEW.expires_at > now() + interval '2 years' THEN
    RAISE EXCEPTION 'a key lives for two years at most' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_ends';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE PROCEDURE private.keep_counts_of(IN tbl regclass, IN counts regclass, IN rule text, IN counted text)
 LANGUAGE plpgsql
AS $procedure$
DECLARE
  keeper CONSTANT text := format('private.keep_%s', (SELECT c.relname FROM pg_class c WHERE c.oid = counts));
  added  CONSTANT text := format($f$
        INSERT INTO %s (%s, n) SELECT %2$s, sum(d.n) FROM (%%s) d GROUP BY %2$s HAVING sum(d.n) <> 0$f$, counts, private.counted_columns(counts));
  signed CONSTANT text := format('SELECT %s, %%s AS n FROM %%s WHERE %s', private.counted_columns(counts), counted);
  came   CONSTANT text := format(signed, 1, 'new_rows');
  went   CONSTANT text := format(signed, -1, 'old_rows');
BEGIN
  EXECUTE format($f$
    CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $k$
    BEGIN
      IF TG_OP = 'INSERT' THEN %s;
      ELSIF TG_OP = 'UPDATE' THEN %s;
      ELSE %s;
      END IF;
      RETURN NULL;
    END $k$ $f$, keeper, format(added, came), format(added, came || ' UNION ALL ' || went), format(added, went));
  EXECUTE format('CREATE TRIGGER count_created AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER count_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER count_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format(added, format(signed, 1, tbl));
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', counts);
  EXECUTE format('GRANT SELECT ON %s TO hub_api', counts);
  EXECUTE format('CREATE POLICY readable ON %s FOR SELECT TO hub_api USING (%s)', counts, private.rule(rule));
END $procedure$
;

CREATE OR REPLACE FUNCTION private.keep_device_count()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    BEGIN
      IF TG_OP = 'INSERT' THEN 
        INSERT INTO device_count (owner_id, region_id, status, n) SELECT owner_id, region_id, status, sum(d.n) FROM (SELECT owner_id, region_id, status, 1 AS n FROM new_rows WHERE true) d GROUP BY owner_id, region_id, status HAVING sum(d.n) <> 0;
      ELSIF TG_OP = 'UPDATE' THEN 
        INSERT INTO device_count (owner_id, region_id, status, n) SELECT owner_id, region_id, status, sum(d.n) FROM (SELECT owner_id, region_id, status, 1 AS n FROM new_rows WHERE true UNION ALL SELECT owner_id, region_id, status, -1 AS n FROM old_rows WHERE true) d GROUP BY owner_id, region_id, status HAVING sum(d.n) <> 0;
      ELSE 
        INSERT INTO device_count (owner_id, region_id, status, n) SELECT owner_id, region_id, status, sum(d.n) FROM (SELECT owner_id, region_id, status, -1 AS n FROM old_rows WHERE true) d GROUP BY owner_id, region_id, status HAVING sum(d.n) <> 0;
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_incident()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  writers CONSTANT uuid[] := coalesce(hub.writers(), '{}');
  is_own  CONSTANT boolean := OLD.owner_id = ANY (writers);
  kept    CONSTANT text[] := '{version,synced_at,updated_at,party_ids,affected_ids}';
  changed text[];
  free    text[] := '{}';
BEGIN
  IF hub.viewer() IS NULL OR is_own AND NEW.owner_id = ANY (writers) THEN RETURN NEW; END IF;
  changed := ARRAY(SELECT n.key FROM jsonb_each(to_jsonb(NEW)) n WHERE to_jsonb(OLD) -> n.key IS DISTINCT FROM n.value AND NOT n.key = ANY (kept));
  -- What was merged into a duplicate goes with it.
  IF changed = '{merged_into_id}' AND NEW.merged_into_id = (SELECT i.merged_into_id FROM incident i WHERE i.id = OLD.merged_into_id) THEN RETURN NEW; END IF;
  IF OLD.coordinator_id = ANY (writers) AND stricter(OLD.tlp, NEW.tlp) = NEW.tlp THEN
    free := ARRAY(SELECT c.key FROM jsonb_object_keys(to_jsonb(NEW)) c(key)
                   WHERE NOT c.key = ANY ('{id,owner_id,first_owner_id,source,external_id,reference,reporter_id,coordinator_id,hand_over_to_id}'));
  ELSIF works_on(NULL, NULL, OLD.coworker_ids) THEN
    free := '{state,resolution,acknowledged_at,started_at,contained_at,resolved_at,reopened_at,desk_fields}';
  END IF;
  -- Who is asked to take it over answers once.
  IF OLD.hand_over_to_id = ANY (writers) AND NEW.hand_over_to_id IS NULL THEN
    free := free || CASE WHEN NEW.owner_id = OLD.hand_over_to_id THEN '{hand_over_to_id,owner_id,coworker_ids}' ELSE '{hand_over_to_id}' END::text[];
  END IF;
  IF hub.keeps_directory() AND (NEW.coordinator_id = hub.viewer() OR NEW.coordinator_id IS NULL AND OLD.coordinator_id = hub.viewer()) THEN
    free := free || 'coordinator_id'::text;
  END IF;
  IF changed <@ free THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'this of an incident is for its owner' USING ERRCODE = 'insufficient_privilege';
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_kind()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF setting_id('hub.client') IS NOT NULL AND NOT hub.keeps_directory() AND hub.let_go_until('RAW') > OLD.created_at THEN
    NEW.kind := OLD.kind;
    NEW.kind_is_said := OLD.kind_is_said;
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_levels_of_part()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP <> 'DELETE' AND EXISTS (
       WITH RECURSIVE down AS (
         SELECT NEW.part_id AS id UNION SELECT p.part_id FROM down JOIN information_system_part p ON p.system_id = down.id
       ) SELECT FROM down WHERE down.id = NEW.system_id) THEN
    RAISE EXCEPTION 'an information system can not be part of itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'information_system_part_has_no_cycle';
  END IF;
  PERFORM raise_levels_above(CASE WHEN TG_OP = 'DELETE' THEN OLD.system_id ELSE NEW.system_id END);
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_levels_of_system()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  PERFORM raise_levels_above(NEW.id);
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_open_incident_count()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    BEGIN
      IF TG_OP = 'INSERT' THEN 
        INSERT INTO open_incident_count (owner_id, region_id, tlp, severity, party_ids, n) SELECT owner_id, region_id, tlp, severity, party_ids, sum(d.n) FROM (SELECT owner_id, region_id, tlp, severity, party_ids, 1 AS n FROM new_rows WHERE state NOT IN ('RESOLVED', 'CLOSED')) d GROUP BY owner_id, region_id, tlp, severity, party_ids HAVING sum(d.n) <> 0;
      ELSIF TG_OP = 'UPDATE' THEN 
        INSERT INTO open_incident_count (owner_id, region_id, tlp, severity, party_ids, n) SELECT owner_id, region_id, tlp, severity, party_ids, sum(d.n) FROM (SELECT owner_id, region_id, tlp, severity, party_ids, 1 AS n FROM new_rows WHERE state NOT IN ('RESOLVED', 'CLOSED') UNION ALL SELECT owner_id, region_id, tlp, severity, party_ids, -1 AS n FROM old_rows WHERE state NOT IN ('RESOLVED', 'CLOSED')) d GROUP BY owner_id, region_id, tlp, severity, party_ids HAVING sum(d.n) <> 0;
      ELSE 
        INSERT INTO open_incident_count (owner_id, region_id, tlp, severity, party_ids, n) SELECT owner_id, region_id, tlp, severity, party_ids, sum(d.n) FROM (SELECT owner_id, region_id, tlp, severity, party_ids, -1 AS n FROM old_rows WHERE state NOT IN ('RESOLVED', 'CLOSED')) d GROUP BY owner_id, region_id, tlp, severity, party_ids HAVING sum(d.n) <> 0;
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_open_warning_count()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    BEGIN
      IF TG_OP = 'INSERT' THEN 
        INSERT INTO open_warning_count (owner_id, writer_id, region_id, severity, state, n) SELECT owner_id, writer_id, region_id, severity, state, sum(d.n) FROM (SELECT owner_id, writer_id, region_id, severity, state, 1 AS n FROM new_rows WHERE cleared_at IS NULL) d GROUP BY owner_id, writer_id, region_id, severity, state HAVING sum(d.n) <> 0;
      ELSIF TG_OP = 'UPDATE' THEN 
        INSERT INTO open_warning_count (owner_id, writer_id, region_id, severity, state, n) SELECT owner_id, writer_id, region_id, severity, state, sum(d.n) FROM (SELECT owner_id, writer_id, region_id, severity, state, 1 AS n FROM new_rows WHERE cleared_at IS NULL UNION ALL SELECT owner_id, writer_id, region_id, severity, state, -1 AS n FROM old_rows WHERE cleared_at IS NULL) d GROUP BY owner_id, writer_id, region_id, severity, state HAVING sum(d.n) <> 0;
      ELSE 
        INSERT INTO open_warning_count (owner_id, writer_id, region_id, severity, state, n) SELECT owner_id, writer_id, region_id, severity, state, sum(d.n) FROM (SELECT owner_id, writer_id, region_id, severity, state, -1 AS n FROM old_rows WHERE cleared_at IS NULL) d GROUP BY owner_id, writer_id, region_id, severity, state HAVING sum(d.n) <> 0;
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_organization_tree()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (WITH RECURSIVE up AS (
               SELECT o.id, o.parent_id FROM organization o WHERE o.parent_id IS NOT NULL
               UNION ALL
               SELECT up.id, o.parent_id FROM up JOIN organization o ON o.id = up.parent_id
             ) CYCLE id, parent_id SET looped USING path
             SELECT FROM up WHERE up.looped) THEN
    RAISE EXCEPTION 'an organization can not stand above itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_tree_has_no_cycle';
  END IF;
  WITH RECURSIVE up AS (
    SELECT o.id AS descendant_id, o.id AS ancestor_id, o.parent_id FROM organization o
    UNION ALL
    SELECT up.descendant_id, o.id, o.parent_id FROM up JOIN organization o ON o.id = up.parent_id
  ), gone AS (
    DELETE FROM organization_tree t
     WHERE NOT EXISTS (SELECT FROM up WHERE up.ancestor_id = t.ancestor_id AND up.descendant_id = t.descendant_id)
  )
  INSERT INTO organization_tree SELECT up.ancestor_id, up.descendant_id FROM up ON CONFLICT DO NOTHING;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_party_code()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO party_code (code, party_id) VALUES (NEW.code, NEW.id) ON CONFLICT (party_id) DO UPDATE SET code = EXCLUDED.code;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE PROCEDURE private.keep_search_of(IN tbl regclass, IN record_type text, IN texts text, IN retired text, IN access text, IN watched text[])
 LANGUAGE plpgsql
AS $procedure$
DECLARE
  keeper  CONSTANT text := format('private.keep_search_of_%s', (SELECT c.relname FROM pg_class c WHERE c.oid = tbl));
  entries CONSTANT text := format($f$
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, %L, t.kind, t.mask, CASE WHEN %s THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, %s
      FROM {rows} r CROSS JOIN LATERAL (VALUES %s) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> ''$f$, record_type, retired, access, texts);
  columns CONSTANT text := (SELECT string_agg(format('%I', w), ', ') FROM unnest('id'::text || watched) w);
  -- a set operation, so that a plan made for one row serves a thousand
  changed CONSTANT text := format('(SELECT %s FROM new_rows EXCEPT SELECT %1$s FROM old_rows)', columns);
BEGIN
  EXECUTE format($f$
    CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $k$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        %s;
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM %s c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        %s;
      END IF;
      RETURN NULL;
    END $k$ $f$, keeper, replace(entries, '{rows}', 'new_rows'), changed, replace(entries, '{rows}', changed));
  EXECUTE format('CREATE TRIGGER search_created AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER search_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER search_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE replace(entries, '{rows}', tbl::text);
END $procedure$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_address()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Address', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('ADDRESS', NULL::text, format('%s', r.address), host(r.address), true), ('DNS_NAME', NULL::text, r.dns_name::text, private.search_key(r.dns_name), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, address, dns_name FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, address, dns_name FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Address', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, address, dns_name FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, address, dns_name FROM old_rows) r CROSS JOIN LATERAL (VALUES ('ADDRESS', NULL::text, format('%s', r.address), host(r.address), true), ('DNS_NAME', NULL::text, r.dns_name::text, private.search_key(r.dns_name), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_device()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Device', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false),
    ('SERIAL', 'SERIAL', r.serial, private.search_key(r.serial), true),
    ('MANAGEMENT_ADDRESS', 'MANAGEMENT_ADDRESS', host(r.management_address), host(r.management_address), true)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, name, serial, management_address FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, serial, management_address FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Device', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, name, serial, management_address FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, serial, management_address FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false),
    ('SERIAL', 'SERIAL', r.serial, private.search_key(r.serial), true),
    ('MANAGEMENT_ADDRESS', 'MANAGEMENT_ADDRESS', host(r.management_address), host(r.management_address), true)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_incident()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Incident', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, r.tlp, r.severity, r.party_ids
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('REFERENCE', NULL::text, r.reference::text, private.search_key(r.reference), false), ('TITLE', NULL::text, r.title::text, private.search_key(r.title), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, reference, title, owner_id, region_id, tlp, severity, party_ids FROM new_rows EXCEPT SELECT id, reference, title, owner_id, region_id, tlp, severity, party_ids FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Incident', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, r.tlp, r.severity, r.party_ids
      FROM (SELECT id, reference, title, owner_id, region_id, tlp, severity, party_ids FROM new_rows EXCEPT SELECT id, reference, title, owner_id, region_id, tlp, severity, party_ids FROM old_rows) r CROSS JOIN LATERAL (VALUES ('REFERENCE', NULL::text, r.reference::text, private.search_key(r.reference), false), ('TITLE', NULL::text, r.title::text, private.search_key(r.title), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_information_system()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'InformationSystem', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, name, code FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, code FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'InformationSystem', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, name, code FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, code FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_interface()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Interface', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('DESCRIPTION', 'DESCRIPTION'::text, r.description::text, private.search_key(r.description), false), ('MAC', 'MAC', r.mac::text, r.mac::text, true)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, name, description, mac FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, description, mac FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Interface', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, name, description, mac FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, description, mac FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('DESCRIPTION', 'DESCRIPTION'::text, r.description::text, private.search_key(r.description), false), ('MAC', 'MAC', r.mac::text, r.mac::text, true)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_link()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Link', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, name FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Link', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, name FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_organization()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Organization', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, NULL::uuid, NULL::uuid, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, name, code FROM new_rows EXCEPT SELECT id, name, code FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Organization', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, NULL::uuid, NULL::uuid, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, name, code FROM new_rows EXCEPT SELECT id, name, code FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_prefix()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Prefix', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('ADDRESS', NULL::text, r.prefix::text, r.prefix::text, true), ('DESCRIPTION', 'DESCRIPTION'::text, r.description::text, private.search_key(r.description), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, prefix, description FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, prefix, description FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Prefix', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, prefix, description FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, prefix, description FROM old_rows) r CROSS JOIN LATERAL (VALUES ('ADDRESS', NULL::text, r.prefix::text, r.prefix::text, true), ('DESCRIPTION', 'DESCRIPTION'::text, r.description::text, private.search_key(r.description), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_region()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Region', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, NULL::uuid, NULL::uuid, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, name, code FROM new_rows EXCEPT SELECT id, name, code FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Region', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, NULL::uuid, NULL::uuid, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, name, code FROM new_rows EXCEPT SELECT id, name, code FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_sharing_group()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'SharingGroup', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, NULL::uuid, NULL::uuid, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, name, code FROM new_rows EXCEPT SELECT id, name, code FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'SharingGroup', t.kind, t.mask, CASE WHEN false THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, NULL::uuid, NULL::uuid, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, name, code FROM new_rows EXCEPT SELECT id, name, code FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_site()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Site', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, name, code FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, code FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Site', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, name, code FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, code FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('CODE', NULL::text, r.code::text, private.search_key(r.code), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_search_of_vrf()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Vrf', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM new_rows r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('RD', NULL::text, r.rd::text, private.search_key(r.rd), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM (SELECT id, status, owner_id, region_id, name, rd FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, rd FROM old_rows) c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, 'Vrf', t.kind, t.mask, CASE WHEN r.status = 'RETIRED' THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]
      FROM (SELECT id, status, owner_id, region_id, name, rd FROM new_rows EXCEPT SELECT id, status, owner_id, region_id, name, rd FROM old_rows) r CROSS JOIN LATERAL (VALUES ('NAME', NULL::text, r.name::text, private.search_key(r.name), false), ('RD', NULL::text, r.rd::text, private.search_key(r.rd), false)) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> '';
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_silence()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  -- One of another owner is the policy's to refuse.
  IF NEW.owner_id = ANY (hub.writers()) AND (TG_OP = 'INSERT' OR NEW.quiets_ids IS DISTINCT FROM OLD.quiets_ids) AND NOT coalesce(NEW.quiets_ids <@ hub.writers(), false) THEN
    RAISE EXCEPTION 'a silence is for organizations that the key may write for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.set_by := coalesce(nullif(current_setting('hub.label', true), ''), NEW.set_by);
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_site_count()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
    BEGIN
      IF TG_OP = 'INSERT' THEN 
        INSERT INTO site_count (owner_id, region_id, status, n) SELECT owner_id, region_id, status, sum(d.n) FROM (SELECT owner_id, region_id, status, 1 AS n FROM new_rows WHERE true) d GROUP BY owner_id, region_id, status HAVING sum(d.n) <> 0;
      ELSIF TG_OP = 'UPDATE' THEN 
        INSERT INTO site_count (owner_id, region_id, status, n) SELECT owner_id, region_id, status, sum(d.n) FROM (SELECT owner_id, region_id, status, 1 AS n FROM new_rows WHERE true UNION ALL SELECT owner_id, region_id, status, -1 AS n FROM old_rows WHERE true) d GROUP BY owner_id, region_id, status HAVING sum(d.n) <> 0;
      ELSE 
        INSERT INTO site_count (owner_id, region_id, status, n) SELECT owner_id, region_id, status, sum(d.n) FROM (SELECT owner_id, region_id, status, -1 AS n FROM old_rows WHERE true) d GROUP BY owner_id, region_id, status HAVING sum(d.n) <> 0;
      END IF;
      RETURN NULL;
    END $function$
;

CREATE OR REPLACE FUNCTION private.keep_view(filter jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
DECLARE
  kept uuid;
BEGIN
  INSERT INTO feed_view AS k (id, organization_id, settings, filter, parts)
  SELECT v.id, hub.viewer(), v.settings, keep_view.filter, v.parts FROM view_of(keep_view.filter) v
  ON CONFLICT (id) DO UPDATE SET last_used = now() RETURNING k.id INTO kept;
  -- An organization has a thousand at most: by what it did not use for longest a cursor is expired where that was not its last.
  DELETE FROM feed_view v
   WHERE v.id IN (SELECT o.id FROM feed_view o WHERE o.organization_id = hub.viewer() AND o.id <> kept ORDER BY o.last_used DESC, o.id OFFSET 999);
  RETURN kept;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_warning()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'pg_temp'
AS $function$
DECLARE
  said CONSTANT text[] := '{state,told_severity,acknowledged_at,acknowledged_by,note,suppressed_at,changed_at,caused_by_id,silence_id,maintenance_id,updated_at,owner_id,region_id,subject_id,severity_rank}';
BEGIN
  IF current_user <> 'hub_api' THEN RETURN NEW; END IF;
  IF NEW.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at
     AND NOT coalesce(current_setting('hub.role', true) IN ('RESPONDER', 'STEWARD'), false) THEN
    RAISE EXCEPTION 'a responder takes warnings on' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.writer_id = ANY (hub.writers())) IS NOT TRUE AND (to_jsonb(NEW) - said <> to_jsonb(OLD) - said OR NEW.state = 'CLEARED') THEN
    RAISE EXCEPTION 'what a warning says is its writer''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.keep_webhook()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM webhook_secret s WHERE s.webhook_id = OLD.id;
    RETURN OLD;
  END IF;
  NEW.key_id := coalesce(setting_id('hub.key'), NEW.key_id);
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.client_id) IS DISTINCT FROM (OLD.id, OLD.client_id) THEN
    RAISE EXCEPTION 'a webhook stays its client''s' USING ERRCODE = 'check_violation', CONSTRAINT = 'webhook_stays';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.kept_parts()
 RETURNS TABLE(level text, since timestamp with time zone, until timestamp with time zone, tables text[])
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
  SELECT l.level, b.ends[1]::timestamptz, b.ends[2]::timestamptz, array_agg(c.relname::text ORDER BY l.parent)
    FROM (VALUES ('RAW', 'sample'), ('RAW', 'sample_chunk'), ('FIVE_MINUTES', 'rollup_5m'), ('HOUR', 'rollup_1h'), ('DAY', 'rollup_1d')) l(level, parent)
    JOIN pg_inherits i ON i.inhparent = format('private.%I', l.parent)::regclass JOIN pg_class c ON c.oid = i.inhrelid
   CROSS JOIN LATERAL (SELECT regexp_match(pg_get_expr(c.relpartbound, c.oid), $r$FROM \('([^']+)'\) TO \('([^']+)'\)$r$) AS ends) b
   GROUP BY l.level, b.ends[1]::timestamptz, b.ends[2]::timestamptz
$function$
;

CREATE OR REPLACE FUNCTION private.let_part_go(level text, since timestamp with time zone, at timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
#variable_conflict use_column
DECLARE
  part  record;
  bytes bigint;
BEGIN
  PERFORM FROM retention r WHERE r.level = let_part_go.level FOR UPDATE;
  IF level = 'RAW' THEN
    -- In the order in which readers and writers ask for them.
    LOCK TABLE ONLY sample IN ACCESS EXCLUSIVE MODE;
    LOCK TABLE ONLY sample_chunk IN ACCESS EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM rollup_due) THEN RETURN NULL; END IF;
  END IF;
  SELECT p.* INTO part FROM parts_beyond(let_part_go.at) p WHERE p.level = let_part_go.level AND p.since = let_part_go.since;
  IF NOT FOUND THEN RETURN NULL; END IF;
  bytes := (SELECT sum(pg_relation_size(format('private.%I', t)::regclass)) FROM unnest(part.tables) t);
  IF bytes > 0 THEN INSERT INTO let_go (level, since, until, bytes) VALUES (part.level, part.since, part.until, bytes); END IF;
  EXECUTE (SELECT 'DROP TABLE ' || string_agg(format('private.%I', t), ', ') FROM unnest(part.tables) t);
  RETURN bytes;
END $function$
;

CREATE OR REPLACE FUNCTION private.level_of(system uuid)
 RETURNS smallint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'pg_temp'
AS $function$
  WITH RECURSIVE down AS (
    SELECT system AS id UNION SELECT p.part_id FROM down JOIN information_system_part p ON p.system_id = down.id
  ) SELECT max(s.level) FROM down JOIN information_system s ON s.id = down.id
$function$
;

CREATE OR REPLACE FUNCTION private.list_affected()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    UPDATE incident i SET affected_ids = '{}' WHERE i.id IN (OLD.incident_id, NEW.incident_id);
  ELSE
    UPDATE incident i SET affected_ids = '{}' WHERE i.id IN (SELECT c.incident_id FROM changed c);
  END IF;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.log_snapshot()
 RETURNS pg_snapshot
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  here     CONSTANT oid := (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
  beyond   CONSTANT xid8 := coalesce((SELECT (c.xid::text::bigint + 1)::text::xid8 FROM change c ORDER BY c.xid DESC, c.seq DESC LIMIT 1), '3');
  underway xid8[] := ARRAY(SELECT x FROM pg_snapshot_xip(pg_current_snapshot()) x WHERE x < beyond ORDER BY x);
  strange  bigint[];
BEGIN
  IF cardinality(underway) > 0 AND EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid <> here) THEN
    strange := ARRAY(SELECT l.transactionid::text::bigint FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                      WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted AND a.datid <> here);
    -- Locks know transactions by their lower half.
    underway := ARRAY(SELECT x FROM unnest(underway) x WHERE (x::text::bigint & 4294967295) <> ALL (strange) ORDER BY x);
  END IF;
  RETURN format('%s:%s:%s', coalesce(underway[1], beyond), beyond, array_to_string(underway, ','));
END $function$
;

CREATE OR REPLACE FUNCTION private.make_sample_months(instants timestamp with time zone[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
BEGIN
  IF (SELECT min(i) FROM unnest(instants) i) < oldest_taken() - interval '1 month' THEN
    RAISE 'samples from before % are not taken', oldest_taken() USING ERRCODE = 'datetime_field_overflow';
  END IF;
  PERFORM ensure_month('sample', m) FROM (SELECT DISTINCT date_trunc('month', i) AS m FROM unnest(instants) i ORDER BY 1) x;
END $function$
;

CREATE OR REPLACE FUNCTION private.markings_reached(ceilings text[], severities text[])
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN (SELECT coalesce(jsonb_object_agg(r.marking, r.least), '{}')
    FROM (SELECT m.marking, min(array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], g.severity)) AS least
            FROM unnest(ceilings, severities) AS g(ceiling, severity)
            JOIN unnest('{CLEAR,GREEN,AMBER}'::text[]) AS m(marking) ON stricter(m.marking, g.ceiling) = g.ceiling
           GROUP BY m.marking) r);
END $function$
;

CREATE OR REPLACE FUNCTION private.masks_of(record_type text)
 RETURNS TABLE(field text, column_name text)
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT m.field, m.column_name
    FROM (VALUES ('Site', 'COORDINATES', 'latitude'), ('Site', 'COORDINATES', 'longitude'),
                 ('Device', 'MANAGEMENT_ADDRESS', 'management_address'), ('Device', 'SERIAL', 'serial'),
                 ('Interface', 'MAC', 'mac'), ('Interface', 'DESCRIPTION', 'description'), ('Interface', 'ADDRESSES', NULL),
                 ('Prefix', 'DESCRIPTION', 'description')) AS m(record_type, field, column_name)
   WHERE m.record_type = masks_of.record_type
$function$
;

CREATE OR REPLACE FUNCTION private.may_deliver(webhook uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT EXISTS (SELECT FROM webhook w JOIN api_client c ON c.id = w.client_id JOIN api_key k ON k.id = w.key_id
                  WHERE w.id = may_deliver.webhook AND c.revoked_at IS NULL AND k.revoked_at IS NULL AND k.client_id = c.id
                    AND EXISTS (SELECT FROM api_key o WHERE o.client_id = c.id AND o.revoked_at IS NULL AND o.expires_at > now()))
$function$
;

CREATE OR REPLACE FUNCTION private.may_put_on(settings jsonb, filter jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN coalesce(settings ->> 'hub.stewarded', '') IN ('', '{}') OR coalesce(current_setting('hub.stewarded', true), '') NOT IN ('', '{}')
      OR (filter -> 'types' ?| '{ApiClient,ApiKey}') IS NOT TRUE;
END $function$
;

CREATE OR REPLACE FUNCTION private.may_settle()
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'pg_temp'
AS $function$ SELECT current_setting('role') = 'hub_owner' OR coalesce(cardinality(hub.writers()), 0) > 0 $function$
;

CREATE OR REPLACE FUNCTION private.move_maintenance_objects()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE maintenance_object o SET party_ids = '{}' WHERE o.maintenance_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_playbooks_of_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE playbook p SET region_id = NULL WHERE p.owner_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_series()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE series s SET owner_id = NULL WHERE s.subject_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_tasks_of_incident()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE task t SET region_id = NULL WHERE t.incident_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_warnings()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  WITH locked AS MATERIALIZED (
    SELECT w.id FROM warning w WHERE w.subject_id = NEW.id AND w.cleared_at IS NULL ORDER BY w.id FOR NO KEY UPDATE
  ) UPDATE warning w SET region_id = NULL FROM locked l WHERE w.id = l.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_warnings_of_prefix()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  WITH locked AS MATERIALIZED (
    SELECT w.id FROM warning w WHERE w.prefix_id = NEW.id AND w.cleared_at IS NULL ORDER BY w.id FOR NO KEY UPDATE
  ) UPDATE warning w SET region_id = NULL FROM locked l WHERE w.id = l.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_warnings_with_writer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  WITH locked AS MATERIALIZED (
    SELECT w.id FROM warning w
     WHERE w.cleared_at IS NULL AND (w.subject_id = NEW.id OR w.writer_id = NEW.id AND w.subject_id IS NULL AND w.prefix_id IS NULL) ORDER BY w.id FOR NO KEY UPDATE
  ) UPDATE warning w SET region_id = NULL FROM locked l WHERE w.id = l.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_covers()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM maintenance m WHERE m.id IN (SELECT o.maintenance_id FROM maintenance_object o WHERE o.subject_id = NEW.id) ORDER BY m.id FOR NO KEY UPDATE;
  UPDATE maintenance_object o SET party_ids = '{}' WHERE o.subject_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_hangs_on_incident()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE timeline_entry t SET region_id = NULL WHERE t.incident_id = NEW.id;
  UPDATE incident_subject s SET region_id = NULL WHERE s.incident_id = NEW.id;
  UPDATE incident_link l SET region_id = NULL WHERE l.incident_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_hangs_on_warning()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE warning_transition t SET region_id = NULL WHERE t.warning_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_lies_with_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE vrf t SET region_id = NULL WHERE t.owner_id = NEW.id;
  UPDATE information_system t SET region_id = NULL WHERE t.owner_id = NEW.id;
  -- A site states its region or has its owner's; which of the two it was is not kept.
  UPDATE site t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  -- The others find again where they lie: with what they stand on, where that has a place, or else with their owner.
  UPDATE device t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  UPDATE prefix t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  UPDATE address t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  UPDATE link t SET region_id = NULL WHERE t.owner_id = NEW.id AND t.region_id IS NOT DISTINCT FROM OLD.region_id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_speaks_of_system()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE information_system_part p SET region_id = NULL WHERE p.system_id = NEW.id;
  UPDATE information_system_dependency p SET region_id = NULL WHERE p.system_id = NEW.id;
  UPDATE information_system_device p SET region_id = NULL WHERE p.system_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_stands_on_device()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE interface i SET region_id = NULL WHERE i.device_id = NEW.id;
  -- A site that an end has only from its device is let go with it.
  UPDATE link l SET a_site_id = CASE WHEN l.a_device_id = NEW.id AND l.a_site_id = OLD.site_id THEN NULL ELSE l.a_site_id END,
                    b_site_id = CASE WHEN l.b_device_id = NEW.id AND l.b_site_id = OLD.site_id THEN NULL ELSE l.b_site_id END,
                    region_id = NULL
   WHERE l.a_device_id = NEW.id OR l.b_device_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_stands_on_interface()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE address a SET region_id = NULL WHERE a.interface_id = NEW.id;
  UPDATE link l SET a_site_id = CASE WHEN l.a_interface_id = NEW.id AND OLD.device_id <> NEW.device_id THEN NULL ELSE l.a_site_id END,
                    b_site_id = CASE WHEN l.b_interface_id = NEW.id AND OLD.device_id <> NEW.device_id THEN NULL ELSE l.b_site_id END,
                    region_id = NULL
   WHERE l.a_interface_id = NEW.id OR l.b_interface_id = NEW.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.move_what_stands_on_site()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  UPDATE device d SET region_id = NULL WHERE d.site_id = NEW.id;
  UPDATE prefix p SET region_id = NULL WHERE p.site_id = NEW.id;
  UPDATE link l SET region_id = NULL WHERE l.a_site_id = NEW.id AND l.a_device_id IS NULL;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.note_quiet()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO quiet_due DEFAULT VALUES;
  IF to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)') IS NOT NULL THEN
    EXECUTE $j$SELECT graphile_worker.add_job('settle_quiet', job_key => 'settle_quiet', max_attempts => 1)$j$;
  END IF;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.oldest_taken()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET "TimeZone" TO 'UTC'
AS $function$
  SELECT greatest(date_trunc('month', now()) - interval '20 years', hub.kept_since('RAW'))
$function$
;

CREATE OR REPLACE FUNCTION private.open_days(number bigint, first_at timestamp with time zone, last_at timestamp with time zone)
 RETURNS date[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
DECLARE
  days date[] := '{}';
  next timestamptz := first_at;
BEGIN
  WHILE next IS NOT NULL LOOP
    days := days || next::date;
    next := (SELECT min(y.at) FROM sample y
              WHERE y.series_number = open_days.number AND y.flag = 0 AND y.at >= (next::date + 1)::timestamptz AND y.at <= last_at);
  END LOOP;
  RETURN days;
END $function$
;

CREATE OR REPLACE FUNCTION private.owner_region(owner uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'hub', 'pg_temp'
AS $function$ SELECT o.region_id FROM organization o WHERE o.id = owner $function$
;

CREATE OR REPLACE FUNCTION private.part_of(parent text)
 RETURNS interval
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE WHEN parent IN ('rollup_1h', 'rollup_1d') THEN interval '1 year' ELSE interval '1 month' END
$function$
;

CREATE OR REPLACE FUNCTION private.parts_beyond(at timestamp with time zone)
 RETURNS TABLE(level text, since timestamp with time zone, until timestamp with time zone, tables text[])
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
  SELECT p.level, p.since, p.until, p.tables FROM kept_parts() p JOIN retention r ON r.level = p.level
   WHERE r.updated_at <= at - interval '1 day' AND p.until <= date_trunc('day', at - interval '1 hour') - make_interval(days => r.days + 1)
   ORDER BY r.step_seconds, p.since
$function$
;

CREATE OR REPLACE FUNCTION private.place_address()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.region_id := coalesce((SELECT i.region_id FROM interface i WHERE i.id = NEW.interface_id), owner_region(NEW.owner_id));
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_by_site()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.region_id := coalesce((SELECT s.region_id FROM site s WHERE s.id = NEW.site_id), owner_region(NEW.owner_id));
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_incident()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.first_owner_id := coalesce(NEW.first_owner_id, NEW.owner_id);
  NEW.region_id := coalesce(NEW.region_id, owner_region(NEW.owner_id));
  NEW.party_ids := (SELECT array_agg(DISTINCT p ORDER BY p)
                      FROM unnest(array_remove(ARRAY[NEW.owner_id, NEW.reporter_id, NEW.coordinator_id, NEW.hand_over_to_id], NULL) || NEW.coworker_ids || NEW.recipient_ids) p);
  NEW.affected_ids := ARRAY(SELECT coalesce('org_' || s.organization_id, 'sit_' || s.site_id, 'dev_' || s.device_id, 'ifc_' || s.interface_id,
                                            'lnk_' || s.link_id, 'sys_' || s.system_id)
                              FROM incident_subject s WHERE s.incident_id = NEW.id ORDER BY s.subject_id LIMIT 1001);
  IF TG_OP = 'UPDATE' THEN NEW.version := OLD.version + (NEW.version > OLD.version OR to_jsonb(NEW) - '{version,synced_at,updated_at,affected_ids}'::text[]
                                                         <> to_jsonb(OLD) - '{version,synced_at,updated_at,affected_ids}'::text[])::int; END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_incident_link()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  SELECT i.owner_id, i.region_id, i.tlp, i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR NO KEY UPDATE;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_incident_subject()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  SELECT i.owner_id, i.region_id, i.tlp, i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR NO KEY UPDATE;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_interface()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.region_id := (SELECT d.region_id FROM device d WHERE d.id = NEW.device_id);
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_link()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.a_device_id := coalesce((SELECT i.device_id FROM interface i WHERE i.id = NEW.a_interface_id), NEW.a_device_id);
  NEW.b_device_id := coalesce((SELECT i.device_id FROM interface i WHERE i.id = NEW.b_interface_id), NEW.b_device_id);
  NEW.a_site_id := coalesce((SELECT d.site_id FROM device d WHERE d.id = NEW.a_device_id), NEW.a_site_id);
  NEW.b_site_id := coalesce((SELECT d.site_id FROM device d WHERE d.id = NEW.b_device_id), NEW.b_site_id);
  NEW.region_id := coalesce((SELECT s.region_id FROM site s WHERE s.id = NEW.a_site_id), owner_region(NEW.owner_id));
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_maintenance()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.party_ids := ARRAY(SELECT DISTINCT p.id FROM (
    SELECT unnest(ARRAY[NEW.owner_id, NEW.provider_id]) AS id UNION ALL
    SELECT o.covered_id FROM maintenance_object o WHERE o.maintenance_id = NEW.id) p WHERE p.id IS NOT NULL ORDER BY p.id);
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_maintenance_object()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  provider uuid;
BEGIN
  SELECT m.owner_id, m.provider_id INTO NEW.owner_id, provider FROM maintenance m WHERE m.id = NEW.maintenance_id FOR NO KEY UPDATE;
  IF NEW.circuit IS NOT NULL AND NEW.link_id IS NULL THEN NEW.link_id := circuit_link(NEW.owner_id, provider, NEW.circuit); END IF;
  NEW.covered_id := (SELECT x.owner_id FROM site x WHERE x.id = NEW.site_id
    UNION ALL SELECT x.owner_id FROM device x WHERE x.id = NEW.device_id
    UNION ALL SELECT x.owner_id FROM interface x WHERE x.id = NEW.interface_id
    UNION ALL SELECT x.owner_id FROM link x WHERE x.id = NEW.link_id
    UNION ALL SELECT x.owner_id FROM information_system x WHERE x.id = NEW.system_id);
  NEW.party_ids := ARRAY(SELECT DISTINCT p FROM unnest(ARRAY[NEW.owner_id, provider, NEW.covered_id]) p WHERE p IS NOT NULL ORDER BY p);
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_playbook()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.region_id := owner_region(NEW.owner_id);
  NEW.party_ids := CASE WHEN NEW.owner_id IS NULL THEN '{}' ELSE ARRAY[NEW.owner_id] END;
  IF TG_OP = 'UPDATE' THEN
    NEW.version := OLD.version + ((NEW.document, NEW.tlp, NEW.owner_id) IS DISTINCT FROM (OLD.document, OLD.tlp, OLD.owner_id))::int;
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_series()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.owner_id := NULL; NEW.region_id := NULL;
  IF NEW.interface_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM interface x WHERE x.id = NEW.interface_id;
  ELSIF NEW.device_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM device x WHERE x.id = NEW.device_id;
  ELSIF NEW.link_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM link x WHERE x.id = NEW.link_id;
  ELSIF NEW.system_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM information_system x WHERE x.id = NEW.system_id;
  ELSIF NEW.site_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM site x WHERE x.id = NEW.site_id;
  ELSIF NEW.organization_id IS NOT NULL THEN
    SELECT x.id, x.region_id INTO NEW.owner_id, NEW.region_id FROM organization x WHERE x.id = NEW.organization_id;
  END IF;
  NEW.unbound_reason := CASE WHEN num_nonnulls(NEW.organization_id, NEW.site_id, NEW.device_id, NEW.interface_id, NEW.link_id, NEW.system_id) = 0
                             THEN coalesce(NEW.unbound_reason, 'PENDING') END;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_site()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.region_id := coalesce(NEW.region_id, owner_region(NEW.owner_id));
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_system_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  NEW.region_id := (SELECT s.region_id FROM information_system s WHERE s.id = NEW.system_id);
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_task()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  derived CONSTANT text[] := '{version,updated_at,due_at,owner_id,region_id,tlp,severity,party_ids}';
BEGIN
  SELECT i.owner_id, i.region_id, stricter(NEW.marking, i.tlp), i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR SHARE;
  IF TG_OP = 'UPDATE' THEN NEW.version := OLD.version + (to_jsonb(NEW) - derived <> to_jsonb(OLD) - derived)::int; END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_timeline_entry()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  SELECT i.owner_id, i.region_id, stricter(NEW.marking, i.tlp), i.severity, i.party_ids
    INTO NEW.owner_id, NEW.region_id, NEW.tlp, NEW.severity, NEW.party_ids FROM incident i WHERE i.id = NEW.incident_id FOR SHARE;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_warning()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.cleared_at IS NOT NULL AND NEW.cleared_at IS NOT NULL THEN
    NEW.owner_id := OLD.owner_id; NEW.region_id := OLD.region_id;
    RETURN NEW;
  END IF;
  NEW.owner_id := NULL; NEW.region_id := NULL;
  IF NEW.interface_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM interface x WHERE x.id = NEW.interface_id;
  ELSIF NEW.device_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM device x WHERE x.id = NEW.device_id;
  ELSIF NEW.link_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM link x WHERE x.id = NEW.link_id;
  ELSIF NEW.system_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM information_system x WHERE x.id = NEW.system_id;
  ELSIF NEW.site_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM site x WHERE x.id = NEW.site_id;
  ELSIF NEW.organization_id IS NOT NULL THEN
    SELECT x.id, x.region_id INTO NEW.owner_id, NEW.region_id FROM organization x WHERE x.id = NEW.organization_id;
  ELSIF NEW.prefix_id IS NOT NULL THEN
    SELECT x.owner_id, x.region_id INTO NEW.owner_id, NEW.region_id FROM prefix x WHERE x.id = NEW.prefix_id;
  END IF;
  IF NEW.owner_id IS NULL THEN
    NEW.owner_id := NEW.writer_id; NEW.region_id := owner_region(NEW.writer_id);
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.place_warning_transition()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  SELECT w.owner_id, w.writer_id, w.region_id, w.severity INTO NEW.owner_id, NEW.writer_id, NEW.region_id, NEW.severity
    FROM warning w WHERE w.id = NEW.warning_id FOR SHARE;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE PROCEDURE private.protect(IN tbl regclass, IN readable text, IN writable text)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO hub_api', tbl);
  EXECUTE format('CREATE POLICY readable ON %s FOR SELECT TO hub_api USING (%s)', tbl, private.rule(readable));
  EXECUTE format('CREATE POLICY creatable ON %s FOR INSERT TO hub_api WITH CHECK (%s)', tbl, writable);
  EXECUTE format('CREATE POLICY updatable ON %s FOR UPDATE TO hub_api USING (%s) WITH CHECK (%s)', tbl, writable, writable);
END $procedure$
;

CREATE OR REPLACE FUNCTION private.put_on(view uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  worn record;
BEGIN
  SELECT v.settings, v.filter INTO worn FROM feed_view v WHERE v.id = view AND v.organization_id = hub.viewer() AND may_put_on(v.settings, v.filter);
  IF NOT FOUND THEN RAISE EXCEPTION 'there is no such view' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(worn.settings) s;
  RETURN worn.filter;
END $function$
;

CREATE OR REPLACE FUNCTION private.quieted(subjects uuid[], owners uuid[], writers uuid[], severities text[], labels jsonb[], rules uuid[], at timestamp with time zone)
 RETURNS TABLE(place integer, kind text, by_id uuid, ends_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  IF NOT is_anything_quiet(quieted.at) THEN RETURN; END IF;
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT u.place::int, u.owner, u.writer, array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], u.severity) AS severity, coalesce(u.labels, '{}') AS labels, u.rule
      FROM unnest(owners, quieted.writers, severities, quieted.labels, rules) WITH ORDINALITY AS u(owner, writer, severity, labels, rule, place)
  ), stands AS MATERIALIZED (
    SELECT s.place, s.id FROM stands_on(subjects, owners) s
  ), hushed AS MATERIALIZED (
    SELECT s.*, q.quiet_id, array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], s.most_severity) AS most
      FROM silence s CROSS JOIN LATERAL unnest(s.quiets_ids) AS q(quiet_id)
      JOIN organization_tree t ON t.ancestor_id = s.owner_id AND t.descendant_id = q.quiet_id
     WHERE s.ends_at > quieted.at AND s.starts_at <= quieted.at AND coalesce(s.ended_at > quieted.at, true)
  ), silenced AS (
    SELECT a.place, h.id, h.ends_at FROM asked a JOIN hushed h ON h.quiet_id = a.owner
     WHERE (h.rule_id IS NULL OR h.rule_id = a.rule) AND a.labels @> h.labels AND (h.most IS NULL OR a.severity <= h.most)
       AND (h.subject_id IS NULL OR EXISTS (SELECT FROM stands s WHERE s.place = a.place AND s.id = h.subject_id))
    UNION
    SELECT a.place, h.id, h.ends_at FROM asked a JOIN hushed h ON h.quiet_id = a.writer
     WHERE (h.rule_id IS NULL OR h.rule_id = a.rule) AND a.labels @> h.labels AND (h.most IS NULL OR a.severity <= h.most)
       AND (h.subject_id IS NULL OR EXISTS (SELECT FROM stands s WHERE s.place = a.place AND s.id = h.subject_id))
  ), maintained AS (
    SELECT a.place, m.id, m.ends_at FROM stands s JOIN asked a ON a.place = s.place
      JOIN maintenance_object o ON o.subject_id = s.id
      JOIN maintenance m ON m.id = o.maintenance_id
     WHERE m.ends_at > quieted.at AND m.starts_at <= quieted.at AND m.status IN ('CONFIRMED', 'RE_SCHEDULED', 'IN_PROCESS')
       AND a.severity <= explains_up_to(o.impact)
       AND (m.owner_id = a.writer OR EXISTS (SELECT FROM organization_tree t WHERE t.ancestor_id = m.owner_id AND t.descendant_id = a.owner))
  )
  SELECT DISTINCT ON (c.place) c.place, c.kind, c.id, c.ends_at
    FROM (SELECT n.place, 'MAINTENANCE' AS kind, n.id, n.ends_at FROM maintained n
          UNION ALL SELECT n.place, 'SILENCE', n.id, n.ends_at FROM silenced n) c
   ORDER BY c.place, c.kind, c.ends_at DESC, c.id;
END $function$
;

CREATE OR REPLACE FUNCTION private.raise_levels_above(changed uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  WITH RECURSIVE up AS (
    SELECT changed AS id UNION SELECT p.system_id FROM up JOIN information_system_part p ON p.part_id = up.id
  )
  UPDATE information_system s SET effective_level = level_of(s.id)
    FROM up WHERE s.id = up.id AND s.effective_level <> level_of(s.id)
$function$
;

CREATE OR REPLACE FUNCTION private.reasons(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
 RETURNS TABLE(via text[], agreement_ids uuid[])
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT array_remove(ARRAY[
           CASE WHEN reasons.owner_id = hub.viewer() THEN 'OWNER' END,
           CASE WHEN reasons.writer_id = hub.viewer() AND reasons.writer_id IS DISTINCT FROM reasons.owner_id THEN 'WRITER' END,
           CASE WHEN reasons.dataset = 'SHARING' AND reasons.party_ids && array_remove(hub.owners(), hub.viewer()) THEN 'ABOVE' END,
           CASE WHEN reasons.dataset <> 'SHARING' AND reasons.tlp IS DISTINCT FROM 'RED' AND (reasons.owner_id <> hub.viewer() AND reasons.owner_id = ANY (hub.owners())
                     OR reasons.writer_id <> hub.viewer() AND reasons.writer_id = ANY (hub.owners())) THEN 'ABOVE' END,
           CASE WHEN reasons.owner_id IS DISTINCT FROM hub.viewer() AND reasons.party_ids && hub.identities() THEN 'NAMED' END,
           CASE WHEN cardinality(a.ids) > 0 THEN 'AGREEMENT' END,
           CASE WHEN reasons.tlp = 'GREEN' AND 'GREEN' = ANY (hub.open_markings()) THEN 'COMMUNITY' END,
           CASE WHEN reasons.tlp = 'CLEAR' OR reasons.dataset = 'DIRECTORY' THEN 'EVERY_KEY' END], NULL), a.ids
    FROM (SELECT ARRAY(
      SELECT DISTINCT g.id FROM agreements_for(hub.identities()) g
        JOIN organization_tree t ON t.ancestor_id = g.owner_id AND t.descendant_id IN (reasons.owner_id, reasons.writer_id)
                                AND (g.with_descendants OR t.descendant_id = g.owner_id) AND NOT t.descendant_id = ANY (hub.owners())
       WHERE reasons.dataset = ANY (g.datasets)
         AND (reasons.dataset <> 'WARNINGS' OR array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], g.least_severity) <= array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], reasons.severity))
         AND (g.region_id IS NULL OR reasons.region_id IN (SELECT regions_within(g.region_id)))
         AND (reasons.tlp IS NULL OR coalesce((markings_reached(ARRAY[g.ceiling], ARRAY[g.least_severity]) ->> reasons.tlp)::int
                                              <= array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], reasons.severity), false))
         AND NOT (reasons.record_type = 'Address' AND 'ADDRESSES' = ANY (g.withheld))) AS ids) a;
END $function$
;

CREATE OR REPLACE FUNCTION private.record_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  unrecorded CONSTANT text[] := '{sort_key,synced_at,updated_at,affected_ids,applied_at,unbound_reason,evidence_at,severity_rank}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO private.change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset,
                                owner_id, writer_id, region_id, tlp, party_ids, after)
    SELECT private.setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'CREATED', TG_ARGV[0], a.id, TG_ARGV[1],
           a.owner_id, a.writer_id, a.region_id, a.tlp, a.party_ids, n.image
      FROM (SELECT to_jsonb(r) - unrecorded AS image FROM new_rows r) n
     CROSS JOIN LATERAL jsonb_to_record(n.image)
           AS a(id uuid, owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[]);
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO private.change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset,
                                owner_id, writer_id, region_id, tlp, party_ids,
                                was_owner_id, was_writer_id, was_region_id, was_tlp, was_party_ids, before, after)
    SELECT private.setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'UPDATED', TG_ARGV[0], a.id, TG_ARGV[1],
           a.owner_id, a.writer_id, a.region_id, a.tlp, a.party_ids,
           b.owner_id, b.writer_id, b.region_id, b.tlp, b.party_ids, o.image, n.image
      FROM (SELECT r.id, to_jsonb(r) - unrecorded AS image FROM new_rows r) n
      JOIN (SELECT r.id, to_jsonb(r) - unrecorded AS image FROM old_rows r) o ON o.id = n.id AND o.image <> n.image
     CROSS JOIN LATERAL jsonb_to_record(n.image)
           AS a(id uuid, owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[])
     CROSS JOIN LATERAL jsonb_to_record(o.image)
           AS b(owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[]);
  ELSE
    INSERT INTO private.change (actor_id, actor_key_id, actor_label, operation, record_type, record_id, dataset,
                                was_owner_id, was_writer_id, was_region_id, was_tlp, was_party_ids, before)
    SELECT private.setting_id('hub.client'), setting_id('hub.key'), nullif(current_setting('hub.label', true), ''), 'DELETED', TG_ARGV[0], b.id, TG_ARGV[1],
           b.owner_id, b.writer_id, b.region_id, b.tlp, b.party_ids, o.image
      FROM (SELECT to_jsonb(r) - unrecorded AS image FROM old_rows r) o
     CROSS JOIN LATERAL jsonb_to_record(o.image)
           AS b(id uuid, owner_id uuid, writer_id uuid, region_id uuid, tlp text, party_ids uuid[]);
  END IF;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE PROCEDURE private.record_changes_of(IN tbl regclass, IN record_type text, IN dataset text)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
  EXECUTE format('CREATE TRIGGER change_created AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                  FOR EACH STATEMENT EXECUTE FUNCTION private.record_change(%L, %L)', tbl, record_type, dataset);
  EXECUTE format('CREATE TRIGGER change_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                  FOR EACH STATEMENT EXECUTE FUNCTION private.record_change(%L, %L)', tbl, record_type, dataset);
  EXECUTE format('CREATE TRIGGER change_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                  FOR EACH STATEMENT EXECUTE FUNCTION private.record_change(%L, %L)', tbl, record_type, dataset);
END $procedure$
;

CREATE OR REPLACE FUNCTION private.refuse_over_its_steward(organization uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF organization <> hub.viewer() AND private.has_steward(organization) THEN
    RAISE EXCEPTION 'the organization has a steward of its own' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $function$
;

CREATE OR REPLACE FUNCTION private.refuse_region_cycle()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (WITH RECURSIVE up AS (
               SELECT r.id, r.parent_id FROM region r WHERE r.id = NEW.id
               UNION ALL
               SELECT r.id, r.parent_id FROM up JOIN region r ON r.id = up.parent_id
             ) CYCLE id SET looped USING path
             SELECT FROM up WHERE up.looped) THEN
    RAISE EXCEPTION 'a region can not lie within itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'region_tree_has_no_cycle';
  END IF;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.refuse_unless_written(ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT i FROM unnest(ids) i) asked WHERE NOT EXISTS (
       SELECT FROM series s WHERE s.id = asked.i AND s.writer_id = ANY ((SELECT hub.writers())::uuid[]))) THEN
    RAISE EXCEPTION 'samples of a series that this key may not write' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $function$
;

CREATE OR REPLACE FUNCTION private.regions_within(region uuid)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE down AS (
    SELECT region AS id UNION SELECT r.id FROM down JOIN region r ON r.parent_id = down.id
  ) SELECT d.id FROM down d;
END $function$
;

CREATE OR REPLACE FUNCTION private.roll_up_again()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO rollup_due SELECT s.number FROM series s WHERE s.metric_id = NEW.id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.rows_of_day(series bigint, day date)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'private', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
  SELECT count(*)::int FROM sample x WHERE x.series_number = series AND x.at >= day AND x.at < day + 1
$function$
;

CREATE OR REPLACE FUNCTION private.rule(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT CASE name WHEN 'WARNED' THEN 'owner_id = ANY ((SELECT hub.warnings_owners())::uuid[])
       AND ((SELECT hub.warnings_grants()) IS NULL OR hub.warns((SELECT hub.warnings_grants()), owner_id, region_id, severity)) OR writer_id = ANY ((SELECT hub.warnings_owners())::uuid[])
       AND ((SELECT hub.warnings_grants()) IS NULL OR hub.warns((SELECT hub.warnings_grants()), writer_id, region_id, severity))' WHEN 'OWN' THEN 'client_id = (SELECT hub.client()) OR owner_id = ANY ((SELECT hub.stewarded())::uuid[])' WHEN 'KEPT' THEN 'owner_id = ANY ((SELECT hub.stewarded())::uuid[])'
    WHEN 'OPEN'      THEN '(SELECT hub.viewer()) IS NOT NULL'
    WHEN 'PARTIES'   THEN 'party_ids && (SELECT hub.owners() || hub.identities())::uuid[]'
    WHEN 'OWNED'     THEN 'owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))'
    WHEN 'ADDRESSED' THEN 'owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id))
                           AND ((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, ''ADDRESSES''))'
    WHEN 'WRITTEN'   THEN 'owner_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), owner_id, region_id))
                           OR writer_id = ANY ((SELECT hub.samples_owners())::uuid[])
                           AND ((SELECT hub.samples_grants()) IS NULL OR hub.reaches((SELECT hub.samples_grants()), writer_id, region_id))'
    WHEN 'MARKED'    THEN 'party_ids && (SELECT hub.identities())::uuid[]
                           OR tlp <> ''RED'' AND owner_id = ANY ((SELECT hub.owners())::uuid[])
                           OR tlp = ANY ((SELECT hub.open_markings())::text[])
                           OR (SELECT hub.incident_grants()) IS NOT NULL AND hub.discloses((SELECT hub.incident_grants()), owner_id, region_id, tlp, severity)'
  END
$function$
;

CREATE OR REPLACE FUNCTION private.scope()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  SELECT jsonb_object_agg(name, coalesce(current_setting(name, true), ''))
    FROM unnest('{hub.client,hub.label,hub.viewer,hub.role,hub.owners,hub.writers,hub.identities,hub.open_markings,hub.stewards,hub.stewarded,hub.keeps_directory,hub.inventory_owners,hub.inventory_grants,hub.samples_owners,hub.samples_grants,hub.warnings_owners,hub.warnings_grants,hub.incident_grants}'::text[]) AS name
$function$
;

CREATE OR REPLACE FUNCTION private.scope_as(organization uuid, role text, named uuid[], client uuid, label text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  below      uuid[] := (SELECT array_agg(t.descendant_id ORDER BY t.descendant_id) FROM organization_tree t WHERE t.ancestor_id = organization);
  identities uuid[] := organization || ARRAY(SELECT m.group_id FROM sharing_group_member m WHERE m.organization_id = organization ORDER BY 1);
  open       text[] := (SELECT CASE WHEN o.community_member THEN '{CLEAR,GREEN}' ELSE '{CLEAR}' END FROM organization o WHERE o.id = organization);
  root       boolean := (SELECT o.parent_id IS NULL AND o.kind = 'NATIONAL_CENTER' FROM organization o WHERE o.id = organization);
  writers    uuid[] := CASE WHEN role = 'READER' THEN '{}'
                            ELSE organization || (SELECT coalesce(array_agg(n), '{}') FROM unnest(named) n WHERE n = ANY (below) AND n <> organization) END;
  given      record;
BEGIN
  PERFORM set_config('hub.client', coalesce(client::text, ''), true), set_config('hub.label', coalesce(label, ''), true),
          set_config('hub.viewer', organization::text, true), set_config('hub.role', role, true),
          set_config('hub.owners', below::text, true), set_config('hub.writers', writers::text, true),
          set_config('hub.identities', identities::text, true), set_config('hub.open_markings', open::text, true),
          set_config('hub.stewards', CASE WHEN role = 'STEWARD' THEN ARRAY(SELECT w FROM unnest(writers) w WHERE w = organization OR NOT private.has_steward(w)) ELSE '{}' END::text, true),
          set_config('hub.stewarded', CASE WHEN role = 'STEWARD' THEN below ELSE '{}' END::text, true),
          set_config('hub.keeps_directory', CASE WHEN role = 'STEWARD' AND root THEN 'yes' ELSE '' END, true),
          set_config('hub.inventory_owners', below::text, true), set_config('hub.inventory_grants', '', true),
          set_config('hub.samples_owners', below::text, true), set_config('hub.samples_grants', '', true),
          set_config('hub.warnings_owners', below::text, true), set_config('hub.warnings_grants', '', true), set_config('hub.incident_grants', '', true);
  IF NOT EXISTS (SELECT FROM agreements_for(identities)) THEN RETURN; END IF;
  FOR given IN SELECT g.* FROM grants_of(identities, below) g LOOP
    IF given.dataset IN ('INVENTORY', 'SAMPLES', 'WARNINGS') THEN
      PERFORM set_config(format('hub.%s_owners', lower(given.dataset)), (below || given.owners)::text, true),
              set_config(format('hub.%s_grants', lower(given.dataset)), coalesce(given.grants::text, ''), true);
    ELSIF given.dataset = 'INCIDENTS' THEN
      PERFORM set_config('hub.incident_grants', given.grants::text, true);
    END IF;
  END LOOP;
END $function$
;

CREATE OR REPLACE FUNCTION private.search_key(input text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  SELECT btrim(regexp_replace(hub.fold(input), U&'[\0001-\002f\003a-\0040\005b-\0060\007b-\007f\00a0\2010-\2015\2018-\201f\3000]+', ' ', 'g'))
$function$
;

CREATE OR REPLACE FUNCTION private.search_spots(most integer)
 RETURNS TABLE(owner_id uuid, spot uuid)
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
      WITH RECURSIVE place AS (
        SELECT f.* FROM unnest(hub.inventory_owners()) AS o(id)
         CROSS JOIN LATERAL (SELECT e.owner_id, e.spot, e.region_id FROM search_entry e
                              WHERE e.owner_id = o.id AND e.spot IS NOT NULL ORDER BY e.spot LIMIT 1) f
        UNION ALL
        SELECT n.* FROM place p
         CROSS JOIN LATERAL (SELECT e.owner_id, e.spot, e.region_id FROM search_entry e
                              WHERE e.owner_id = p.owner_id AND e.spot > p.spot ORDER BY e.spot LIMIT 1) n
      ) SELECT owner_id, spot FROM place WHERE owner_id = ANY ((SELECT hub.inventory_owners())::uuid[])
       AND ((SELECT hub.inventory_grants()) IS NULL OR hub.reaches((SELECT hub.inventory_grants()), owner_id, region_id)) LIMIT most + 1
    $function$
;

CREATE OR REPLACE FUNCTION private.search_suffixes(key text, is_one boolean)
 RETURNS TABLE(pos smallint, suffix text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT 1::smallint, left(key, 100)
  UNION ALL
  SELECT w.pos::smallint, substr(key, w.pos::int, 100)
    FROM (SELECT t.word, t.n, 1 + sum(length(t.word) + 1) OVER (ORDER BY t.n) - length(t.word) - 1 AS pos
            FROM string_to_table(key, ' ') WITH ORDINALITY AS t(word, n)) w
   WHERE NOT is_one AND w.n > 1 AND length(w.word) > 1
$function$
;

CREATE OR REPLACE FUNCTION private.search_together(words text[], types text[], places integer[])
 RETURNS TABLE(record_id uuid, kind text)
 LANGUAGE plpgsql
 STABLE STRICT
 SET search_path TO 'hub', 'private', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_bitmapscan TO 'on'
AS $function$
#variable_conflict use_column
DECLARE
  held   CONSTANT text[] := ARRAY(SELECT '% ' || w || '%' FROM unnest(words) w);
  least  int := 400;
  rarest text;
  met    int;
  word   text;
BEGIN
  FOREACH word IN ARRAY words LOOP
    CONTINUE WHEN length(word) < 2;
    SELECT count(*) INTO met
      FROM (SELECT FROM unnest(types) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
              SELECT FROM search_entry e
               WHERE e.record_type = t.name AND e.place = s.place AND e.suffix >= word AND e.suffix < word || chr(1114111) LIMIT least) w
             LIMIT least) n;
    IF met < least THEN
      rarest := word;
      least := met;
    END IF;
  END LOOP;
  IF rarest IS NOT NULL THEN
    RETURN QUERY
    SELECT DISTINCT w.record_id, w.kind FROM unnest(types) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
      SELECT e.record_id, e.kind, e.key FROM search_entry e
       WHERE e.record_type = t.name AND e.place = s.place AND e.suffix >= rarest AND e.suffix < rarest || chr(1114111) LIMIT least) w
     WHERE ' ' || w.key LIKE ALL (held);
  ELSE
    RETURN QUERY
    SELECT e.record_id, e.kind FROM search_entry e
     WHERE e.pos = 1 AND e.place = ANY (places) AND e.record_type = ANY (types) AND ' ' || e.key LIKE ALL (held) AND array_to_tsvector(string_to_array(e.key, ' ')) @@ (
       -- where no longer word begins like it, the word itself is read much faster
       SELECT string_agg(quote_literal(l.w) || CASE WHEN EXISTS (
                SELECT FROM unnest(types) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                  SELECT FROM search_entry o
                   WHERE o.record_type = t.name AND o.place = s.place AND o.suffix >= l.w || '!' AND o.suffix < l.w || chr(1114111) LIMIT 1) o
              ) THEN ':*' ELSE '' END, ' & ') FROM (SELECT w FROM unnest(words) w ORDER BY length(w) DESC LIMIT 3) l)::tsquery;
  END IF;
END $function$
;

CREATE OR REPLACE FUNCTION private.seen_now(records uuid[])
 RETURNS SETOF private.change
 LANGUAGE plpgsql
 STABLE ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY
  SELECT n.* FROM unnest(records) r(id)
   CROSS JOIN LATERAL (SELECT c.* FROM change c WHERE c.record_id = r.id AND c.operation <> 'APPENDED' ORDER BY c.seq DESC LIMIT 1) n
   CROSS JOIN LATERAL judged(n.dataset, n.record_type, n.owner_id, n.writer_id, n.region_id, n.tlp, n.after ->> 'severity', n.party_ids) j
   WHERE n.operation <> 'DELETED' AND j.seen;
END $function$
;

CREATE OR REPLACE FUNCTION private.sees(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT j.seen FROM judged(dataset, record_type, owner_id, writer_id, region_id, tlp, severity, party_ids) j);
END $function$
;

CREATE OR REPLACE FUNCTION private.setting_id(setting text)
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting(setting, true), '')::uuid $function$
;

CREATE OR REPLACE FUNCTION private.share_slices(numbers bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'private', 'pg_temp'
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared('private.sample_chunk'::regclass::oid::int, l.slice)
     FROM (SELECT DISTINCT slice_of(n) AS slice FROM unnest(numbers) n ORDER BY 1) l;
END $function$
;

CREATE OR REPLACE FUNCTION private.shown_now(records uuid[])
 RETURNS TABLE(record_id uuid, dataset text, record_type text, owner_id uuid, writer_id uuid, party_ids uuid[], fields text[], columns text[], naming text[], hidden jsonb)
 LANGUAGE plpgsql
 STABLE ROWS 100
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH now AS MATERIALIZED (
    SELECT s.* FROM seen_now(records) s
  ), plain AS MATERIALIZED (
    SELECT t.record_type, ARRAY(SELECT k FROM jsonb_object_keys(t.after) k WHERE NOT is_reference(k)) AS columns
      FROM (SELECT DISTINCT ON (n.record_type) n.record_type, n.after FROM now n) t
  ), named AS MATERIALIZED (
    SELECT DISTINCT i.record_id, e.key AS name, e.value AS id
      FROM (SELECT DISTINCT n.record_id, v.image - p.columns AS image
              FROM now n JOIN plain p ON p.record_type = n.record_type JOIN change c ON c.record_id = n.record_id AND c.operation <> 'APPENDED'
             CROSS JOIN LATERAL (VALUES (c.before), (c.after)) v(image)) i
     CROSS JOIN LATERAL jsonb_each_text(i.image) e
     WHERE is_reference(e.key) AND e.value IS NOT NULL
  ), unseen AS (
    SELECT n.record_id, array_agg(DISTINCT n.name) AS naming, jsonb_object_agg(n.id, NULL) AS hidden
      FROM named n LEFT JOIN seen_now(ARRAY(SELECT DISTINCT m.id::uuid FROM named m)) s ON s.record_id = n.id::uuid
     WHERE s.record_id IS NULL GROUP BY n.record_id
  )
  SELECT n.record_id, n.dataset, n.record_type, n.owner_id, n.writer_id, n.party_ids, m.fields, m.columns, u.naming, u.hidden
    FROM now n LEFT JOIN unseen u ON u.record_id = n.record_id
   CROSS JOIN LATERAL (SELECT array_agg(DISTINCT m.field ORDER BY m.field) AS fields, coalesce(array_agg(m.column_name), '{}') AS columns
                         FROM masks_of(n.record_type) m
                        WHERE m.column_name IS NOT NULL AND (SELECT hub.inventory_grants()) IS NOT NULL
                          AND hub.withholds((SELECT hub.inventory_grants()), n.owner_id, n.region_id, m.field)) m;
END $function$
;

CREATE OR REPLACE FUNCTION private.shows(mask text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT format('((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, %s))', mask)
$function$
;

CREATE OR REPLACE FUNCTION private.slice_of(series_number bigint)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT (series_number / 1024 % 128)::int $function$
;

CREATE OR REPLACE FUNCTION private.speaks_for(speaker uuid, owner uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'pg_temp'
AS $function$
  WITH RECURSIVE above (id) AS (
    SELECT owner UNION SELECT o.parent_id FROM above a JOIN organization o ON o.id = a.id WHERE o.parent_id IS NOT NULL
  )
  SELECT EXISTS (SELECT FROM above a WHERE a.id = speaker)
$function$
;

CREATE OR REPLACE FUNCTION private.stands_on(subjects uuid[], owners uuid[])
 RETURNS TABLE(place integer, id uuid)
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  WITH RECURSIVE asked AS MATERIALIZED (
    SELECT u.place::int, u.subject, u.owner FROM unnest(subjects, owners) WITH ORDINALITY AS u(subject, owner, place)
  ), port AS MATERIALIZED (
    SELECT a.place, i.id, i.device_id, d.site_id FROM asked a JOIN interface i ON i.id = a.subject JOIN device d ON d.id = i.device_id
  ), line AS MATERIALIZED (
    SELECT a.place, l.* FROM asked a JOIN link l ON l.id = a.subject
  ), whole AS (
    SELECT a.place, s.id FROM asked a JOIN information_system s ON s.id = a.subject
    UNION SELECT w.place, p.system_id FROM whole w JOIN information_system_part p ON p.part_id = w.id
  )
  SELECT a.place, a.subject FROM asked a WHERE a.subject IS NOT NULL
  UNION SELECT p.place, u.id FROM port p CROSS JOIN LATERAL (VALUES (p.device_id), (p.site_id)) u(id) WHERE u.id IS NOT NULL
  UNION SELECT p.place, l.id FROM port p JOIN link l ON l.a_interface_id = p.id
  UNION SELECT p.place, l.id FROM port p JOIN link l ON l.b_interface_id = p.id
  UNION SELECT a.place, d.site_id FROM asked a JOIN device d ON d.id = a.subject WHERE d.site_id IS NOT NULL
  UNION SELECT l.place, u.id FROM line l CROSS JOIN LATERAL
          (VALUES (l.a_interface_id), (l.b_interface_id), (l.a_device_id), (l.b_device_id), (l.a_site_id), (l.b_site_id)) u(id) WHERE u.id IS NOT NULL
  UNION SELECT w.place, w.id FROM whole w
  UNION SELECT a.place, t.ancestor_id FROM asked a JOIN organization_tree t ON t.descendant_id = a.owner
$function$
;

CREATE OR REPLACE FUNCTION private.start_level()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.effective_level := NEW.level;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.stricter(a text, b text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT (ARRAY['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'])[greatest(
    array_position(ARRAY['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'], a),
    array_position(ARRAY['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'], b))]
$function$
;

CREATE OR REPLACE FUNCTION private.texts_in(list jsonb)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
BEGIN
  RETURN CASE WHEN jsonb_typeof(list) = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(list)) END;
END $function$
;

CREATE OR REPLACE FUNCTION private.touch()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  unwatched CONSTANT text[] := '{sort_key,synced_at,updated_at,affected_ids,applied_at,unbound_reason,evidence_at,severity_rank,subject_id}';
BEGIN
  NEW.updated_at := CASE WHEN to_jsonb(NEW) - unwatched = to_jsonb(OLD) - unwatched THEN OLD.updated_at ELSE now() END;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.touch_binding_rule()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  unwatched CONSTANT text[] := '{party_ids,applied_at,updated_at}';
BEGIN
  IF to_jsonb(NEW) - unwatched = to_jsonb(OLD) - unwatched THEN NEW.updated_at := OLD.updated_at;
  ELSE NEW.updated_at := now(); NEW.applied_at := NULL;
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION private.unmapped(address inet)
 RETURNS inet
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT CASE WHEN address <<= '::ffff:0.0.0.0/96' THEN set_masklen('0.0.0.0'::inet + (address - '::ffff:0.0.0.0'::inet), masklen(address) - 96)
              ELSE address END
$function$
;

CREATE OR REPLACE FUNCTION private.unnamed(image jsonb, naming text[], hidden jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY naming LOOP
    IF hidden ? (image ->> name) THEN image := jsonb_set(image, ARRAY[name], 'null'); END IF;
  END LOOP;
  RETURN image;
END $function$
;

CREATE OR REPLACE FUNCTION private.unsettle(subjects uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  is_first CONSTANT boolean := NOT EXISTS (SELECT FROM unsettled u WHERE u.xid = pg_current_xact_id());
BEGIN
  INSERT INTO unsettled (subject_id)
  SELECT DISTINCT s FROM unnest(subjects) s
   WHERE CASE WHEN s IS NULL THEN NOT EXISTS (SELECT FROM unsettled u WHERE u.xid = pg_current_xact_id() AND u.subject_id IS NULL)
              ELSE NOT EXISTS (SELECT FROM unsettled u WHERE u.xid = pg_current_xact_id() AND u.subject_id = s) END;
  IF is_first AND to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)') IS NOT NULL THEN
    EXECUTE $j$SELECT graphile_worker.add_job('settle_topology', max_attempts => 1)$j$;
  END IF;
END $function$
;

CREATE OR REPLACE FUNCTION private.unsettle_all()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM warning w WHERE w.cleared_at IS NULL AND w.nature <> 'OTHER') THEN PERFORM unsettle(ARRAY[NULL::uuid]); END IF;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.unsettle_around_warning()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  PERFORM unsettle(array_remove(ARRAY[NEW.subject_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.subject_id END], NULL));
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION private.unsettled_by_quiet(after_raised timestamp with time zone, after_id uuid, most integer, at timestamp with time zone)
 RETURNS TABLE(ids uuid[], last_raised timestamp with time zone, last_id uuid)
 LANGUAGE sql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
  WITH page AS MATERIALIZED (
    SELECT w.*, row_number() OVER (ORDER BY w.raised_at, w.id)::int AS place FROM (
      SELECT o.id, o.raised_at, o.state, o.firing, o.severity, o.labels, o.rule_id, o.owner_id, o.writer_id, coalesce(o.subject_id, o.prefix_id) AS subject_id,
             coalesce(o.silence_id, o.maintenance_id) AS held_by
        FROM warning o WHERE o.cleared_at IS NULL AND (o.raised_at, o.id) > (after_raised, after_id) ORDER BY o.raised_at, o.id LIMIT most) w
  ), asked AS (
    SELECT array_agg(p.subject_id ORDER BY p.place) AS subjects, array_agg(p.owner_id ORDER BY p.place) AS owners, array_agg(p.writer_id ORDER BY p.place) AS writers,
           array_agg(p.severity ORDER BY p.place) AS severities, array_agg(p.labels ORDER BY p.place) AS labels, array_agg(p.rule_id ORDER BY p.place) AS rules FROM page p
  ), quiet AS MATERIALIZED (
    SELECT q.* FROM asked a CROSS JOIN LATERAL private.quieted(a.subjects, a.owners, a.writers, a.severities, a.labels, a.rules, unsettled_by_quiet.at) q
  )
  SELECT coalesce(array_agg(p.id ORDER BY p.id) FILTER (WHERE p.state = 'RAISED' AND p.firing AND q.by_id IS NOT NULL
                                                           OR p.state = 'SUPPRESSED' AND p.held_by IS NOT NULL AND p.held_by IS DISTINCT FROM q.by_id), '{}'),
         (array_agg(p.raised_at ORDER BY p.place DESC))[1], (array_agg(p.id ORDER BY p.place DESC))[1]
    FROM page p LEFT JOIN quiet q ON q.place = p.place
$function$
;

CREATE OR REPLACE FUNCTION private.view_of(filter jsonb)
 RETURNS TABLE(id uuid, settings jsonb, parts jsonb)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
DECLARE
  s CONSTANT jsonb := view_settings();
  f CONSTANT text := filter::text;
BEGIN
  id := left(encode(sha256(convert_to(s::text || f, 'UTF8')), 'hex'), 32)::uuid;
  settings := s;
  parts := jsonb_build_object('DIRECTORY', md5(f), 'KEYS', md5(f || (s ->> 'hub.stewarded')), 'SHARING', md5(concat(f, s ->> 'hub.identities', '|', s ->> 'hub.owners')),
    'INVENTORY', md5(concat(f, s ->> 'hub.inventory_grants', '|', s ->> 'hub.inventory_owners')), 'SAMPLES', md5(concat(f, s ->> 'hub.samples_grants', '|', s ->> 'hub.samples_owners')),
    'WARNINGS', md5(concat(f, s ->> 'hub.warnings_grants', '|', s ->> 'hub.warnings_owners')),
    'INCIDENTS', md5(concat(f, s ->> 'hub.identities', '|', s ->> 'hub.incident_grants', '|', s ->> 'hub.open_markings', '|', s ->> 'hub.owners')));
  RETURN NEXT;
END $function$
;

CREATE OR REPLACE FUNCTION private.view_settings()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
BEGIN
  RETURN jsonb_build_object(
    'hub.viewer', coalesce(current_setting('hub.viewer', true), ''), 'hub.owners', coalesce(current_setting('hub.owners', true), ''),
    'hub.identities', coalesce(current_setting('hub.identities', true), ''), 'hub.open_markings', coalesce(current_setting('hub.open_markings', true), ''),
    'hub.stewarded', coalesce(current_setting('hub.stewarded', true), ''),
    'hub.inventory_owners', coalesce(current_setting('hub.inventory_owners', true), ''), 'hub.inventory_grants', coalesce(current_setting('hub.inventory_grants', true), ''),
    'hub.samples_owners', coalesce(current_setting('hub.samples_owners', true), ''), 'hub.samples_grants', coalesce(current_setting('hub.samples_grants', true), ''),
    'hub.warnings_owners', coalesce(current_setting('hub.warnings_owners', true), ''), 'hub.warnings_grants', coalesce(current_setting('hub.warnings_grants', true), ''),
    'hub.incident_grants', coalesce(current_setting('hub.incident_grants', true), ''));
END $function$
;

CREATE OR REPLACE FUNCTION private.withheld_by_all(lists jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
#variable_conflict use_column
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(f.name ORDER BY f.name), '[]') FROM jsonb_array_elements_text(lists -> 0) AS f(name)
   WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(lists) l WHERE NOT l.value ? f.name));
END $function$
;

CREATE OR REPLACE FUNCTION private.withheld_of(record_type text, owner_id uuid, region_id uuid)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'hub', 'private', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN (SELECT array_agg(DISTINCT m.field ORDER BY m.field) FROM masks_of(withheld_of.record_type) m
   WHERE withholds(inventory_grants(), withheld_of.owner_id, withheld_of.region_id, m.field));
END $function$
;
