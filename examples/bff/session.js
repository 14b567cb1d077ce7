// Sessions: tokens stay here, under a name that nobody can guess; the browser gets the name in a cookie that no script can read.
import { randomBytes } from "node:crypto";
import * as client from "openid-client";

// For more than one process, keep them in Redis or a database.
const sessions = new Map();
const LIFETIME = 12 * 3600_000;
setInterval(() => sessions.forEach((session, name) => Date.now() > session.ends && sessions.delete(name)), 60_000).unref();

export function begin(tokens) {
  const name = randomBytes(32).toString("base64url");
  sessions.set(name, { ...kept(tokens), sub: tokens.claims().sub, idToken: tokens.id_token, ends: Date.now() + LIFETIME });
  return name;
}

export function find(name) {
  const session = sessions.get(name);
  return session && Date.now() < session.ends ? session : undefined;
}

export function end(name) {
  const session = sessions.get(name);
  sessions.delete(name);
  return session;
}

// A token that lives for some seconds yet. Requests at the same time wait for one refresh. Throws when the session is over.
export async function accessToken(doorward, session) {
  if (Date.now() > session.expires - 10_000) {
    session.refresh ??= client
      .refreshTokenGrant(doorward, session.refreshToken)
      .then((tokens) => Object.assign(session, kept(tokens, session.refreshToken)))
      .finally(() => (session.refresh = undefined));
    await session.refresh;
  }
  return session.accessToken;
}

const kept = (tokens, before) => ({
  accessToken: tokens.access_token,
  refreshToken: tokens.refresh_token ?? before,
  expires: Date.now() + tokens.expires_in * 1000,
});
