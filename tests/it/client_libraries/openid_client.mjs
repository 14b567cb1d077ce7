// openid-client as a relying party: discovery, code with PKCE, ID token, userinfo, refresh, logout address.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.TEST_NODE_MODULES + "/");
const client = await import(pathToFileURL(require.resolve("openid-client")));
const [issuer, id, secret, callback, bye] = process.argv.slice(2);
const config = await client.discovery(new URL(issuer), id, secret, client.ClientSecretBasic(secret), { execute: [client.allowInsecureRequests] });
const verifier = client.randomPKCECodeVerifier();
const [state, nonce] = [client.randomState(), client.randomNonce()];
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: callback, scope: "openid email offline_access", state, nonce,
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
});
console.log("OPEN " + url.href);
const back = await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", resolve));
const tokens = await client.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
const { sub } = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, sub);
const fresh = await client.refreshTokenGrant(config, tokens.refresh_token);
const logout = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: bye });
console.log("DONE " + JSON.stringify({ sub, email: userinfo.email, refreshed: fresh.access_token !== tokens.access_token, logout: logout.href }));
process.exit(0);
