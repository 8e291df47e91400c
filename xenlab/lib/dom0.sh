# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Work inside the host: commands in dom0, files to it, shells in guests, logs out of it.

SSH=(
  ssh -F none -i "$RUN/key" -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
  -o LogLevel=ERROR -o ControlPath="$RUN/ssh" -o ServerAliveInterval=30
)

# One connection for all commands: under emulation, a handshake takes longer than most of them.
ssh_connect() {
  retry_until 60 "${SSH[@]}" -o ConnectTimeout=30 -o ControlMaster=yes -o ControlPersist=yes -p "$(cat "$RUN/port")" \
    root@127.0.0.1 true </dev/null || die "dom0 is up but does not answer ssh"
}

ssh_disconnect() {
  [[ ! -S $RUN/ssh ]] || "${SSH[@]}" -O exit root@127.0.0.1 >/dev/null 2>&1 || true
}

# to_dom0 [OPTION…] [-- COMMAND…]: ssh with this lab's key and connection.
to_dom0() { "${SSH[@]}" -p "$(cat "$RUN/port")" "$@"; }

# One argument is a shell command line as it stands; several are a command and its arguments, quoted for the other side.
as_command() {
  if (($# > 1)); then printf '%q ' "$@"; else printf '%s' "$1"; fi
}

# dom0 COMMAND…: runs it in dom0 without an input; its status is the command's.
dom0() { to_dom0 root@127.0.0.1 "$(as_command "$@")" </dev/null; }

# dom0_stdin COMMAND…: the same, with this shell's input.
dom0_stdin() { to_dom0 root@127.0.0.1 "$(as_command "$@")"; }

# push FILE… FOLDER: copies files or folders into a folder of dom0, which is made when missing.
push() {
  local file folder=${*: -1} list=()
  (($# > 1)) || die "push FILE… FOLDER"
  for file in "${@:1:$#-1}"; do
    [[ -e $file ]] || die "no file $file"
    list+=(-C "$(cd "$(dirname "$file")" && pwd)" "$(basename "$file")")
  done
  tar -c "${list[@]}" | dom0_stdin "mkdir -p $(printf %q "$folder") && tar -x --no-same-owner -C $(printf %q "$folder")"
}

# guest_sh NAME SCRIPT: runs a shell script in a guest, through its console; its status is the script's.
# GUEST_SECONDS says how long it may take.
guest_sh() {
  dom0_stdin /lab/guest-sh "$1" "${GUEST_SECONDS:-60}" <<<"$2"
}

# logs FOLDER: gathers the logs of this boot; leaves out those that are not there any more.
logs() {
  local to=$1
  mkdir -p "$to"
  cp "$RUN/com1.log" "$RUN/emulator.log" "$to/"
  host_running || return 0
  logs_of xl-list xl list -v
  logs_of xl-dmesg xl dmesg
  logs_of dmesg dmesg
  logs_of processes ps axfo pid,ppid,rss,etime,args
  logs_of xenstore timeout 20 xenstore-ls -fp
  dom0 'cd /var/log && tar -c xen $(ls xenbay.log 2>/dev/null)' 2>/dev/null | tar -x -C "$to" || true
}

logs_of() {
  timeout 40 "${SSH[@]}" -p "$(cat "$RUN/port")" root@127.0.0.1 "$(as_command "${@:2}")" >"$to/$1.txt" 2>&1 </dev/null || true
}
