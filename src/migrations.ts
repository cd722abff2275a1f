import { CreateKernel1790000000000 } from '../migrations/1790000000000-create-kernel';
import { CreateDirectory1790000000100 } from '../migrations/1790000000100-create-directory';
import { CreateInventory1790000000200 } from '../migrations/1790000000200-create-inventory';
import { CreateMonitoring1790000000300 } from '../migrations/1790000000300-create-monitoring';
import { CreateIncidents1790000000400 } from '../migrations/1790000000400-create-incidents';
import { SounderIngest1790000000500 } from '../migrations/1790000000500-sounder-ingest';
import { CreateSharing1790000000600 } from '../migrations/1790000000600-create-sharing';
import { ShareByAgreement1790000000700 } from '../migrations/1790000000700-share-by-agreement';
import { CreateFinding1790000000800 } from '../migrations/1790000000800-create-finding';
import { KeepKeys1790000000900 } from '../migrations/1790000000900-keep-keys';
import { AsOf1790000001000 } from '../migrations/1790000001000-as-of';
import { ShowHistory1790000001100 } from '../migrations/1790000001100-show-history';
import { CountOverview1790000001200 } from '../migrations/1790000001200-count-overview';
import { HistoryAtOnce1790000001300 } from '../migrations/1790000001300-history-at-once';
import { ReadSamples1790000001400 } from '../migrations/1790000001400-read-samples';
import { OrderPrefixes1790000001500 } from '../migrations/1790000001500-order-prefixes';
import { TellThoseAbove1790000001600 } from '../migrations/1790000001600-tell-those-above';
import { PackSamples1790000001700 } from '../migrations/1790000001700-pack-samples';
import { AppendSamples1790000001800 } from '../migrations/1790000001800-append-samples';
import { ListAffected1790000001900 } from '../migrations/1790000001900-list-affected';
import { RollUpSamples1790000002000 } from '../migrations/1790000002000-roll-up-samples';
import { BindSeries1790000002100 } from '../migrations/1790000002100-bind-series';
import { CorrectSamples1790000002200 } from '../migrations/1790000002200-correct-samples';
import { KeepPaces1790000002300 } from '../migrations/1790000002300-keep-paces';
import { LetSamplesGo1790000002400 } from '../migrations/1790000002400-let-samples-go';
import { FindOpenDays1790000002500 } from '../migrations/1790000002500-find-open-days';
import { AdvanceAtOnce1790000002600 } from '../migrations/1790000002600-advance-at-once';
import { CountFromIndex1790000002700 } from '../migrations/1790000002700-count-from-index';
import { CreateFeeds1790000002800 } from '../migrations/1790000002800-create-feeds';
import { CreateWebhooks1790000002900 } from '../migrations/1790000002900-create-webhooks';
import { FollowFeeds1790000003000 } from '../migrations/1790000003000-follow-feeds';
import { ExportInBulk1790000003100 } from '../migrations/1790000003100-export-in-bulk';
import { MendFeeds1790000003150 } from '../migrations/1790000003150-mend-feeds';
import { CreateWarnings1790000003200 } from '../migrations/1790000003200-create-warnings';
import { SuppressByTopology1790000003250 } from '../migrations/1790000003250-suppress-by-topology';
import { CreateWarningRules1790000003300 } from '../migrations/1790000003300-create-warning-rules';
import { WatchSeries1790000003350 } from '../migrations/1790000003350-watch-series';
import { CreateQuiet1790000003400 } from '../migrations/1790000003400-create-quiet';
import { LiveIncidents1790000003500 } from '../migrations/1790000003500-live-incidents';
import { CreatePlaybooks1790000003600 } from '../migrations/1790000003600-create-playbooks';
import type { Migrations } from './kernel/postgres/migrate';

/** Every migration, in order; append-only. */
export const migrations: Migrations = [
  CreateKernel1790000000000,
  CreateDirectory1790000000100,
  CreateInventory1790000000200,
  CreateMonitoring1790000000300,
  CreateIncidents1790000000400,
  SounderIngest1790000000500,
  CreateSharing1790000000600,
  ShareByAgreement1790000000700,
  CreateFinding1790000000800,
  KeepKeys1790000000900,
  AsOf1790000001000,
  ShowHistory1790000001100,
  CountOverview1790000001200,
  HistoryAtOnce1790000001300,
  ReadSamples1790000001400,
  OrderPrefixes1790000001500,
  TellThoseAbove1790000001600,
  PackSamples1790000001700,
  AppendSamples1790000001800,
  ListAffected1790000001900,
  RollUpSamples1790000002000,
  BindSeries1790000002100,
  CorrectSamples1790000002200,
  KeepPaces1790000002300,
  LetSamplesGo1790000002400,
  FindOpenDays1790000002500,
  AdvanceAtOnce1790000002600,
  CountFromIndex1790000002700,
  CreateFeeds1790000002800,
  CreateWebhooks1790000002900,
  FollowFeeds1790000003000,
  ExportInBulk1790000003100,
  MendFeeds1790000003150,
  CreateWarnings1790000003200,
  SuppressByTopology1790000003250,
  CreateWarningRules1790000003300,
  WatchSeries1790000003350,
  CreateQuiet1790000003400,
  LiveIncidents1790000003500,
  CreatePlaybooks1790000003600,
];
