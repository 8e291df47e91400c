# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The emulated machine: started, asked, stopped. Its state is the folder $RUN: pid, port, suite, xenstored, key, com1.log, qmp.sock.

BOOT_SECONDS=${XENLAB_BOOT_SECONDS:-240}

# What the emulated processor must not have:
# - smap, smep, la57 crash dom0's first instructions;
# - with xsave, the emulator loses vector registers when Xen switches domains (up to 3 of 100 checks of a register saw it), and
#   anything in dom0 or a guest may crash;
# - AVX and its kin need xsave. They go by name too, since programs in a PV domain see the processor's own CPUID, and some
#   (cksum) do not ask whether the system has enabled them.
CPU=${XENLAB_CPU:-max,-smap,-smep,-la57,-xsave,-avx,-avx2,-fma,-f16c,-vaes,-vpclmulqdq}

# host_pid: the emulator's process id; 1 when it does not run. The folder in its command line tells it from a process that
# got the same number later.
host_pid() {
  local pid
  pid=$(cat "$RUN/pid" 2>/dev/null) && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$RUN/qmp.sock" || return 1
  echo "$pid"
}

host_running() { host_pid >/dev/null; }

host_must_run() { host_running || die "no host runs here; start one with: xenlab up"; }

# host_start XENSTORED KEEP: boots a host. With KEEP=no the kernel ends it together with this shell, however that ends.
host_start() {
  local xenstored=$1 keep=$2 start tied=() key
  start=$(now)
  umask 077
  mkdir -p "$RUN"
  rm -f "$RUN"/{port,com1.log,qmp.sock,emulator.log,ssh}
  [[ -f $RUN/key ]] || ssh-keygen -q -t ed25519 -N '' -C xenlab -f "$RUN/key"
  key=$(cut -d ' ' -f 2 "$RUN/key.pub")
  echo "$xenstored" >"$RUN/xenstored"
  echo "${SUITE:-$OWN_SUITE}" >"$RUN/suite"
  [[ $keep == yes ]] || tied=(setpriv --pdeathsig KILL)
  # The disk is never written: each boot begins anew.
  TMPDIR=$RUN nice -n 5 setsid "${tied[@]}" qemu-system-x86_64 \
    -accel tcg,thread=multi -machine q35 -cpu "$CPU" -smp 2 -m 6144 \
    -nodefaults -display none -no-reboot \
    -kernel "${STAGE[hypervisor]}/xen.elf" \
    -append 'console=com1 com1=115200 loglvl=all guest_loglvl=all bootscrub=0 dom0_mem=3072M,max:3072M' \
    -initrd "${STAGE[kernel]}/vmlinux console=hvc0 quiet xenlab.xenstored=$xenstored xenlab.key=$key,${STAGE[initrd]}/initrd.gz" \
    -drive "file=${STAGE[image]}/dom0.img,format=raw,if=none,id=disk,snapshot=on" -device virtio-blk-pci,drive=disk \
    -netdev user,id=net,hostfwd=tcp:127.0.0.1:0-:22 -device virtio-net-pci,netdev=net,romfile= \
    -device qemu-xhci,id=usb,p2=8,p3=4 -audiodev "wav,id=sound,path=$RUN/sound.wav,out.frequency=48000" \
    -serial "file:$RUN/com1.log" -qmp "unix:$RUN/qmp.sock,server,nowait" \
    </dev/null >"$RUN/emulator.log" 2>&1 {build_lock}>&- &
  echo $! >"$RUN/pid"
  host_wait "$start"
  say "host up in $(since "$start") s: ssh on 127.0.0.1:$(cat "$RUN/port"), xenstored=$xenstored"
}

host_wait() {
  until grep -qs '^xenlab: ready' "$RUN/com1.log"; do
    if ! host_running && ! { sleep 1; host_running; }; then
      tail -n 20 "$RUN/emulator.log" "$RUN/com1.log" >&2
      die "the emulator ended while booting"
    fi
    if (($(now) - $1 > BOOT_SECONDS * 10)); then
      tail -n 20 "$RUN/com1.log" >&2
      host_stop
      die "not ready within $BOOT_SECONDS s (XENLAB_BOOT_SECONDS)"
    fi
    sleep 0.3
  done
  ! grep -h '^xenlab: failed' "$RUN/com1.log" >&2 || die "dom0 came up without Xen's daemons"
  host_port >"$RUN/port"
  ssh_connect
}

# The emulator chose a free port itself; its monitor tells which: "TCP[HOST_FORWARD] 12 127.0.0.1 40123 10.0.2.15 22".
host_port() {
  qmp human-monitor-command '{"command-line":"info usernet"}' |
    grep -o 'HOST_FORWARD\] *[0-9]* *127.0.0.1 *[0-9]*' | sed 's/.* //' | grep .
}

host_stop() {
  local pid
  ssh_disconnect
  if pid=$(host_pid); then
    kill "$pid" 2>/dev/null || true
    retry_until 5 host_ended 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true # when it is this shell's child; else init's
  fi
  rm -f "$RUN"/{pid,port}
}

host_ended() { ! host_running; }

host_status() {
  local pid
  pid=$(host_pid) || { echo "no host runs here"; return 1; }
  echo "running: process $pid for $(ps -o etime= -p "$pid" | tr -d ' '), ssh on 127.0.0.1:$(cat "$RUN/port")," \
    "$(cat "$RUN/suite"), xenstored=$(cat "$RUN/xenstored"), folder $RUN"
  dom0 xl list
}

# qmp COMMAND [ARGUMENTS]: asks the emulator, prints its answer. ARGUMENTS is a JSON object.
qmp() {
  local line pid
  coproc monitor { exec socat - "UNIX:$RUN/qmp.sock"; }
  pid=${monitor_PID:?}
  printf '{"execute":"qmp_capabilities"}\n{"execute":"%s","arguments":%s,"id":"lab"}\n' "$1" "${2:-{\}}" >&"${monitor[1]}"
  while read -r -t 10 line <&"${monitor[0]}"; do
    [[ $line == *'"id": "lab"'* ]] && break
  done
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  printf '%s\n' "$line"
  [[ $line == *'"return"'* ]]
}
