/** Views have no keys that PostGraphile could find: it is told of them. */
export const tags = {
  version: 1,
  config: {
    class: {
      'shown.site': { tags: { primaryKey: 'id', foreignKey: '(region_id) references hub.region (id)' } },
      'shown.device': { tags: { primaryKey: 'id', foreignKey: '(site_id) references shown.site (id)' } },
      'shown.interface': { tags: { primaryKey: 'id', foreignKey: '(device_id) references shown.device (id)' } },
      'hub.incident_subject': { tags: { foreignKey: '(device_id) references shown.device (id)' } },
      'bench.latest': { tags: { primaryKey: 'series_id', foreignKey: '(subject_id) references shown.device (id)' } },
    },
  },
};
