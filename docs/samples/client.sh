#!/usr/bin/env bash
# Usage: CHORDIAN_URL=https://app.example.com client.sh USERNAME PASSWORD
set -euo pipefail

jar=$(mktemp) response=$(mktemp)
trap 'rm -f "$jar" "$response"' EXIT

# The cookie jar keeps the refresh cookie. With --retry, curl repeats a request after a 429, 500,
# 502, 503 or 504, and waits as long as the Retry-After header requires.
send() {
  curl --silent --fail-with-body --retry 2 --retry-max-time 30 --cookie "$jar" --cookie-jar "$jar" \
    --output "$response" --request "$1" "$CHORDIAN_URL$2" "${@:3}"
}

# Prints a member of the response. Replace this by jq if you have it.
text() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$response"; }

fail() {
  echo "$(text code): $(text message) ($(text action))" >&2
  exit 1
}

login() {
  send POST /api/auth/login --data "{\"username\":\"$1\",\"password\":\"$2\"}" || fail
  token=$(text token)
}

refresh() {
  send POST /api/auth/refresh || fail
  token=$(text token)
}

# Calls your API with the token. Refreshes the token once if it has expired.
request() {
  send "$@" --header "Authorization: Bearer $token" && return
  [ "$(text action)" = refresh ] || fail
  refresh
  send "$@" --header "Authorization: Bearer $token" || fail
}

login "$1" "$2"
request GET /api/auth/session
text email
send POST /api/auth/logout || fail
