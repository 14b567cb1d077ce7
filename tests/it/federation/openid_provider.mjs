// oidc-provider from npm with Doorward as its client, and its own pages for development: any user name and password will do.
import { Provider } from "oidc-provider";

const [port, redirectUri, logoutUri] = process.argv.slice(2);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: "doorward-at-upstream", client_secret: "a secret that the upstream gave", redirect_uris: [redirectUri],
    backchannel_logout_uri: logoutUri, backchannel_logout_session_required: true,
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "locale"] },
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
  async findAccount(ctx, id) {
    return { accountId: id, claims: async () => ({ sub: id, name: `${id} of npm`, email: `${id}@npm.example`, email_verified: true, locale: "en" }) };
  },
});
provider.listen(Number(port), "localhost");
