/** What is left to graphql-js. */
export class Unplanned extends Error {}
