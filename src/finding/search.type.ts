import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { Node, PageInfoType } from '../kernel/node.type';
import { forwardPageArgs } from '../kernel/reading/list.type';
import { searchRanks, searchTypes, type SearchRank, type SearchType } from './search.values';

export const SearchTypeEnum = enumOf<SearchType>(searchTypes);
registerEnumType(SearchTypeEnum, {
  name: 'SearchType',
  description: 'What search finds, and by which of its texts.',
  valuesConfig: {
    ORGANIZATION: { description: 'Organizations by name and code.' },
    REGION: { description: 'Regions by name and code.' },
    SHARING_GROUP: { description: 'Sharing groups by name and code.' },
    SITE: { description: 'Sites by name and code.' },
    DEVICE: { description: 'Devices by name, serial and management address.' },
    INTERFACE: { description: 'Interfaces by name, description and MAC address.' },
    LINK: { description: 'Links by name.' },
    VRF: { description: 'Routing tables by name and route distinguisher.' },
    PREFIX: { description: 'Prefixes by their text and description.' },
    ADDRESS: { description: 'Assigned addresses by their text and DNS name.' },
    INFORMATION_SYSTEM: { description: 'Information systems by name and code.' },
    INCIDENT: { description: 'Incidents by reference and title.' },
  },
});

export const SearchRankEnum = enumOf<SearchRank>(searchRanks);
registerEnumType(SearchRankEnum, {
  name: 'SearchRank',
  description: 'How a record was met, best first.',
  valuesConfig: {
    EXACT: { description: 'One of its texts is the text asked for.' },
    BEGINNING: { description: 'One of its texts begins with the text asked for.' },
    WITHIN: { description: 'One of its texts holds the text asked for, from the beginning of a word on.' },
    WORDS: { description: 'One of its texts holds a word for each word asked for, beginning like it, in any order.' },
  },
});

@ObjectType({ description: 'A record that a search found.', simpleResolvers: true })
export class SearchHit {
  @Field(() => Node, { description: 'The record.' })
  node: Node;

  @Field(() => SearchTypeEnum, { description: 'What it is.' })
  type: SearchType;

  @Field(() => String, { description: 'The text of it that was met: a name, a code, a serial, an address, a title.' })
  text: string;

  @Field(() => SearchRankEnum, { description: 'How it was met.' })
  rank: SearchRank;
}

@ObjectType({ description: 'A hit and its place among the hits.', simpleResolvers: true })
export class SearchEdge {
  @Field(() => String, { description: 'Opaque place among the hits of this text and these types.' })
  cursor: string;

  @Field(() => SearchHit, { description: 'The hit.' })
  node: SearchHit;
}

@ObjectType({
  description:
    'A page of hits. There is no totalCount: search reads only as far as the page needs, which is why it is quick for a word that stands in a hundred thousand records.',
  simpleResolvers: true,
})
export class SearchConnection {
  @Field(() => [SearchEdge], { description: 'The hits of the page with their cursors.' })
  edges: SearchEdge[];

  @Field(() => [SearchHit], { description: 'The hits of the page.' })
  nodes: SearchHit[];

  @Field(() => PageInfoType, { description: 'Where the page lies.' })
  pageInfo: PageInfoType;
}

@ArgsType()
export class SearchArgs extends forwardPageArgs('hit') {
  @Field(() => String, {
    description:
      'What to find, 100 characters at most. Case, diacritics and whatever separates words do not matter. Words may be begun: "cor ha no" finds "Core-1 Hà Nội"; one letter alone is met only where a text begins.',
  })
  text: string;

  @Field(() => [SearchTypeEnum], { nullable: true, description: 'Only these; everything unless said.' })
  types?: SearchType[] | null;
}
