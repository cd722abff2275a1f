import { Query, Resolver } from 'type-graphql';
import { rsitClasses, rsitTypes, rsitVersion } from './rsit';
import { IncidentTaxonomy } from './taxonomy.type';

const taxonomy: IncidentTaxonomy = {
  name: 'rsit',
  version: rsitVersion,
  classes: rsitClasses.map((of) => ({ ...of, types: rsitTypes.filter((entry) => entry.class === of.class) })),
};

@Resolver()
export class TaxonomyResolver {
  @Query(() => IncidentTaxonomy, { description: 'The words in which incidents are classified.' })
  incidentTaxonomy(): IncidentTaxonomy {
    return taxonomy;
  }
}
