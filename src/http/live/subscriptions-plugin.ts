import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../../context';
import { HubError } from '../../kernel/errors';

/** A subscription that came by a stream, and is fit to run, is handed to it; over plain HTTP it is refused before it costs anything. */
export function followedSubscriptions(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          if (operation?.operation !== 'subscription' || contextValue.following.isOffered) return;
          throw new HubError(
            'BAD_REQUEST',
            'Subscriptions are followed over WebSocket (graphql-transport-ws), or by POST with "Accept: text/event-stream".',
            { http: { status: 400 }, accept: 'text/event-stream' },
          );
        },
        async responseForOperation({ schema, document, operation, request, contextValue }) {
          if (operation?.operation !== 'subscription') return null;
          contextValue.following.asked = { schema, document, operation, variables: request.variables ?? {} };
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data: null } } };
        },
      };
    },
  };
}
