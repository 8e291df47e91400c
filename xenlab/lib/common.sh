# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# For every part: paths, messages to the user, and waits.

LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${XENLAB_CACHE:-$LAB/.cache}
# One host for each user and checkout by default; the path is short, because it holds sockets.
RUN=${XENLAB_RUN:-/tmp/xenlab-$(id -u)-$(cksum <<<"$LAB" | cut -d ' ' -f 1)}

say() { printf '%s\n' "$*" >&2; }

die() {
  say "xenlab: $*"
  exit 1
}

# In tenths of a second, since some fixed time.
now() { local time=${EPOCHREALTIME/[.,]/}; echo $((time / 100000)); }

# The time since START in seconds, as "12.3".
since() { local tenths=$(($(now) - $1)); echo "$((tenths / 10)).$((tenths % 10))"; }

# retry_until SECONDS COMMAND…: runs the command until it succeeds; fails when it did not in that time, and shows what it
# said last.
retry_until() {
  local seconds=$1 start said
  shift
  start=$(now)
  until said=$("$@" 2>&1); do
    if (($(now) - start > seconds * 10)); then
      say "not within $seconds s: $*"
      [[ -z $said ]] || say "$said"
      return 1
    fi
    sleep 0.3
  done
  [[ -z $said ]] || printf '%s\n' "$said"
}
