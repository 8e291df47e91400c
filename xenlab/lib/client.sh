# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One program on three file systems of the Linux client: a share of our daemon, which runs on this machine; the same folder
# through QEMU's server; an ext4. What it prints is compared.

MODEL=none OPTIONS='' CACHE_MODE=none ACCESS=client MSIZE=262144 DIST=${XENBAY_DIST:-}

# client_distribution: a folder in which the distribution is unpacked: --dist, which may also be its tarball or a checkout
# of the project, or what the build made.
client_distribution() {
  local found=${DIST:-$LAB/..}
  [[ ! -d $found/distribution/target/xenbay ]] || found=$found/distribution/target/xenbay
  if [[ -f $found ]]; then
    rm -rf "$RUN/xenbay"
    mkdir "$RUN/xenbay"
    tar -xzf "$found" --strip-components=1 -C "$RUN/xenbay"
    found=$RUN/xenbay
  fi
  [[ -x $found/bin/xenbay ]] || die "no distribution in $found: build the module distribution, or name one with --dist"
  echo "$found"
}

# daemon_start: the daemon on this machine, with its share on a free port of the loopback address.
daemon_start() {
  local home port
  home=$(client_distribution)
  DAEMON=$RUN/daemon
  rm -rf "$DAEMON"
  mkdir -p "$DAEMON/run"
  mkdir -p -m 755 "$RUN/ours"
  cp -r "$home/etc" "$DAEMON/etc"
  port=$(free_port)
  echo "$port" >"$DAEMON/port"
  printf '%s\n' "listenPort=$port" "listenPath=$RUN/ours" "listenSecurityModel=$MODEL" ${OPTIONS:+"listenOptions=$OPTIONS"} \
    >>"$DAEMON/etc/org.xenbay.ninepfs.cfg"
  setpriv --pdeathsig TERM "$home/bin/xenbay" --embedded --daemon --run-dir "$DAEMON/run" --etc "$DAEMON/etc" \
    </dev/null >"$DAEMON/log" 2>&1 &
  DAEMON_PID=$!
  retry_until 120 daemon_listens "$port" || { tail -n 20 "$DAEMON/log" >&2; die "the daemon does not listen, see $DAEMON/log"; }
}

daemon_listens() {
  kill -0 "$DAEMON_PID" || return 0
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# free_port: prints a free port of the loopback address.
free_port() {
  local port
  while port=$((20000 + RANDOM)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# daemon_stop: ends the daemon, and the processes that keep its open files for a next one.
daemon_stop() {
  local keeper
  [[ -n ${DAEMON_PID:-} ]] || return 0
  kill "$DAEMON_PID" 2>/dev/null || true
  wait "$DAEMON_PID" 2>/dev/null || true
  DAEMON_PID=
  [[ -f $DAEMON/run/keeper ]] || return 0
  while read -r keeper _; do
    [[ $(cat "/proc/$keeper/comm" 2>/dev/null) != xenbay-keeper ]] || kill "$keeper" 2>/dev/null || true
  done <"$DAEMON/run/keeper"
}

# client_up: a machine that runs is used; another one is started and ends with this command.
client_up() {
  trap client_end EXIT
  trap 'exit 130' INT TERM HUP
  if ! host_running; then
    build "${LINUX_STAGES[@]}"
    OWN_MACHINE=yes
    linux_start no
  fi
  daemon_start
  client_mount
}

client_end() {
  local status=$?
  trap - EXIT
  if host_running; then
    dom0 "$CLIENT_LEAVES" || true
  fi
  daemon_stop
  if [[ ${OWN_MACHINE:-} == yes ]]; then
    host_stop
    rm -rf "$RUN"
  fi
  exit "$status"
}

# Takes off what a command has mounted, also one that was interrupted.
CLIENT_LEAVES='for place in here ours qemu; do umount -l /mnt/$place 2>/dev/null; done; true'

client_mount() {
  local common="version=9p2000.L,msize=$MSIZE,cache=$CACHE_MODE,access=$ACCESS"
  dom0 "$CLIENT_LEAVES"
  dom0 "mount -t 9p -o trans=tcp,port=$(cat "$DAEMON/port"),$common 10.0.2.2 /mnt/ours" ||
    { tail -n 20 "$DAEMON/log" >&2; die "the share of the daemon cannot be mounted"; }
  dom0 "mount -t 9p -o trans=virtio,$common $MODEL /mnt/qemu" || die "the share of QEMU cannot be mounted"
}

# on_three NAME COMMAND: runs a shell command in an empty folder of each file system, and compares what it prints with
# what it prints on ext4. Its outputs are in $OUT/client.
on_three() {
  local name=$1 command=$2 place start status results=$OUT/client
  mkdir -p "$results"
  for place in ext4 ours qemu; do
    start=$(now)
    status=0
    # Bound to one path, so that programs that print it print the same.
    dom0 "rm -rf /mnt/$place/* && mkdir -p -m 755 /mnt/$place/$name /mnt/here &&
      mount --bind /mnt/$place/$name /mnt/here && cd /mnt/here" || die "$place is not there"
    dom0 "cd /mnt/here && { $command
      } 2>&1" >"$results/$name.$place" || status=$?
    dom0 'umount -l /mnt/here'
    ((status == 0)) || echo "status: $status" >>"$results/$name.$place"
    say "$name on $place: $(since "$start") s, status $status"
  done
  python3 "$LAB/linux/compare.py" "$results/$name."{ext4,ours,qemu}
}
