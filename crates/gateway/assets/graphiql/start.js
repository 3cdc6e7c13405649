"use strict";

const defaultQuery = `# OCOP: certified specialities of Vietnam.
# Tone marks are not needed: "com chay" finds "cơm cháy".
{
  search(query: "com chay", first: 10) {
    totalCount
    nodes {
      id
      slug
      name
      badge { label certificateNumber expiresOn }
      producer { name }
      priceRange { min { amount currencyCode } }
      variants { id name price { amount currencyCode } quantityAvailable }
    }
    facets { field values { value label count } }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery,
    defaultEditorToolsVisibility: "headers",
    shouldPersistHeaders: false,
  }),
);
