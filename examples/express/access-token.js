// Checks access tokens of Doorward (RFC 9068) by its key set alone, and answers as RFC 6750 says.
import { createRemoteJWKSet, customFetch, jwtVerify } from "jose";

const ALGORITHMS = ["RS256", "ES256", "EdDSA", "PS256"];
// A token with an unknown key leads to a reading of the key set, at most once in this time, whoever sends how many.
const COOLDOWN = 10_000;
// A key that was taken out of the key set is forgotten after this time.
const REFRESH = 300_000;

export function protect({ issuer, audience }) {
  let asked = -Infinity;
  const seldom = (...request) => {
    if (Date.now() - asked < COOLDOWN) throw new Error("the key set was asked for a moment ago");
    asked = Date.now();
    return fetch(...request);
  };
  // What was read stays while Doorward cannot be reached.
  const options = { cacheMaxAge: Infinity, cooldownDuration: 0, [customFetch]: seldom };
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), options);
  setInterval(() => keys.reload().catch(() => {}), REFRESH).unref();

  const rules = { issuer, audience, algorithms: ALGORITHMS, typ: "at+jwt", requiredClaims: ["exp", "sub"], clockTolerance: 5 };

  const allow = (isAllowed) => async (request, response, next) => {
    const refuse = (status, challenge) => response.status(status).set("WWW-Authenticate", challenge).end();
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (!token) return refuse(401, "Bearer");
    let claims;
    try {
      claims = (await jwtVerify(token, keys, rules)).payload;
    } catch {
      if (!keys.jwks()) return response.status(503).end();
      return refuse(401, 'Bearer error="invalid_token"');
    }
    if (!isAllowed(claims)) return refuse(403, 'Bearer error="insufficient_scope"');
    request.user = claims;
    next();
  };
  return {
    permission: (name) => allow((claims) => permissions(claims).includes(name)),
    role: (name) => allow((claims) => list(claims.roles).includes(name)),
  };
}

// What a user may do comes from their roles; what a service may do, which acts for itself, is its scope.
function permissions(claims) {
  if (claims.sub === claims.client_id) return String(claims.scope ?? "").split(" ");
  return list(claims.permissions);
}

// A text is no list: "inventory.reader" includes "inventory.read".
const list = (claim) => (Array.isArray(claim) ? claim : []);
