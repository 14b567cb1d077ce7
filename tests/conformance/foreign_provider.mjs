// oidc-provider from npm, with its own pages for development: any user name and password will do.
import { Provider } from "oidc-provider";

const port = Number(process.argv[2]);
const provider = new Provider(`http://localhost:${port}`, {
  scopes: ["openid", "offline_access", "profile", "email", "address", "phone"],
  claims: {
    openid: ["sub"],
    address: ["address"],
    email: ["email", "email_verified"],
    phone: ["phone_number", "phone_number_verified"],
    profile: ["birthdate", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo"],
  },
  features: {
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    devInteractions: { enabled: true },
    registration: { enabled: true },
    registrationManagement: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    userinfo: { enabled: true },
  },
  pkce: { required: () => false },
  clientDefaults: { grant_types: ["authorization_code", "refresh_token"] },
  async findAccount(ctx, id) {
    return {
      accountId: id,
      claims: async () => ({
        sub: id, address: { country: "Germany" }, birthdate: "1990-05-17", email: "somebody@example.com", email_verified: true, family_name: "Body",
        gender: "female", given_name: "Some", locale: "en-GB", middle_name: "X", name: "Some Body", nickname: "some", phone_number: "+49 30 901820",
        phone_number_verified: true, picture: "https://example.com/p.png", preferred_username: "some", profile: "https://example.com/some",
        updated_at: 1700000000, website: "https://example.com/", zoneinfo: "Europe/Berlin",
      }),
    };
  },
});
provider.listen(port, "localhost");
