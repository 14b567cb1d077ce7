// Renews the access token before a page needs it: only here can the answer change the cookie.
import { NextResponse } from "next/server";
import { auth } from "./auth";
import { tokensOf } from "./doorward";

export const proxy = auth(async (request) => {
  if (!request.auth) return;
  // The page would still see the cookie before the renewal: the browser comes again, with the new one.
  const isRenewed = request.auth.tokenEnds !== (await tokensOf(request))?.tokenEnds;
  if (isRenewed) return NextResponse.redirect(request.nextUrl);
});

export const config = { matcher: ["/((?!api/auth|_next|favicon.ico).*)"] };
