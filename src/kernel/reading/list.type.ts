import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import type { Collection } from './collection';
import { filterInput } from './filter.type';
import type { ForwardPage } from './forward-page';
import type { OrderFields } from './keyset';
import { PageInfoType } from '../node.type';
import { maxPageSize, defaultPageSize, type ListArgs, type PageArgs } from './page';

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Up or down.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest or first in the alphabet first; absent values last.' },
    DESC: { description: 'Greatest, latest or last in the alphabet first; absent values first.' },
  },
});

/** The Relay connection of a type; `nodes` beside `edges` for those who need no cursors. */
export function connectionType(name: string, node: () => ClassType | object): ClassType {
  @ObjectType(`${name}Edge`, { description: `A ${name} record and its place in the list.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, {
      description: 'Opaque place in this list in this order; stays right while records come and go.',
    })
    cursor: string;

    @Field(node as () => ClassType, { description: 'The record.' })
    node: object;
  }
  @ObjectType(`${name}Connection`, { description: `A page of ${name} records.`, simpleResolvers: true })
  class Connection {
    @Field(() => [Edge], { description: 'The records of the page with their cursors.' })
    edges: Edge[];

    @Field(() => [node()] as [ClassType], { description: 'The records of the page.' })
    nodes: object[];

    @Field(() => PageInfoType, { description: 'Where the page lies.' })
    pageInfo: PageInfoType;

    @Field(() => Int, {
      description: 'How many records the whole list has for this viewer. Counted only when asked for.',
    })
    totalCount: number;
  }
  return Connection;
}

@ArgsType()
export class PageArgsType implements PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many records, from the start or from after: ${defaultPageSize} unless said, ${maxPageSize} at most.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the record after which the page begins.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many records, counted back from the end or from before; ${maxPageSize} at most.`,
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the record before which the page ends.' })
  before?: string | null;
}

/** Arguments of a list that only goes forward; `item` is what it calls one of those in it. */
export function forwardPageArgs(item: string): new () => ForwardPage {
  @ArgsType()
  class ForwardPageArgs implements ForwardPage {
    @Field(() => Int, {
      nullable: true,
      description: `How many ${item}s: ${defaultPageSize} unless said, ${maxPageSize} at most.`,
    })
    first?: number | null;

    @Field(() => String, { nullable: true, description: `Cursor of the ${item} after which the page begins.` })
    after?: string | null;
  }
  return ForwardPageArgs;
}

/** Arguments of a list over records: page, filter and order, made from the collection's own declaration. */
export function listArgs(of: Collection): new () => ListArgs {
  const orderInput = orderInputOf(of.typeName, of.orders);
  @ArgsType()
  class Args extends PageArgsType {
    @Field(() => filterInput(of), { nullable: true, description: 'Only records that fit.' })
    filter?: ListArgs['filter'];

    @Field(() => [orderInput], {
      nullable: true,
      description: 'Order of the list, up to 4 fields; ties are broken by id, which is also the order unless said.',
    })
    orderBy?: ListArgs['orderBy'];
  }
  return Args;
}

function orderInputOf(typeName: string, orders: OrderFields): ClassType {
  const names = Object.keys(orders);
  const fields = Object.fromEntries(names.map((name) => [name, name]));
  registerEnumType(fields, {
    name: `${typeName}OrderField`,
    description: `What a list of ${typeName} records can be ordered by.`,
    valuesConfig: Object.fromEntries(names.map((name) => [name, { description: orders[name]!.description }])),
  });
  @InputType(`${typeName}Order`, { description: `One field of the order of a list of ${typeName} records.` })
  class Order {
    @Field(() => fields, { description: 'The field.' })
    field: string;

    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Up unless said.' })
    direction: OrderDirection;
  }
  return Order;
}
