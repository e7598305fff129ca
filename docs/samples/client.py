"""Usage: CHORDIAN_URL=https://app.example.com python client.py USERNAME PASSWORD"""

import os
import random
import sys
import time

import requests

MAX_ATTEMPTS = 3
MAX_WAIT_SECONDS = 30


class AuthError(Exception):
    """An error of the API. `action` is what the client should do next."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.code = error["code"]
        self.details = error["details"]
        self.action = error["details"]["action"]


class Session:
    """Keeps the refresh cookie in a cookie jar and the token in memory."""

    def __init__(self, url):
        self.url = url
        self.http = requests.Session()

    def login(self, username, password):
        credentials = {"username": username, "password": password}
        self._use(self._send("POST", "/api/auth/login", json=credentials)["token"])

    def request(self, method, path, **options):
        """Calls your API with the token. Refreshes the token once if it has expired."""
        try:
            return self._send(method, path, **options)
        except AuthError as error:
            if error.action != "refresh":
                raise
            self.refresh()
            return self._send(method, path, **options)

    def refresh(self):
        self._use(self._send("POST", "/api/auth/refresh")["token"])

    def logout(self):
        self._send("POST", "/api/auth/logout")
        self.http.headers.pop("Authorization", None)

    def _use(self, token):
        self.http.headers["Authorization"] = f"Bearer {token}"

    def _send(self, method, path, **options):
        """Sends a request. Repeats it after a wait if the action of the error is "retry"."""
        for attempt in range(MAX_ATTEMPTS):
            response = self.http.request(method, self.url + path, timeout=30, **options)
            if response.ok:
                return response.json() if response.content else None
            error = AuthError(response.json()["error"])
            wait = max(error.details.get("retry_after", 0), 2**attempt) + random.uniform(0, 1)
            can_retry = error.action == "retry" and attempt + 1 < MAX_ATTEMPTS
            if not can_retry or wait > MAX_WAIT_SECONDS:
                raise error
            time.sleep(wait)


if __name__ == "__main__":
    session = Session(os.environ["CHORDIAN_URL"])
    try:
        session.login(sys.argv[1], sys.argv[2])
        print(session.request("GET", "/api/auth/session")["user"]["email"])
        session.logout()
    except AuthError as error:
        sys.exit(f"{error.code}: {error} ({error.action})")
