// Adds, reads, changes and deletes a group and a user; compiled against the types that openapi-typescript generated.
// Usage: node client.mjs BASE, with the access token in TOKEN.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const [, , base] = process.argv;
const api = createClient<paths>({ baseUrl: base, headers: { authorization: `Bearer ${process.env.TOKEN}` } });

function expect(holds: boolean, what: unknown): asserts holds {
  if (!holds) throw new Error(JSON.stringify(what));
}

const added = await api.POST("/groups", { body: { name: "divers" } });
expect(added.data?.name === "divers", added.error);
const again = await api.POST("/groups", { body: { name: "divers" } });
const problem: components["schemas"]["Problem"] | undefined = again.error;
expect(problem?.status === 409, problem);
const page = await api.GET("/groups", { params: { query: { limit: 200 } } });
expect(page.data?.items.some((group) => group.name === "divers") === true, page);
// @ts-expect-error The type knows what a group has.
expect(page.data?.items[0]?.colour === undefined, page);

const user = await api.POST("/users", { body: { email: "jacques@example.com", name: "Jacques" } });
expect(user.data?.email === "jacques@example.com", user.error);
const path = { user: user.data.id };
const changed = await api.PATCH("/users/{user}", { params: { path }, body: { name: "Jacques Cousteau" } });
expect(changed.data?.name === "Jacques Cousteau", changed.error);
const deleted = await api.DELETE("/users/{user}", { params: { path } });
expect(deleted.response.status === 204, deleted.error);
const gone = await api.DELETE("/groups/{group}", { params: { path: { group: "divers" } } });
expect(gone.response.status === 204, gone.error);
const missing = await api.GET("/users/{user}", { params: { path } });
expect(missing.response.status === 404, missing.data);
