"""A small OpenID provider in a process of its own, for tests: `python identity_provider.py PORT`.

oauthlib speaks the protocol (authorization code with PKCE, id token, userinfo); this file keeps the
codes, signs with RS256 and shows a login page on which a name is typed and believed.
"""

import html
import json
import sys
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from oauthlib.openid import RequestValidator, Server

CLIENT, SECRET = "hengjian", "of the tests only"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEY_ID = "one"


class Validator(RequestValidator):
    """Knows one client, and keeps codes and tokens in memory."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.codes: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, str] = {}

    # the client
    def validate_client_id(self, client_id: str, request: Any, *a: Any, **k: Any) -> bool:
        return client_id == CLIENT

    def validate_redirect_uri(
        self, client_id: str, uri: str, request: Any, *a: Any, **k: Any
    ) -> bool:
        return urlsplit(uri).path == "/account/oidc/sso/login/callback/"

    def validate_response_type(self, client_id: str, kind: str, *a: Any, **k: Any) -> bool:
        return kind == "code"

    def validate_scopes(self, client_id: str, scopes: list[str], *a: Any, **k: Any) -> bool:
        return set(scopes) <= {"openid", "profile", "email"}

    def authenticate_client(self, request: Any, *a: Any, **k: Any) -> bool:
        request.client = type("Client", (), {"client_id": CLIENT})()
        return request.client_id == CLIENT and request.client_secret == SECRET

    def validate_grant_type(self, client_id: str, kind: str, *a: Any, **k: Any) -> bool:
        return kind == "authorization_code"

    def validate_silent_login(self, request: Any) -> bool:
        return True

    def validate_silent_authorization(self, request: Any) -> bool:
        return True

    def validate_user_match(self, *a: Any, **k: Any) -> bool:
        return True

    # the code, with PKCE
    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        return True

    def save_authorization_code(
        self, client_id: str, code: Any, request: Any, *a: Any, **k: Any
    ) -> None:
        self.codes[code["code"]] = {
            "user": request.user, "redirect": request.redirect_uri, "nonce": request.nonce,
            "scopes": request.scopes, "challenge": request.code_challenge,
            "method": request.code_challenge_method,
        }  # fmt: skip

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Any, *a: Any, **k: Any
    ) -> bool:
        kept = self.codes.get(code)
        if kept is not None:
            request.user, request.scopes = kept["user"], kept["scopes"]
        return kept is not None

    def confirm_redirect_uri(self, client_id: str, code: str, uri: str, *a: Any, **k: Any) -> bool:
        return self.codes[code]["redirect"] == uri

    def get_code_challenge(self, code: str, request: Any) -> str:
        return str(self.codes[code]["challenge"])

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        return str(self.codes[code]["method"])

    def get_authorization_code_scopes(self, client_id: str, code: str, *a: Any) -> list[str]:
        return list(self.codes[code]["scopes"])

    def get_authorization_code_nonce(self, client_id: str, code: str, *a: Any) -> str | None:
        return self.codes[code]["nonce"]

    def invalidate_authorization_code(self, client_id: str, code: str, *a: Any, **k: Any) -> None:
        del self.codes[code]

    # the tokens
    def save_bearer_token(self, token: Any, request: Any, *a: Any, **k: Any) -> None:
        self.tokens[token["access_token"]] = request.user

    def finalize_id_token(self, id_token: Any, token: Any, handler: Any, request: Any) -> str:
        claims = {
            **id_token,
            "iss": self.issuer,
            "sub": f"id-of-{request.user}",
            "exp": int(time.time()) + 300,
        }
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": KEY_ID})

    def validate_bearer_token(self, token: str, scopes: Any, request: Any) -> bool:
        request.user = self.tokens.get(token)
        request.scopes = ["openid"]
        return request.user is not None

    def get_userinfo_claims(self, request: Any) -> dict[str, str]:
        return {
            "sub": f"id-of-{request.user}", "preferred_username": request.user,
            "name": "另一处的名字", "phone_number": "13900000000",
        }  # fmt: skip


class Provider:
    """The pages, as a WSGI application."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.server = Server(Validator(issuer))

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length).decode()
        headers = {"Authorization": environ.get("HTTP_AUTHORIZATION", "")}
        if kind := environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = kind
        uri = f"{self.issuer}{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
        sent, answer, status = self.answer(
            environ["PATH_INFO"], uri, environ["REQUEST_METHOD"], body, headers
        )
        start(f"{status} .", list(sent.items()))
        return [answer.encode()]

    def answer(
        self, path: str, uri: str, method: str, body: str, headers: dict[str, str]
    ) -> tuple[dict[str, str], str, int]:
        as_json = {"Content-Type": "application/json"}
        if path == "/.well-known/openid-configuration":
            return as_json, json.dumps(self.discovery()), 200
        if path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return (
                as_json,
                json.dumps({"keys": [{**key, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}),
                200,
            )
        if path == "/token":
            got, text, status = self.server.create_token_response(uri, method, body, headers)
            return got, text or "", status
        if path == "/userinfo":
            got, text, status = self.server.create_userinfo_response(uri, method, body, headers)
            return got, text or "", status
        if path == "/authorize" and method == "GET":
            page = (
                f'<form method="post" action="{html.escape(uri)}"><label>name <input name="user"></label>'
                "<button>go</button></form>"
            )
            return {"Content-Type": "text/html; charset=utf-8"}, page, 200
        if path == "/authorize":
            user = parse_qs(body).get("user", [""])[0]
            scopes, credentials = self.server.validate_authorization_request(uri, "GET", None, {})
            credentials["user"] = user
            got, text, status = self.server.create_authorization_response(
                uri, "GET", None, {}, scopes=scopes, credentials=credentials
            )
            return got, text or "", status
        return {}, "", 404

    def discovery(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo", "jwks_uri": f"{at}/keys",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip


class Quiet(WSGIRequestHandler):
    def log_message(self, *a: Any) -> None:
        pass


if __name__ == "__main__":
    import os

    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # http within one machine
    server = make_server("127.0.0.1", int(sys.argv[1]), None, handler_class=Quiet)  # type: ignore[arg-type]
    issuer = f"http://127.0.0.1:{server.server_port}"
    server.set_app(Provider(issuer))
    print(issuer, flush=True)
    server.serve_forever()
