import { getMetadataArgsStorage } from 'typeorm';
import { snakeCase } from './postgres/sql';

/** A column as its entity declares it. */
export interface EntityColumn {
  property: string;
  column: string;
  type: string;
  array: boolean;
}

type EntityClass = new () => object;

/** Columns of an entity class and its parents, parents first. */
export function columnsOf(entity: EntityClass): EntityColumn[] {
  const lineage: unknown[] = [];
  for (
    let type: unknown = entity;
    typeof type === 'function' && type !== Function.prototype;
    type = Object.getPrototypeOf(type)
  )
    lineage.unshift(type);
  return lineage.flatMap((type) =>
    getMetadataArgsStorage()
      .columns.filter((column) => column.target === type)
      .map(({ propertyName, options }) => ({
        property: propertyName,
        column: options.name ?? snakeCase(propertyName),
        type: String(options.type),
        array: options.array ?? false,
      })),
  );
}

export function tableOf(entity: EntityClass): string {
  const table = getMetadataArgsStorage().tables.find((candidate) => candidate.target === entity)?.name;
  if (!table) throw new Error(`${entity.name} is not an entity: give it @Entity('table').`);
  return table;
}
