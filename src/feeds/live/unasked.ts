/** Subscriptions run through `LiveFeeds`, never by the `subscribe` of graphql-js. */
export const unasked = (): never => {
  throw new Error('Subscriptions are followed by LiveFeeds.');
};
