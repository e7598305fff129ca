#!/usr/bin/env bash
# Usage: CHORDIAN_URL=https://app.example.com client.sh USERNAME PASSWORD
set -euo pipefail

jar=$(mktemp) answer=$(mktemp)
trap 'rm -f "$jar" "$answer"' EXIT

# The jar keeps the refresh cookie. --retry repeats 429, 500, 502, 503 and 504, and waits as Retry-After says.
send() {
  curl --silent --fail-with-body --retry 2 --retry-max-time 30 --cookie "$jar" --cookie-jar "$jar" \
    --output "$answer" --request "$1" "$CHORDIAN_URL$2" "${@:3}"
}

# Stands in for jq.
text() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$answer"; }

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

# Calls your API with the token. Refreshes once if the token has expired.
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
