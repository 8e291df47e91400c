# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Functions for scenarios, beside dom0, dom0_stdin, push, guest_sh (lib/dom0.sh) and retry_until (lib/common.sh).

GUESTS=() # created by this scenario and not destroyed yet
AT_END=()

# expect WHAT COMMAND…: the command must succeed; WHAT is a sentence.
expect() {
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then
    echo "ok: $what"
  else
    fail "$what"$'\n'"  command: $*"$'\n'"  said: $said"
  fi
}

# expect_equal WHAT WANTED FOUND
expect_equal() {
  [[ $2 == "$3" ]] || fail "$1"$'\n'"  wanted: $2"$'\n'"  found: $3"
  echo "ok: $1"
}

# expect_match WHAT REGEX FOUND
expect_match() {
  [[ $3 =~ $2 ]] || fail "$1"$'\n'"  wanted a match of: $2"$'\n'"  found: $3"
  echo "ok: $1"
}

# median NUMBER…
median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# spread NUMBER…: the least and the greatest.
spread() { printf '%s\n' "$@" | sort -g | sed -n '1p;$p' | paste -sd ' ' | sed 's/ / to /'; }

fail() {
  echo "FAILED: $1"
  exit 1
}

# skip REASON: ends the scenario; it counts as skipped, not as passed.
skip() {
  echo "SKIPPED: $1"
  exit 77
}

# at_end COMMAND LINE: to run in this shell when the scenario ends, however it ends; the last one given runs first.
at_end() { AT_END=("$1" "${AT_END[@]}"); }

# guest_create NAME [KEY=VALUE…]: creates a PV guest and waits for its shell. Keys are those of xl.cfg and come on top of,
# or in place of, those below; numbers, lists and quoted values stand as they are, other values get quotes.
guest_create() {
  guest_start "$@"
  guest_ready "$1"
}

# The same without waiting for the guest's user space.
guest_start() {
  local name=$1 word key value start
  local -A config=(
    [type]=pv [kernel]=/lab/vmlinux [ramdisk]=/lab/guest.cpio.gz [memory]=256 [vcpus]=1
    [extra]="console=hvc0 quiet xenlab.name=$1"
  )
  shift
  for word; do config[${word%%=*}]=${word#*=}; done
  {
    printf 'name="%s"\n' "$name"
    for key in "${!config[@]}"; do
      value=${config[$key]}
      [[ $value =~ ^([0-9]+$|\[|\") ]] || value="\"$value\""
      printf '%s=%s\n' "$key" "$value"
    done
  } | dom0_stdin "cat >/run/xenlab/$name.cfg"
  start=$(now)
  # The console's log is kept over guests of one name, and the old one would look like a ready guest.
  dom0 "rm -f /var/log/xen/console/guest-$name.log && xl create -q ${GUEST_PAUSED:-} /run/xenlab/$name.cfg" || fail "xl create $name"
  GUESTS+=("$name")
  echo "guest $name created in $(since "$start") s"
}

# guest_ready NAME [SECONDS]: waits for a guest's shell, as its console's log tells it.
guest_ready() {
  local start
  start=$(now)
  retry_until "${2:-180}" dom0 "grep '^xenlab guest ready' /var/log/xen/console/guest-$1.log" || fail "guest $1 boots"
  echo "guest $1 ready in $(since "$start") s more"
}

# guest_id NAME: its domain id, nothing when there is no such guest.
guest_id() { dom0 "xl domid $(printf %q "$1") 2>/dev/null" || true; }

# guest_destroy NAME: ends it; returns when xl no longer knows it.
guest_destroy() {
  local name=$1 left=() guest
  dom0 xl destroy "$name" || fail "xl destroy $name"
  retry_until 30 guest_gone "$name" || fail "guest $name goes"
  for guest in "${GUESTS[@]}"; do [[ $guest == "$name" ]] || left+=("$guest"); done
  GUESTS=("${left[@]}")
}

guest_gone() { [[ -z $(guest_id "$1") ]]; }

# half_dead: the domain ids of guests that have ended and are still there, because a process of dom0 has pages of theirs mapped.
# xl knows no name of such a guest any more.
half_dead() { dom0 "xl list | awk '\$1 == \"(null)\" { print \$2 }'"; }

# none_half_dead: whether only guests are half dead that were when the scenario began.
none_half_dead() {
  local id
  for id in $(half_dead); do
    [[ " $HALF_DEAD " == *" $id "* ]] || { echo "guest $id"; return 1; }
  done
}

# no_guest_stays: no guest of this scenario that has ended stays half dead. xl, QEMU and Xenbay give pages back soon, not at once. Says who
# has pages mapped when one does.
no_guest_stays() {
  retry_until 20 none_half_dead && return
  dom0 'grep -c /dev/xen/gntdev /proc/[0-9]*/maps | grep -v ":0$" | while IFS=: read -r maps count; do
    pid=${maps#/proc/}; echo "$count mappings: $(tr "\\0" " " </proc/${pid%/maps}/cmdline | cut -c 1-150)"; done'
  return 1
}

# Leaves dom0 as the scenario found it.
scenario_end() {
  local status=$? command guest
  trap - EXIT ERR
  set +e
  for command in "${AT_END[@]}"; do eval "$command"; done
  for guest in "${GUESTS[@]}"; do dom0 "xl destroy $guest" 2>/dev/null; done
  if ((status == 0)) && ! no_guest_stays; then
    echo "FAILED: a guest that has ended is left half dead"
    status=1
  fi
  exit $status
}

# scenario_main FILE: runs one scenario in a shell of its own.
scenario_main() {
  set -eE
  trap scenario_end EXIT
  trap 'exit 143' TERM INT
  trap 'echo "FAILED: ${BASH_SOURCE[0]##*/}, line $LINENO: $BASH_COMMAND"' ERR
  HALF_DEAD=$(half_dead | paste -sd ' ')
  SUITE=$(cat "$RUN/suite")
  # shellcheck disable=SC1090
  source "$1"
}
