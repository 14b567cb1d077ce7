"""Authlib as a relying party: discovery, code with PKCE, ID token, userinfo, refresh, logout address."""
import json
import sys
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

issuer, client_id, secret, callback, bye = sys.argv[1:]
session = OAuth2Session(client_id, secret, redirect_uri=callback, scope="openid email offline_access", code_challenge_method="S256")
metadata = session.get(issuer + "/.well-known/openid-configuration", withhold_token=True).json()
verifier, nonce = generate_token(48), generate_token()
url, state = session.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
print("OPEN " + url, flush=True)
back = sys.stdin.readline().strip()
token = session.fetch_token(metadata["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier)
keys = JsonWebKey.import_key_set(session.get(metadata["jwks_uri"], withhold_token=True).json())
options = {"iss": {"values": [issuer]}, "aud": {"values": [client_id]}}
claims = jwt.decode(token["id_token"], keys, claims_cls=CodeIDToken, claims_options=options,
                    claims_params={"nonce": nonce, "client_id": client_id, "access_token": token["access_token"]})
claims.validate(leeway=5)
userinfo = session.get(metadata["userinfo_endpoint"]).json()
assert userinfo["sub"] == claims["sub"]
new = session.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
logout = metadata["end_session_endpoint"] + "?" + urlencode({"id_token_hint": token["id_token"], "post_logout_redirect_uri": bye})
seen = {"sub": claims["sub"], "email": userinfo["email"], "refreshed": new["access_token"] != token["access_token"], "logout": logout}
print("DONE " + json.dumps(seen), flush=True)
