import type { Organization } from './directory-model';
import type { Device, InformationSystem, Interface, Link, Site } from './inventory-model';

export interface Metric {
  type: 'Metric';
  id: string;
  name: string;
  unit: string;
}
export type Subject = Organization | Site | Device | Interface | Link | InformationSystem;
export interface Sample {
  /** seconds since 1970 */
  at: number;
  value: number;
  /** 0 a number, 4 stale */
  flag: number;
}
export interface BindingRule {
  type: 'BindingRule';
  id: string;
  /** whose series it binds */
  owner: Organization;
  code: string;
  position: number;
  /** how it finds a device */
  lookup: 'NAME' | 'MANAGEMENT_ADDRESS';
  inventoryOf: Organization[];
  createdAt: string;
}
export interface Series {
  type: 'Series';
  id: string;
  metric: Metric;
  writer: Organization;
  subject: Subject | null;
  source: string;
  externalId: string;
  labels: Record<string, string>;
  createdAt: string;
  /** oldest first */
  samples: Sample[];
}
