import { Query } from 'type-graphql';
import type { Collection, Row } from '../reading/collection';
import { declare } from '../reading/field-edge';
import { findRecord } from './find-record';
import { RecordArgs } from './record.args.type';

/** A root field that gives one record of a collection by its id, as it stands or as it was. */
export const ById = <R extends Row>(target: Collection<R>, type: () => object, description: string) =>
  declare(
    Query(type, { nullable: true, description }),
    {
      edge: { kind: 'record', target },
      resolve: (_root, args, context) => findRecord(target, args as RecordArgs, context),
    },
    () => RecordArgs,
  );
