import os
from typing import Annotated

from access_token import AccessTokens, Refused
from fastapi import Depends, FastAPI, HTTPException, Request

tokens = AccessTokens(os.environ["ISSUER"], os.environ["AUDIENCE"])
app = FastAPI()


def allowed(permission=None, role=None):
    # Not async: a reading of the key set holds up nobody else.
    def check(request: Request):
        try:
            return tokens.check(request.headers.get("authorization"), permission, role)
        except Refused as refused:
            raise HTTPException(refused.status, headers={"WWW-Authenticate": refused.challenge}) from None

    return Depends(check)


@app.get("/")
def home():
    return "Inventory"


@app.get("/items")
def items(user: Annotated[dict, allowed("inventory.read")]):
    return {"items": ["lamp"], "user": user["sub"]}


@app.post("/items", dependencies=[allowed("inventory.write")])
def add():
    return {"added": True}


@app.post("/close", dependencies=[allowed(role="manager")])
def close():
    return {"closed": True}
