import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { Node, TimedNode } from '../kernel/node.type';
import { connectionType, listArgs } from '../kernel/reading/list.type';
import { DateTime, IPAddress, JSONScalar } from '../kernel/scalars';
import { SeverityEnum } from '../sharing/sharing.type';
import type { Severity } from '../sharing/sharing.values';
import { transitionCauses, warningStates, type TransitionCause, type WarningState } from './life/warning-life.values';
import { warnings, warningTransitions } from './warnings.collection';

export const WarningStateEnum = enumOf<WarningState>(warningStates);
registerEnumType(WarningStateEnum, {
  name: 'WarningState',
  description: 'How a warning stands. Whether its source says so still is told apart from it, by firing.',
  valuesConfig: {
    RAISED: { description: 'It was raised, and nobody has taken it on yet.' },
    ACKNOWLEDGED: { description: 'A desk has taken it on.' },
    SUPPRESSED: {
      description: 'It is held back: by what causes it, a silence or planned maintenance. It clears all the same.',
    },
    CLEARED: { description: 'What it warned of is over.' },
  },
});

export const TransitionCauseEnum = enumOf<TransitionCause>(transitionCauses);
registerEnumType(TransitionCauseEnum, {
  name: 'TransitionCause',
  description: 'Why a warning came to stand otherwise.',
  valuesConfig: {
    FIRED: { description: 'It began.' },
    RETURNED: { description: 'It fires again, so soon after it cleared that it is the same one.' },
    WORSENED: { description: 'It is worse than what was told of it before.' },
    HELD: { description: 'What causes it was found, or a silence or maintenance began.' },
    RELEASED: { description: 'What held it back is over, and it fires still.' },
    ACKNOWLEDGED: { description: 'A desk has taken it on.' },
    RECOVERED: { description: 'What it warned of is over.' },
    CLOSED: { description: 'A desk, or the end of its rule, ended it.' },
  },
});

@ObjectType('Warning', {
  implements: Node,
  simpleResolvers: true,
  description:
    'An early warning: what a rule, the detector or another system says of one object, from its raising until it is cleared. It belongs to who owns the object.',
})
export class Warning extends TimedNode {
  @Field(() => String, {
    description:
      'What it is known by: of one writer and source, one open warning has it. Of another system it is its key there.',
  })
  fingerprint: string;

  @Field(() => String, { description: 'What raised it: "rule", "detector", "alertmanager", or another system.' })
  source: string;

  @Field(() => SeverityEnum, { description: 'How bad it is.' })
  severity: Severity;

  @Field(() => WarningStateEnum, { description: 'How it stands.' })
  state: WarningState;

  @Field(() => Boolean, {
    description: 'Whether its source says so still. One that flaps clears only after it was calm for a while.',
  })
  firing: boolean;

  @Field(() => DateTime, {
    description: 'Since when it fires, by its source, and never ahead of the hub; a flap leaves it.',
  })
  raisedAt: string;

  @Field(() => DateTime, { nullable: true, description: 'When a desk took it on.' })
  acknowledgedAt: string | null;

  @Field(() => String, { nullable: true, description: 'The desk that took it on, never a person.' })
  acknowledgedBy: string | null;

  @Field(() => String, { nullable: true, description: 'What that desk noted.' })
  note: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is held back; null unless SUPPRESSED.' })
  suppressedAt: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When what it warned of was over, which may be before that was told; null until it clears.',
  })
  clearedAt: string | null;

  @Field(() => String, { description: 'What was seen, what was expected, and why it matters, in words.' })
  explanation: string;

  @Field(() => JSONScalar, { description: 'Its labels: an object of texts.' })
  labels: Record<string, string>;

  @Field(() => IPAddress, { nullable: true, description: 'The address that its source named.' })
  address: string | null;

  @Field(() => Int, { description: 'How often it came back soon after it was over: the same warning, flapping.' })
  flaps: number;
}

@ObjectType('WarningTransition', {
  implements: Node,
  simpleResolvers: true,
  description: 'What became of a warning: feeds tell each of these once.',
})
export class WarningTransition extends Node {
  @Field(() => DateTime, { description: "When the hub said so, by the hub's clock." })
  at: string;

  @Field(() => DateTime, { description: 'When it was so: a recovery may be told later than it was.' })
  seenAt: string;

  @Field(() => TransitionCauseEnum, { description: 'Why.' })
  cause: TransitionCause;

  @Field(() => String, { nullable: true, description: 'The desk that did it, never a person; null where no desk did.' })
  actorLabel: string | null;

  @Field(() => String, { nullable: true, description: 'What that desk noted.' })
  note: string | null;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;
}

export const WarningConnection = connectionType('Warning', () => Warning);
export const WarningArgs = listArgs(warnings);
export const WarningTransitionConnection = connectionType('WarningTransition', () => WarningTransition);
export const WarningTransitionArgs = listArgs(warningTransitions);
