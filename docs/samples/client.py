"""Usage: CHORDIAN_URL=https://app.example.com python client.py USERNAME PASSWORD"""

import os
import random
import sys
import time

import requests

TRIES = 3
LONGEST_WAIT = 30  # seconds


class AuthError(Exception):
    """A failure as the API tells it. `action` says what to do next."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.code = error["code"]
        self.details = error["details"]
        self.action = error["details"]["action"]


class Session:
    """Keeps the refresh cookie in its jar, and the token in memory."""

    def __init__(self, url):
        self.url = url
        self.http = requests.Session()

    def login(self, username, password):
        body = self._send("POST", "/api/auth/login", json={"username": username, "password": password})
        self._use(body["token"])

    def request(self, method, path, **options):
        """Calls your API with the token. Refreshes once if the token has expired."""
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
        """Sends a request, and again while the answer says that waiting helps."""
        for attempt in range(TRIES):
            response = self.http.request(method, self.url + path, timeout=30, **options)
            if response.ok:
                return response.json() if response.content else None
            error = AuthError(response.json()["error"])
            wait = max(error.details.get("retry_after", 0), 2**attempt) + random.uniform(0, 1)
            if error.action != "retry" or attempt + 1 == TRIES or wait > LONGEST_WAIT:
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
