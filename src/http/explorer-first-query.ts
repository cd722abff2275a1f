/** What a newcomer runs first: it must fit the schema, which a test makes sure of. Its lines are short enough for a narrow pane. */
export const firstQuery = `# The devices your key may see,
# with their sites and ports.
#
# Ctrl+Enter runs the query,
# Ctrl+Space suggests fields,
# Esc leaves the editor.

query Devices {
  devices(
    first: 10
    orderBy: [{ field: NAME }]
  ) {
    totalCount
    nodes {
      displayName
      role
      status
      managementAddress
      owner {
        name
      }
      site {
        name
        region {
          name
        }
      }
      interfaces(first: 5) {
        totalCount
        nodes {
          name
          enabled
          speedBps
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;
