# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Xenbay in dom0: installed from the distribution's tarball, one daemon over many scenarios, devices made by hand.

XENBAY=/opt/xenbay
XENBAY_LOG=/var/log/xenbay.log

# xenbay_tarball: the distribution to try: XENBAY_DIST, or what the build made.
xenbay_tarball() {
  local file found=${XENBAY_DIST:-}
  for file in "$LAB"/../distribution/target/xenbay-*.tar.gz; do
    found=${found:-$file}
  done
  [[ -f $found ]] || return 1
  echo "$found"
}

# xenbay_install: installs it when it is not there, or another one, with the archive of classes, as an administrator would: on Xen a daemon
# makes none. Ends as skipped without a distribution.
xenbay_install() {
  local tarball sum start
  tarball=$(xenbay_tarball) || skip "no distribution: set XENBAY_DIST, or build the module distribution"
  sum=$(sha256sum <"$tarball")
  if [[ $(dom0 "cat $XENBAY/.installed 2>/dev/null" || true) != "$sum" ]]; then
    xenbay_down
    push "$tarball" /tmp/xenbay
    dom0 "rm -rf $XENBAY && mkdir $XENBAY && tar -xzf /tmp/xenbay/*.tar.gz --strip-components=1 -C $XENBAY &&
      rm -r /tmp/xenbay"
    start=$(now)
    # Under emulation the JVM crashes now and then; without the archive each start takes longer.
    dom0 "$XENBAY/bin/xenbay --make-archive" || echo "there is no archive of classes"
    echo "xenbay --make-archive took $(since "$start") s"
    dom0 "echo '$sum' >$XENBAY/.installed"
  fi
}

# xenbay_up: installs it and has its daemon run.
xenbay_up() {
  xenbay_install
  xenbay_running || xenbay_start
  XENBAY_MARK=$(dom0 "wc -c <$XENBAY_LOG")
}

xenbay_pid() { dom0 'p=$(cat /run/xenbay/xenbay.pid 2>/dev/null) && grep -aq xenbay-launcher /proc/$p/cmdline && echo $p'; }

xenbay_running() { xenbay_pid >/dev/null 2>&1; }

# xenbay_start [OPTION…]: starts the daemon and waits until it takes commands. The first start in a boot takes 20 s, on a busy machine
# more than a minute. When the JVM crashes on its way there, which under emulation it does now and then, it is started anew.
xenbay_start() {
  local start attempt
  start=$(now)
  XENBAY_MARK=$(dom0 "wc -c <$XENBAY_LOG 2>/dev/null" || echo 0)
  for attempt in 1 2 3; do
    dom0 "rm -f /run/xenbay/ready; ${XENBAY_ENVIRONMENT:-} setsid $XENBAY/bin/xenbay --daemon $* >>$XENBAY_LOG 2>&1 </dev/null & echo \$! >/run/xenlab/xenbay.started"
    retry_until 180 dom0 'test -s /run/xenbay/ready || ! kill -0 $(cat /run/xenlab/xenbay.started)'
    if dom0 'test -s /run/xenbay/ready'; then
      echo "xenbay up in $(since "$start") s"
      return
    fi
    dom0 'mkdir -p /root/crashed && mv /root/hs_err_pid*.log /root/crashed/ 2>/dev/null' || break
    XENBAY_CRASHES=$((${XENBAY_CRASHES:-0} + 1))
    echo "the JVM crashed at start $attempt"
  done
  xenbay_log
  fail "xenbay starts"
}

# xenbay_crashed: whether the JVM that runs, or ran last, says that it crashed.
xenbay_crashed() { dom0 "tail -c +$((XENBAY_MARK + 1)) $XENBAY_LOG | grep -q 'A fatal error has been detected'"; }

# xenbay_down: ends the daemon as systemd would.
xenbay_down() {
  local pid
  pid=$(xenbay_pid 2>/dev/null) || return 0
  dom0 "kill $pid"
  retry_until 30 dom0 "! kill -0 $pid 2>/dev/null" || fail "xenbay ends"
}

# xenbay_stands_still: the daemon does nothing, so that QEMU is first with a new guest's devices, until xenbay_goes_on.
xenbay_stands_still() {
  at_end xenbay_goes_on
  dom0 "kill -STOP $(xenbay_pid)"
}

xenbay_goes_on() { dom0 "kill -CONT $(xenbay_pid)"; }

# xenbay COMMAND…: one command of its shell (2 to 3 s: it is a Java program).
xenbay() { dom0 "$XENBAY/bin/xenbay" "$@"; }

# xenbay_log: what the daemon has logged since this scenario began.
xenbay_log() { dom0 "tail -c +$((${XENBAY_MARK:-0} + 1)) $XENBAY_LOG"; }

# xenbay_logged REGEX: whether it has logged a line like this since then.
xenbay_logged() { xenbay_log | grep -qE "$1"; }

# xenbay_holds: what the daemon holds of the machine: descriptors, mapped grants, bound ports.
xenbay_holds() {
  dom0 'p=$(cat /run/xenbay/xenbay.pid)
    echo "descriptors $(ls /proc/$p/fd | wc -l)"
    echo "grants $(grep -c /dev/xen/gntdev /proc/$p/maps)"
    echo "ports $('"$(dom0_ports)"')"'
}

# All interdomain ports of dom0 but those of xenstored and xenconsoled, each of which has one a guest.
dom0_ports() { echo '/usr/lib/xen-*/bin/lsevtchn 0 | grep -c Interdomain'; }

