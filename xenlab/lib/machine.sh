# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A Debian without an emulator: its systemd is the first process of namespaces on this machine, whose kernel it shares. Its
# state is the folder $RUN: root (its files) and systemd.log. Only root may make one.

declare -A JAVA=([bookworm]=17 [trixie]=21)
SUITES=(bookworm trixie)

inputs_machine_bookworm() { machine_inputs bookworm; }
make_machine_bookworm() { machine_tar bookworm; }
inputs_machine_trixie() { machine_inputs trixie; }
make_machine_trixie() { machine_tar trixie; }

# This machine's apt knows the versions of its own suite only: a tar serves for a month.
machine_inputs() {
  date +%Y-%m
  machine_packages "$1"
  SUITE=$1 packages_sources
}

machine_packages() { sed -e '/^#/d' -e "s/@JAVA@/${JAVA[$1]}/" "$LAB/machine/packages"; }

machine_tar() {
  local packages
  mapfile -t packages < <(machine_packages "$1")
  SUITE=$1 debian_tar minbase "${packages[@]}"
}

# machine_files SUITE: its files as Debian's packages leave them.
machine_files() {
  mkdir -p "$RUN/root"
  # Device files are made at boot.
  tar -xf "${STAGE[machine_$1]}/root.tar" -C "$RUN/root" --exclude='./dev/*'
  echo client >"$RUN/root/etc/hostname"
  echo '127.0.0.1 localhost client' >"$RUN/root/etc/hosts"
}

# machine_boot: it ends together with this shell, however that ends.
machine_boot() {
  local groups
  groups=$(findmnt -n -o TARGET -t cgroup2 | head -n 1)
  [[ -n $groups ]] || die "no control groups (cgroup2) are mounted here"
  CGROUP=$groups/xenlab-$BASHPID
  mkdir "$CGROUP" || die "this user may not make control groups in $groups"
  (
    echo "$BASHPID" >"$CGROUP/cgroup.procs"
    exec setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child=KILL --ipc --uts \
      --cgroup --net "$LAB/machine/boot" "$RUN/root"
  ) </dev/null >"$RUN/systemd.log" 2>&1 &
  UNSHARE=$!
  retry_until 60 machine 'systemctl is-system-running --wait >/dev/null 2>&1; test -S /run/systemd/private' ||
    { cat "$RUN/systemd.log" >&2; die "systemd does not start in namespaces of this machine"; }
}

# machine COMMAND…: runs it in the machine as root, without an input; its status is the command's.
machine() {
  local first
  first=$(pgrep -P "$UNSHARE") || { echo "the machine has ended"; return 1; }
  nsenter -t "$first" -a env -i PATH=/opt/xenbay/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    bash -c "$(as_command "$@")" </dev/null
}

# machine_end: ends all its processes, and removes its files.
machine_end() {
  if [[ -n ${UNSHARE:-} ]]; then
    kill -KILL "$UNSHARE" 2>/dev/null || true
    wait "$UNSHARE" 2>/dev/null || true
    UNSHARE=
  fi
  if [[ -d ${CGROUP:-} ]]; then
    retry_until 30 machine_is_empty || say "processes are left in $CGROUP"
    find "$CGROUP" -depth -type d -exec rmdir {} +
  fi
  rm -rf "$RUN/root"
}

machine_is_empty() { grep -qx 'populated 0' "$CGROUP/cgroup.events"; }
