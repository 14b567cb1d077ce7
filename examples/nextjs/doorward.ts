// Where Doorward is, and what the tokens of the user are for: the API, and the sign-out.
import { headers } from "next/headers";
import { getToken } from "next-auth/jwt";

export const issuer = process.env.ISSUER;

let found: Promise<{ token_endpoint: string; end_session_endpoint: string }> | undefined;

export function endpoints() {
  found ??= fetch(`${issuer}/.well-known/openid-configuration`, { cache: "no-store" }).then((answer) => answer.json());
  found.catch(() => (found = undefined));
  return found;
}

// The tokens in the cookie of a request, which a page sees only here at the server.
export function tokensOf(request: { headers: Headers }) {
  return getToken({ req: request, secret: process.env.AUTH_SECRET, secureCookie: process.env.AUTH_URL?.startsWith("https:") });
}

export async function ask(path: string, options?: RequestInit) {
  const tokens = await tokensOf({ headers: await headers() });
  return fetch(`${process.env.API}${path}`, { ...options, headers: { Authorization: `Bearer ${tokens?.accessToken}` }, cache: "no-store" });
}

// The address that ends the session of the user at Doorward too, and leads back.
export async function endSession() {
  const tokens = await tokensOf({ headers: await headers() });
  const address = new URL((await endpoints()).end_session_endpoint);
  if (tokens?.idToken) address.searchParams.set("id_token_hint", tokens.idToken);
  address.searchParams.set("post_logout_redirect_uri", `${process.env.AUTH_URL}/`);
  return address.href;
}
