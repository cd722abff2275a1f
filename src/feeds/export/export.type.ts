import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import type { FilterInput } from '../../kernel/reading/filter';
import { filterInput } from '../../kernel/reading/filter.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { BigIntScalar, Cursor, DateTime } from '../../kernel/scalars';
import { series } from '../../monitoring/monitoring.collection';
import { ChangeFilterInput } from '../changes.type';
import { bulkExports } from './export.collection';
import {
  exportContents,
  exportFormats,
  exportStates,
  type ExportContent,
  type ExportFormat,
  type ExportState,
} from './export.values';

export const ExportContentEnum = enumOf<ExportContent>(exportContents);
registerEnumType(ExportContentEnum, {
  name: 'ExportContent',
  description: 'What an export holds.',
  valuesConfig: {
    RECORDS: {
      description: 'Records, one a line: their own values, and the ids of what they refer to and the key sees.',
    },
    SAMPLES: { description: 'Samples of series, one a line, series by series and in the order of time.' },
  },
});

export const ExportFormatEnum = enumOf<ExportFormat>(exportFormats);
registerEnumType(ExportFormatEnum, {
  name: 'ExportFormat',
  description: 'How an export is written; always compressed by gzip.',
  valuesConfig: {
    NDJSON: {
      description:
        'An object of JSON a line. The last one is {"export": its id, "count": of lines before it, "cursor": …}.',
    },
    CSV: {
      description:
        'As RFC 4180, a line of names first; records of one type alone. The last line is "# export=… count=… cursor=…", its count that of the lines between.',
    },
  },
});

export const ExportStateEnum = enumOf<ExportState>(exportStates);
registerEnumType(ExportStateEnum, {
  name: 'ExportState',
  description: 'How far an export has come.',
  valuesConfig: {
    QUEUED: { description: 'It has not begun.' },
    RUNNING: { description: 'It is being written; after a kill of the hub it goes on where it was.' },
    DONE: { description: 'The file is there until expiresAt.' },
    FAILED: { description: 'It could not be made: see reason.' },
    CANCELLED: { description: 'Its client does not want it any more; no file is left.' },
    EXPIRED: { description: 'The file has been let go.' },
  },
});

@ObjectType('Export', {
  implements: Node,
  simpleResolvers: true,
  description:
    'A file made in the background of what the client may see, all of it under one view: where what it may see changes meanwhile, it begins anew. For keys of the client that asked, and for stewards above it; downloaded by the former alone.',
})
export class Export extends Node {
  @Field(() => ExportContentEnum, { description: 'What it holds.' })
  content: ExportContent;

  @Field(() => ExportFormatEnum, { description: 'How that is written.' })
  format: ExportFormat;

  @Field(() => DateTime, { nullable: true, description: 'Of SAMPLES: the first instant of the range.' })
  since: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Of SAMPLES: the end of the range, not part of it.' })
  until: string | null;

  @Field(() => ExportStateEnum, { description: 'How far it has come.' })
  state: ExportState;

  @Field(() => Float, { description: 'About which part of it is written, from 0 to 1.' })
  progress: number;

  @Field(() => BigIntScalar, { description: 'Records or samples in the file so far.' })
  count: number;

  @Field(() => BigIntScalar, { description: 'Size of the file so far, compressed.' })
  bytes: number;

  @Field(() => Cursor, {
    nullable: true,
    description:
      'Of DONE: changes(after:) with the same filter goes on from here. What changed while the file was made comes again; of SAMPLES what came since it was begun.',
  })
  cursor: string | null;

  @Field(() => String, { nullable: true, description: 'Of FAILED: why, and what to do.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last went on.' })
  updatedAt: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was done, failed or cancelled.' })
  endedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Of DONE: until when the file is there.' })
  expiresAt: string | null;
}

export const ExportConnection = connectionType('Export', () => Export);
export const ExportArgs = listArgs(bulkExports);

@InputType({ description: 'What to export.' })
export class StartExportInput {
  @Field(() => ExportContentEnum, { description: 'What the file holds.' })
  content: ExportContent;

  @Field(() => ExportFormatEnum, { description: 'How it is written.' })
  format: ExportFormat;

  @Field(() => ChangeFilterInput, {
    nullable: true,
    description:
      'Only records that fit, as for changes; of SAMPLES, only those of series that fit. Everything unless said.',
  })
  filter?: ChangeFilterInput | null;

  @Field(() => ID, { nullable: true, description: 'Id of a saved feed, whose filter is taken in place of filter.' })
  feed?: string | null;

  @Field(() => filterInput(series), { nullable: true, description: 'Of SAMPLES: only those of series like this.' })
  series?: FilterInput | null;

  @Field(() => DateTime, { nullable: true, description: 'Of SAMPLES, and needed there: the first instant.' })
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Of SAMPLES, and needed there: the end, not part of it.' })
  to?: string | null;
}

@InputType({ description: 'Which export to end.' })
export class CancelExportInput {
  @Field(() => ID, { description: 'Id of the export.' })
  id: string;
}

@ObjectType({ description: 'The export that is made.', simpleResolvers: true })
export class StartExportPayload {
  @Field(() => Export, { nullable: true, description: 'It, as it stands.' })
  export: Export | null;
}

@ObjectType({ description: 'The export that was ended.', simpleResolvers: true })
export class CancelExportPayload {
  @Field(() => Export, { nullable: true, description: 'It, as it stands.' })
  export: Export | null;
}
