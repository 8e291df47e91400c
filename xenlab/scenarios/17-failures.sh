# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What goes wrong is said in one clear line, and the others are served on: no permission, no library, stale sockets, bad guests.
# seconds: 400

# another_daemon NAME [COMMAND PREFIX…]: begins a second daemon in a folder of its own.
another_daemon() {
  local name=$1 folder=/run/xenlab/$1
  shift
  at_end "dom0 'kill \$(cat $folder/pid) 2>/dev/null; rm -rf $folder'"
  dom0 "mkdir -p $folder/run && chmod 777 $folder $folder/run
    setsid $* $XENBAY/bin/xenbay --daemon --run-dir $folder/run >$folder/log 2>&1 </dev/null & echo \$! >$folder/pid"
}

# its_words NAME: sets said, when its log tells of the native Xen. It starts as slowly as the first one, see xenbay_start.
its_words() {
  local name=$1 folder=/run/xenlab/$1
  retry_until 180 dom0 "grep -q 'no native Xen' $folder/log" || { dom0 cat "$folder/log"; fail "the daemon $name speaks of Xen"; }
  said=$(dom0 "grep 'no native Xen' $folder/log")
  dom0 "kill \$(cat $folder/pid)"
  expect_equal "without a stack trace" "" "$(dom0 "grep -P '^\tat ' $folder/log" || true)"
}

# faked_console DOMID NUMBER RING-REF PORT: a console of a paused guest, whose frontend nodes dom0 writes in its place.
faked_console() {
  console_add "$1" "$2"
  backend_state "$1" console "$2" 2
  dom0 "fe=/local/domain/$1/device/console/$2; xenstore-write \$fe/ring-ref '$3' \$fe/port '$4' \$fe/state 3"
}

# told DOMID NUMBER REGEX: the same reason in the log, in xen:explain and in the error node.
told() {
  backend_state "$1" console "$2" 5
  expect_match "xen:explain says so" "$3" "$(xenbay explain "$1/console/$2")"
  expect_match "its error node, too" "$3" "$(dom0 "xenstore-read /local/domain/0/error/backend/console/$1/$2/error")"
  expect "and the log" xenbay_logged "$1/console/$2.*($3)"
  served
}

# The guest whose console must go on through all of this.
served() {
  expect_match "the other guest is served on" "answer 42" \
    "$(dom0 "(sleep 0.5; echo 'echo answer \$((6*7))'; sleep 1.5) | timeout 20 socat -t 2 - $tty,raw,echo=0")"
}

xenbay_up
another_daemon nobody setpriv --reuid=nobody --regid=nogroup --clear-groups
another_daemon bare env XENBAY_JAVA_OPTS="'-Djna.nounpack=true -Djna.nosys=true -Djna.noclasspath=true -Djna.boot.library.path=/run/xenlab/bare'"
guest_create good
good=$(guest_id good)
console_add "$good" 1
console_ready "$good" 1
tty=$(console_tty "$good" 1)
guest_sh good 'setsid sh -c "exec sh -i </dev/hvc1 >/dev/hvc1 2>&1" >/dev/null 2>&1 &'

its_words nobody
expect_match "without permission the device is named" '/dev/xen/[a-z]+: Permission denied.*only root may' "$said"
its_words bare
expect_match "without its library it says what to set" 'jna.tmpdir' "$said"
served

GUEST_PAUSED=-p guest_start bad memory=128
bad=$(guest_id bad)
faked_console "$bad" 1 999 5
told "$bad" 1 'grant reference 999 of domain [0-9]+: (general error|bad grant reference)'
faked_console "$bad" 2 0 777
told "$bad" 2 'port 777 of domain [0-9]+: the port is not reserved'
faked_console "$bad" 3 'nonsense' 5
told "$bad" 3 'ring-ref.*nonsense'

# A socket that another program listens on is not taken from it.
dom0 'setsid socat UNIX-LISTEN:/run/xenlab/taken.sock,fork /dev/null </dev/null >/dev/null 2>&1 & echo $! >/run/xenlab/socat.pid'
at_end "dom0 'kill \$(cat /run/xenlab/socat.pid); rm -f /run/xenlab/taken.sock'"
console_add "$bad" 4 connection=socket path=/run/xenlab/taken.sock name=org.xenbay.taken
told "$bad" 4 'taken.sock: another program does'

# A daemon that was killed leaves its sockets behind; the next one takes their places, and the guest's console goes on.
console_add "$good" 2 connection=socket path=/run/xenlab/good.sock name=org.xenbay.good
console_ready "$good" 2
dom0 "kill -9 $(xenbay_pid)"
expect "the killed daemon left its sockets" dom0 'test -S /run/xenlab/good.sock -a -S /run/xenbay/shell.sock'
dom0 'setsid socat -u UNIX-RECV:/run/xenlab/notify - </dev/null >/run/xenlab/notified 2>&1 & echo $! >/run/xenlab/notify.pid'
at_end "dom0 'kill \$(cat /run/xenlab/notify.pid); rm -f /run/xenlab/notify /run/xenlab/notified'"
XENBAY_ENVIRONMENT=NOTIFY_SOCKET=/run/xenlab/notify xenbay_start
# It is up before it has adopted its devices.
adopted() { dom0 'socat -u /dev/null UNIX:/run/xenlab/good.sock'; }
retry_until 20 adopted || fail "the new one listens on the socket: $(xenbay device "$good/console/2")"
expect "it tells the service manager that it is up" dom0 'grep -x READY=1 /run/xenlab/notified'
guest_sh good 'setsid sh -c "exec sh -i </dev/hvc2 >/dev/hvc2 2>&1" >/dev/null 2>&1 &'
expect_match "the new one serves the socket" "answer 43" \
  "$(dom0 "(sleep 1; echo 'echo answer \$((6*7+1))'; sleep 2) | timeout 20 socat -t 3 - UNIX:/run/xenlab/good.sock")"
tty=$(console_tty "$good" 1)
served
