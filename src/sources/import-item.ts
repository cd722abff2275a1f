/** Where in its source a record stands: a file, and a place in it such as "line 17" or "dcim.device pk 12". */
export interface Place {
  file: string;
  position: string;
}

export type ImportedType =
  | 'Region'
  | 'Organization'
  | 'Vrf'
  | 'Site'
  | 'Device'
  | 'Interface'
  | 'Link'
  | 'Prefix'
  | 'Address'
  | 'InformationSystem'
  | 'Incident'
  | 'Maintenance';

/** A record ready to be written: the input of the upsert of its type. */
export interface ImportedRecord {
  type: ImportedType;
  /** Code of the organization that owns it. */
  owner: string;
  record: object;
  place: Place;
}

export interface RefusedItem {
  refused: { place: Place; field: string | null; reason: string };
}

export type ImportItem = ImportedRecord | RefusedItem;
