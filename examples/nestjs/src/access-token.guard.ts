// Checks access tokens of Doorward (RFC 9068) by its key set alone, and answers as RFC 6750 says.
import {
  CanActivate, createParamDecorator, ExecutionContext, ForbiddenException, Injectable, ServiceUnavailableException, SetMetadata, UnauthorizedException,
} from "@nestjs/common";
import { Reflector } from "@nestjs/core";
import type { Request, Response } from "express";
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload } from "jose";

const ALGORITHMS = ["RS256", "ES256", "EdDSA", "PS256"];
// A token with an unknown key leads to a reading of the key set, at most once in this time, whoever sends how many.
const COOLDOWN = 10_000;
// A key that was taken out of the key set is forgotten after this time.
const REFRESH = 300_000;

type Need = { permission: string } | { role: string } | "nothing";
const NEED = "doorward:need";

// What a route needs. A route that says nothing is refused, so that none is open because somebody forgot.
export const Permission = (permission: string) => SetMetadata(NEED, { permission } satisfies Need);
export const Role = (role: string) => SetMetadata(NEED, { role } satisfies Need);
export const Public = () => SetMetadata(NEED, "nothing" satisfies Need);
// The claims of the token, as a parameter of a handler.
export const User = createParamDecorator((_, context: ExecutionContext) => context.switchToHttp().getRequest().user);

@Injectable()
export class AccessTokenGuard implements CanActivate {
  private readonly keys;
  private readonly rules;
  private asked = -Infinity;

  constructor(private readonly reflector: Reflector) {
    const { ISSUER: issuer, AUDIENCE: audience } = process.env;
    if (!issuer || !audience) throw new Error("ISSUER and AUDIENCE are missing");
    this.rules = { issuer, audience, algorithms: ALGORITHMS, typ: "at+jwt", requiredClaims: ["exp", "sub"], clockTolerance: 5 };
    const seldom: typeof fetch = (...request) => {
      if (Date.now() - this.asked < COOLDOWN) throw new Error("the key set was asked for a moment ago");
      this.asked = Date.now();
      return fetch(...request);
    };
    // What was read stays while Doorward cannot be reached.
    this.keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { cacheMaxAge: Infinity, cooldownDuration: 0, [customFetch]: seldom });
    setInterval(() => this.keys.reload().catch(() => {}), REFRESH).unref();
  }

  async canActivate(context: ExecutionContext) {
    const need = this.reflector.getAllAndOverride<Need | undefined>(NEED, [context.getHandler(), context.getClass()]);
    if (need === "nothing") return true;
    const request = context.switchToHttp().getRequest<Request & { user: JWTPayload }>();
    const challenge = (text: string) => context.switchToHttp().getResponse<Response>().setHeader("WWW-Authenticate", text);
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (!token) {
      challenge("Bearer");
      throw new UnauthorizedException();
    }
    try {
      request.user = (await jwtVerify(token, this.keys, this.rules)).payload;
    } catch {
      if (!this.keys.jwks()) throw new ServiceUnavailableException();
      challenge('Bearer error="invalid_token"');
      throw new UnauthorizedException();
    }
    if (!need || !allows(request.user, need)) {
      challenge('Bearer error="insufficient_scope"');
      throw new ForbiddenException();
    }
    return true;
  }
}

function allows(claims: JWTPayload, need: Exclude<Need, string>) {
  return "role" in need ? list(claims.roles).includes(need.role) : permissions(claims).includes(need.permission);
}

// What a user may do comes from their roles; what a service may do, which acts for itself, is its scope.
function permissions(claims: JWTPayload) {
  if (claims.sub === claims.client_id) return String(claims.scope ?? "").split(" ");
  return list(claims.permissions);
}

// A text is no list: "inventory.reader" includes "inventory.read".
const list = (claim: unknown): unknown[] => (Array.isArray(claim) ? claim : []);
