# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A second console of a Linux guest (hvc1): a shell through the pty and through a socket, bulk both ways, a long paste, xl console.
# seconds: 400

xenbay_up
guest_create one
id=$(guest_id one)

console_add "$id" 1
console_ready "$id" 1
tty=$(console_tty "$id" 1)
expect_match "its pseudo terminal is in the node tty" '^/dev/pts/[0-9]+$' "$tty"
expect_equal "the guest sees it" device/console/1 "$(guest_sh one 'cat /sys/bus/xen/devices/*/nodename')"

# A shell on it, through the pty.
guest_sh one 'setsid sh -c "exec sh -i </dev/hvc1 >/dev/hvc1 2>&1" >/dev/null 2>&1 &'
expect_match "a command typed into the pty is answered" "answer 42" \
  "$(dom0 "(sleep 1; echo 'echo answer \$((6*7))'; sleep 3) | timeout 20 socat -t 3 - $tty,raw,echo=0")"
expect_match "and through xl console -n 1" "answer 1764" \
  "$(dom0 "(sleep 1; echo 'echo answer \$((42*42))'; sleep 3) | timeout 15 script -qfc 'xl console -n 1 one' /dev/null")"

# A program that leaves the terminal echoing has nothing of the guest's output typed back into the guest's shell.
# A busy device tells its details later.
typed() {
  local line
  until line=$(xenbay device "$id/console/1" | grep '^input: '); do sleep 1; done
  echo "${line#input: }"
}
before=$(typed)
dom0 "stty -F $tty sane 2>/dev/null; true"
expect_match "the terminal does not echo" "-echo " "$(dom0 "stty -F $tty -a")"
guest_sh one 'i=0; while [ $i -lt 500 ]; do echo "touch /tmp/typed-back"; i=$((i + 1)); done >/dev/hvc1; sleep 2'
expect_equal "nothing is typed back" "$before" "$(typed)"
expect "nor run by the guest's shell" guest_sh one 'test ! -e /tmp/typed-back'
at_end 'dom0 rm -f /run/xenlab/console.cast'
expect_match "a recording begins with what the console has kept" '^[0-9]+ pieces? of output in [0-9]+ s in /run/xenlab/console.cast$' \
  "$(xenbay record "$id/console/1" /run/xenlab/console.cast --seconds 1)"
expect_match "which is what the guest has written" 'answer 42' "$(dom0 cat /run/xenlab/console.cast)"
dom0 "timeout 2 cat $tty >/dev/null; echo exit >$tty"

console_add "$id" 2 connection=socket path=/run/xenlab/two.sock name=org.xenbay.two
console_ready "$id" 2
guest_sh one 'setsid sh -c "exec sh -i </dev/hvc2 >/dev/hvc2 2>&1" >/dev/null 2>&1 & sleep 1'
expect_match "a command sent to the socket is answered" "answer 43" \
  "$(dom0 "(sleep 1; echo 'echo answer \$((6*7+1))'; sleep 3) | timeout 20 socat -t 3 - UNIX:/run/xenlab/two.sock")"
dom0 "(echo exit; sleep 1) | socat -t 1 - UNIX:/run/xenlab/two.sock >/dev/null"

# 10 MB each way, unchanged. Linux forgets a console's settings when the last program closes it, so one descriptor is kept.
megabytes=10
size=$((megabytes * 1024 * 1024))
guest_sh one "dd if=/dev/urandom of=/tmp/data bs=1M count=$megabytes 2>/dev/null"
wanted=$(guest_sh one 'md5sum </tmp/data')
start=$(now)
dom0 rm -f /run/xenlab/got
dom0 "timeout 200 socat -u UNIX:/run/xenlab/two.sock OPEN:/run/xenlab/got,creat,trunc & reader=\$!
  until [ -e /run/xenlab/got ] && [ \$(stat -c %s /run/xenlab/got) -ge $size ] || ! kill -0 \$reader 2>/dev/null; do sleep 0.3; done
  kill \$reader" &
reader=$!
retry_until 20 dom0 test -e /run/xenlab/got
GUEST_SECONDS=200 guest_sh one 'exec 3<>/dev/hvc2; stty raw -echo <&3; cat /tmp/data >&3'
wait "$reader"
expect_equal "$megabytes MB from the guest in $(since "$start") s" "$wanted" "$(dom0 'md5sum </run/xenlab/got')"

dom0 "dd if=/dev/urandom of=/run/xenlab/data bs=1M count=$megabytes 2>/dev/null"
wanted=$(dom0 'md5sum </run/xenlab/data')
start=$(now)
guest_sh one "(exec 3<>/dev/hvc2; stty raw -echo <&3; touch /tmp/raw; head -c $size <&3 | md5sum >/tmp/sum; touch /tmp/done
  ) >/dev/null 2>&1 & until [ -e /tmp/raw ]; do sleep 0.1; done"
dom0 "socat -u OPEN:/run/xenlab/data UNIX:/run/xenlab/two.sock"
GUEST_SECONDS=200 guest_sh one 'until [ -e /tmp/done ]; do sleep 0.3; done'
expect_equal "$megabytes MB to the guest in $(since "$start") s" "$wanted" "$(guest_sh one 'cat /tmp/sum')"

# A paste of 64 KB in lines, to a terminal that echoes.
dom0 "seq -f 'line %05g of a long paste, 64 characters of text that are to be kept' 1 1024 | cut -c 1-63 >/run/xenlab/paste"
expect_equal "the paste has 64 KB" 65536 "$(dom0 'wc -c </run/xenlab/paste')"
guest_sh one '(exec 3<>/dev/hvc1; touch /tmp/cooked; head -n 1024 <&3 >/tmp/paste; touch /tmp/pasted) >/dev/null 2>&1 &
  until [ -e /tmp/cooked ]; do sleep 0.1; done'
dom0 "(cat /run/xenlab/paste; sleep 5) | timeout 60 socat -t 5 - $tty,raw,echo=0 >/run/xenlab/echo"
GUEST_SECONDS=60 guest_sh one 'until [ -e /tmp/pasted ]; do sleep 0.3; done'
expect_equal "a paste of 64 KB arrives whole" "$(dom0 'md5sum </run/xenlab/paste')" "$(guest_sh one 'md5sum </tmp/paste')"

guest_destroy one
expect "the socket's file is gone" dom0 'test ! -e /run/xenlab/two.sock'
