// Signs users in at Doorward by Auth.js. Their tokens are in the cookie of the session, which is encrypted and which no script reads.
import NextAuth, { type Account } from "next-auth";
import type { JWT } from "next-auth/jwt";
import { endpoints, issuer } from "./doorward";

const clientId = process.env.CLIENT_ID ?? "inventory";
const clientSecret = process.env.CLIENT_SECRET;
// An access token is renewed this long before its end.
const EARLY = 10_000;

declare module "next-auth" {
  interface Session {
    tokenEnds?: number;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    accessToken?: string;
    refreshToken?: string;
    idToken?: string;
    tokenEnds?: number;
  }
}

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: "doorward",
      name: "Doorward",
      type: "oidc",
      issuer,
      clientId,
      clientSecret,
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope: "openid profile email roles permissions" } },
    },
  ],
  callbacks: {
    async jwt({ token, account }) {
      if (account) return { ...token, ...kept(account) };
      return Date.now() < (token.tokenEnds ?? 0) - EARLY ? token : renewed(token);
    },
    // What scripts of the page may read, at /api/auth/session: no token.
    session({ session, token }) {
      if (session.user) session.user.id = token.sub ?? "";
      return { ...session, tokenEnds: token.tokenEnds };
    },
  },
});

function kept(tokens: Partial<Account>, before: JWT = {}) {
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? before.refreshToken,
    idToken: tokens.id_token ?? before.idToken,
    tokenEnds: Date.now() + (tokens.expires_in ?? 0) * 1000,
  };
}

// Null ends the session: Doorward says that it is over.
async function renewed(token: JWT): Promise<JWT | null> {
  const basic = btoa([clientId, clientSecret ?? ""].map(encodeURIComponent).join(":"));
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: token.refreshToken ?? "" });
  try {
    const { token_endpoint } = await endpoints();
    const answer = await fetch(token_endpoint, { method: "POST", body: form, headers: { Authorization: `Basic ${basic}` }, cache: "no-store" });
    if (answer.ok) return { ...token, ...kept(await answer.json(), token) };
    return answer.status < 500 ? null : token;
  } catch {
    // Doorward cannot be reached: the user stays signed in, and the next request tries again.
    return token;
  }
}
