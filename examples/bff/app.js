// The server of a single-page app: it signs users in and keeps their tokens; the page has a cookie and nothing else.
import { parseCookie } from "cookie";
import express from "express";
import * as client from "openid-client";
import { accessToken, begin, end, find } from "./session.js";

const { ISSUER, CLIENT_ID = "inventory", CLIENT_SECRET, API, APP_URL = "http://localhost:3000", PORT = "3000" } = process.env;
const isLocal = ISSUER.startsWith("http://localhost");
const doorward = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: isLocal ? [client.allowInsecureRequests] : [],
});

const secure = APP_URL.startsWith("https:");
const [SESSION, LOGIN] = secure ? ["__Host-session", "__Host-login"] : ["session", "login"];
const options = { httpOnly: true, sameSite: "lax", secure, path: "/" };
const cookie = (request, name) => parseCookie(request.headers.cookie ?? "")[name];

const app = express();
app.use(express.static(new URL("public", import.meta.url).pathname));

app.get("/login", async (request, response) => {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(doorward, {
    redirect_uri: `${APP_URL}/callback`,
    scope: "openid roles permissions",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  response.cookie(LOGIN, JSON.stringify({ verifier, state, nonce }), { ...options, maxAge: 600_000 }).redirect(address.href);
});

app.get("/callback", async (request, response) => {
  try {
    const { verifier, state, nonce } = JSON.parse(cookie(request, LOGIN));
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(doorward, new URL(request.originalUrl, APP_URL), checks);
    end(cookie(request, SESSION));
    response.clearCookie(LOGIN, options).cookie(SESSION, begin(tokens), options).redirect("/");
  } catch {
    response.clearCookie(LOGIN, options).status(400).send('The sign-in did not work. <a href="/login">Try again</a>');
  }
});

// Below here, requests come from scripts of the page: another site cannot add this header.
app.use((request, response, next) => (request.headers["x-requested-by"] === "page" ? next() : response.status(403).end()));

app.post("/logout", (request, response) => {
  const session = end(cookie(request, SESSION));
  response.clearCookie(SESSION, options);
  if (!session) return response.json({ next: "/" });
  client.tokenRevocation(doorward, session.refreshToken).catch(() => {});
  const address = client.buildEndSessionUrl(doorward, { id_token_hint: session.idToken, post_logout_redirect_uri: `${APP_URL}/` });
  response.json({ next: address.href });
});

app.use((request, response, next) => {
  request.session = find(cookie(request, SESSION));
  return request.session ? next() : response.status(401).end();
});

app.get("/me", (request, response) => response.json({ sub: request.session.sub }));

// What the page asks of the API, with the user's token. The address begins with API, whatever the page asks for.
app.use("/api", express.raw({ type: () => true, limit: "1mb" }), async (request, response) => {
  let token;
  try {
    token = await accessToken(doorward, request.session);
  } catch (problem) {
    // Doorward says that it is over, or cannot be reached.
    if (problem instanceof client.ResponseBodyError) end(cookie(request, SESSION));
    return response.status(problem instanceof client.ResponseBodyError ? 401 : 503).end();
  }
  const answer = await fetch(API + request.url, {
    method: request.method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": request.headers["content-type"] ?? "application/json" },
    body: request.body?.length ? request.body : undefined,
    redirect: "manual",
  });
  response.status(answer.status).type(answer.headers.get("content-type") ?? "text/plain").send(Buffer.from(await answer.arrayBuffer()));
});

app.listen(Number(PORT), "127.0.0.1");