# console_add DOMID NUMBER [KEY=VALUE…]: a further console of a running guest, made by hand with the genuine tools; keys
# such as connection=socket path=/run/x.sock name=org.example. The nodes in /libxl have xl remove it together with the guest.
console_add() {
  local domid=$1 number=$2 word be fe
  be=/local/domain/0/backend/console/$1/$2 fe=/local/domain/$1/device/console/$2
  shift 2
  local -A config=([connection]=pty)
  for word; do config[${word%%=*}]=${word#*=}; done
  local pairs="" key
  for key in "${!config[@]}"; do pairs+=" $be/$key $(printf %q "${config[$key]}")"; done
  dom0 "xenstore-write $be/frontend $fe $be/frontend-id $domid $be/online 1 $be/protocol vt100 $pairs $be/state 1 &&
    xenstore-chmod -r $be n0 r$domid &&
    xenstore-write $fe/backend $be $fe/backend-id 0 $fe/protocol vt100 &&
    xenstore-chmod -r $fe n$domid r0 &&
    xenstore-write $fe/type ioemu $fe/output pty $fe/tty '' $fe/limit 1048576 ${config[name]:+$fe/name ${config[name]}} &&
    for key in type output tty limit ${config[name]:+name}; do xenstore-chmod $fe/\$key n0 r$domid; done &&
    xenstore-write /libxl/$domid/device/console/$number/frontend $fe /libxl/$domid/device/console/$number/backend $be &&
    xenstore-write $fe/state 1"
}

# device_remove DOMID TYPE NUMBER [FRONTEND-TYPE]: as a toolstack does: asks, waits, forgets.
device_remove() {
  local be=/local/domain/0/backend/$2/$1/$3
  dom0 "xenstore-write $be/online 0 $be/state 5"
  backend_state "$1" "$2" "$3" 6 15
  dom0 "for node in /local/domain/$1/device/${4:-$2}/$3 /libxl/$1/device/${4:-$2}/$3 $be; do xenstore-rm \$node; done"
}

# backend_state DOMID TYPE NUMBER STATE [SECONDS]: waits until a backend is in a state.
backend_state() {
  retry_until "${5:-30}" dom0 "s=\$(xenstore-read /local/domain/0/backend/$2/$1/$3/state) && test \$s = $4 || { echo state \$s; false; }" ||
    fail "backend $1/$2/$3 comes to state $4"
}

# console_ready DOMID NUMBER: waits until both sides are Connected.
console_ready() {
  backend_state "$1" console "$2" 4
  retry_until 20 dom0 "test \$(xenstore-read /local/domain/$1/device/console/$2/state) = 4" || fail "console $1/$2 connects"
}

# console_tty DOMID NUMBER: the pseudo terminal of a console.
console_tty() { dom0 "xenstore-read /local/domain/$1/device/console/$2/tty"; }

# xenconsoled_stop, xenconsoled_start: the daemon that serves primary consoles unless told not to.
xenconsoled_stop() { dom0 'p=$(cat /run/xen/xenconsoled.pid) && kill $p && while kill -0 $p 2>/dev/null; do sleep 0.1; done'; }

xenconsoled_start() {
  dom0 '! kill -0 $(cat /run/xen/xenconsoled.pid) 2>/dev/null || exit 0
    /usr/lib/xen-*/bin/xenconsoled --log=all --log-dir=/var/log/xen/console --pid-file=/run/xen/xenconsoled.pid'
}

# xenbay_config FILE [LINE…]: replaces a file of its folder etc, which takes effect at once; without lines it is again what
# it was, or is not there.
xenbay_config() {
  local file=$XENBAY/etc/$1 keep=$XENBAY/.kept-$1
  shift
  if (($#)); then
    printf '%s\n' "$@" | dom0_stdin "cat >$file.new && { test -e $keep || cp $file $keep 2>/dev/null || touch $keep; } && mv $file.new $file"
  else
    dom0 "if test -s $keep; then mv $keep $file; else rm -f $keep $file; fi"
  fi
}

# xenbay_memory: resident memory of the daemon, in MB.
xenbay_memory() { dom0 "awk '/^VmRSS/ { print int(\$2 / 1024) }' /proc/$(xenbay_pid)/status"; }

# record_start NAME PATH…: from now on every change below these paths of XenStore is kept, with its time; record_end NAME
# prints them as "SECONDS PATH = VALUE".
record_start() {
  local name=$1
  shift
  at_end "record_forget $name"
  dom0 test -x /run/xenlab/store-record || push "$LAB/dom0/store-record" /run/xenlab
  dom0 "RECORD_BEGUN=/run/xenlab/record-$name.begun /run/xenlab/store-record $* >/run/xenlab/record-$name 2>&1 </dev/null & echo \$! >/run/xenlab/record-$name.pid"
  retry_until 60 dom0 test -e "/run/xenlab/record-$name.begun" || fail "changes of XenStore are recorded"
}

record_end() { dom0 "kill \$(cat /run/xenlab/record-$1.pid); cat /run/xenlab/record-$1; rm /run/xenlab/record-$1*"; }

# record_forget NAME: ends a recording that a scenario which has failed did not end.
record_forget() { dom0 "! test -e /run/xenlab/record-$1.pid || { kill \$(cat /run/xenlab/record-$1.pid); rm /run/xenlab/record-$1*; }"; }

# connected_in DOMID TYPE NUMBER: of a record on standard input, the seconds from the frontend's publishing of its ring
# (state 3 or 4) until the backend was Connected.
connected_in() {
  awk -v fe="/local/domain/$1/device/$2/$3/state" -v be="/local/domain/0/backend/$2/$1/$3/state" '
    $2 == fe && ($4 == 3 || $4 == 4) && !published { published = $1 }
    $2 == be && $4 == 4 { connected = $1 }
    END { if (!published || !connected) exit 1; printf "%.3f\n", connected - published }'
}
