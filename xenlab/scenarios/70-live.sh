# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A guest that writes and verifies files (a shell's work, and fio), counts on its console, has a key pressed and reads a USB disk,
# through updates of backends and of the core, restarts of the daemon, and kill -9: no input or output error, every checksum, every
# line once, every key that went down came up; the disk is plugged in again at most once a kill. UPDATES, CORES, RESTARTS and KILLS
# say how often.
# seconds: 3600

updates=${UPDATES:-20} cores=${CORES:-5} restarts=${RESTARTS:-5} kills=${KILLS:-20}
share=/run/xenlab/live
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
export GUEST_SECONDS=600

# killed: the daemon is killed without warning.
killed() {
  local pid
  pid=$(xenbay_pid) || return 0
  dom0 "kill -9 $pid; while kill -0 $pid 2>/dev/null; do sleep 0.05; done"
}
# revived: a daemon whose JVM has crashed under emulation, which may leave it standing still, counts as killed; another one starts.
revived() {
  xenbay_crashed || return
  echo "the JVM crashed"
  XENBAY_CRASHES=$((${XENBAY_CRASHES:-0} + 1))
  killed
  xenbay_start
}
lines_now() { dom0 'wc -l </run/xenlab/lines'; }
rounds_now() { guest_sh one 'cat /tmp/rounds 2>/dev/null || echo 0'; }
# goes_on LINES WHAT: the guest writes more lines than these, and its files still verify.
goes_on() {
  local lines=$1
  shift
  until retry_until 60 dom0 "test \$(wc -l </run/xenlab/lines) -gt $lines"; do
    revived || fail "$*: the console goes on"
  done
  dom0 "test ! -s $share/failed" || fail "$*: $(dom0 "cat $share/failed")"
  expect_plugs "$*"
}
# press WHAT: a key goes down, and stays so. A daemon is up before it has adopted its devices.
pressed=0
press() {
  until retry_until 200 dom0 "timeout 90 $XENBAY/bin/xenbay key --down $id/vkbd/0 a >/dev/null"; do
    revived || fail "$*: a key is pressed"
  done
  pressed=$((pressed + 1))
}
# expect_plugs WHAT: the disk was plugged in again no more often than the daemon was killed, by us or by the emulation.
plugs_now() { guest_sh one 'cat /tmp/plugs'; }
expect_plugs() {
  local kills=$((${killings:-0} + ${XENBAY_CRASHES:-0})) plugs
  plugs=$(plugs_now)
  ((plugs <= kills + 1)) || fail "$1: the disk was plugged in $plugs times, after $kills kills"
}
jar() { dom0 "ls $XENBAY/$1"; }

xenbay_up
dom0 "rm -rf $share && mkdir $share"
at_end "dom0 rm -rf $share"
usb_disk live 8M 5
wanted=$(md5sum <"$(usb_image live)")
usb_guest one memory=400 "p9=[\"tag=share,path=$share,security_model=none\",\"tag=debian,path=/lab/debian,security_model=none\"]"
id=$(guest_id one)
console_add "$id" 1 name=org.xenbay.one
console_ready "$id" 1
xenbay attach "$id/vkbd/0" feature-abs-pointer=0
backend_state "$id" vkbd 0 4
guest_sh one 'mkdir -p /mnt; mount -t 9p -o trans=xen,version=9p2000.L,msize=262144,cache=none share /mnt'

guest_sh one 'mkdir -p /debian && mount -t 9p -o trans=xen,version=9p2000.L,msize=262144,cache=loose debian /debian &&
  mount -t tmpfs tmp /debian/tmp && mount -t proc proc /debian/proc && mount -t devtmpfs dev /debian/dev &&
  mount -o bind /mnt /debian/mnt'

# The reader has the terminal open all the time.
tty=$(dom0 "xenstore-read /local/domain/$id/device/console/1/tty")
dom0 "setsid sh -c 'cat $tty >/run/xenlab/lines' >/dev/null 2>&1 </dev/null & echo \$! >/run/xenlab/cat.pid"
at_end "dom0 'kill \$(cat /run/xenlab/cat.pid) 2>/dev/null; rm -f /run/xenlab/lines'"
guest_sh one '(exec 3<>/dev/hvc1; stty raw -echo <&3; n=0
  until [ -e /tmp/stop ]; do n=$((n+1)); echo "line $n"; [ $((n % 50)) = 0 ] && sleep 0.2; done >&3; echo $n >/tmp/written) >/dev/null 2>&1 &'
# Each round makes a file, reads it back, moves and removes it, and appends to another, of which every line has to be there once.
guest_sh one 'cat >/tmp/work <<"END"
fail() { echo "round $n: $*" >>/mnt/failed; exit 1; }
n=0; exec 4<>/mnt/unnamed; rm /mnt/unnamed; echo kept >&4
until [ -e /tmp/stop ]; do
  n=$((n+1)); mkdir /mnt/d$n || fail mkdir
  dd if=/dev/urandom of=/tmp/block bs=4k count=16 2>/dev/null
  cp /tmp/block /mnt/d$n/file || fail cp
  cmp /tmp/block /mnt/d$n/file || fail cmp
  mv /mnt/d$n/file /mnt/moved || fail mv
  ln /mnt/moved /mnt/linked || fail ln
  rm /mnt/moved /mnt/linked || fail rm
  rmdir /mnt/d$n || fail rmdir
  echo "round $n" >>/mnt/appended || fail append
  echo $n >/tmp/rounds
done
[ "$(cat /proc/self/fd/4)" = kept ] || fail "the file without a name"
END
sh /tmp/work >/tmp/work.log 2>&1 &'
# fio writes a file in random order and verifies it, again and again.
guest_sh one 'cat >/tmp/fio <<"END"
until [ -e /tmp/stop ]; do
  chroot /debian fio --output=/tmp/fio-out --name=verified --directory=/mnt --size=1m --bs=4k --rw=randwrite --verify=crc32c \
    --verify_fatal=1 --do_verify=1 --ioengine=psync >/tmp/fio.log 2>&1 || { cat /tmp/fio.log /debian/tmp/fio-out >>/mnt/failed; exit 1; }
  rm /debian/mnt/verified*; echo x >>/tmp/fios
done
END
sh /tmp/fio >/dev/null 2>&1 &'
# The disk is read past all caches; a read fails only because the disk has gone, and then it comes again.
# What the guest's input layer tells of keys: how many went down, how many came up.
keyboard=$(input_device one "Xen Virtual Keyboard" 0)
guest_sh one 'cat >/debian/tmp/keys.py <<"END"
import struct
went = {1: 0, 0: 0}
with open("/dev/input/'"$keyboard"'", "rb", buffering=0) as events:
    while True:
        _, _, kind, _, value = struct.unpack("llHHi", events.read(24))
        if kind == 1 and value in went:
            went[value] += 1
            open("/tmp/keys.new", "w").write("%d down, %d up" % (went[1], went[0]))
            __import__("os").rename("/tmp/keys.new", "/tmp/keys")
END
chroot /debian python3 /tmp/keys.py >/tmp/keys.log 2>&1 & echo $! >/tmp/keys.pid'
usb_give "$id" 1 live
usb_reaches one live
guest_sh one 'cat >/tmp/usb <<"END"
echo 0 >/tmp/plugs; before=
until [ -e /tmp/stop ]; do
  for d in /sys/block/sd*; do now=$(readlink $d); done
  [ -e "$d" ] || { sleep 0.3; continue; }
  [ "$now" = "$before" ] || { before=$now; echo $(($(cat /tmp/plugs) + 1)) >/tmp/plugs.new; mv /tmp/plugs.new /tmp/plugs; }
  sum=$(chroot /debian dd if=/dev/${d##*/} bs=64k iflag=direct 2>/tmp/usb.said | md5sum)
  if grep -q "^128+0 records in" /tmp/usb.said; then
    [ "$sum" = "WANTED" ] && echo x >>/tmp/reads || { echo "the disk was read wrongly: $sum" >>/mnt/failed; exit 1; }
  else
    [ "$(readlink $d)" = "$now" ] && sleep 2; [ "$(readlink $d)" = "$now" ] && { cat /tmp/usb.said >>/mnt/failed; exit 1; }
  fi
done
END
sed -i "s/WANTED/'"$wanted"'/" /tmp/usb; sh /tmp/usb >/dev/null 2>&1 &'
retry_until 240 guest_sh one 'test -e /tmp/reads' || fail "the disk is read: $(guest_sh one 'cat /tmp/plugs /tmp/usb.said')"
goes_on 0 "before anything happens"

console=$(jar 'deploy/console-backend-bundle*.jar') shares=$(jar 'deploy/9pfs-backend-bundle*.jar')
keyboards=$(jar 'deploy/vkbd-backend-bundle*.jar') controllers=$(jar 'deploy/qusb-backend-bundle*.jar') core=$(jar 'bundle/xenbay-core-*.jar')
jars=("$console" "$shares" "$keyboards" "$controllers")
names=(org.xenbay.backend.console org.xenbay.backend.ninepfs org.xenbay.backend.vkbd org.xenbay.backend.qusb)
for ((i = 1; i <= updates; i++)); do
  lines=$(lines_now)
  press "update $i"
  xenbay update "${names[i % 4]}" "${jars[i % 4]}" | tail -n +3
  goes_on "$lines" "update $i"
done
echo "$updates updates of backends, $(rounds_now) rounds"
for ((i = 1; i <= cores; i++)); do
  lines=$(lines_now)
  press "core $i"
  xenbay update org.xenbay.core "$core" | tail -n +3
  goes_on "$lines" "core $i"
done
echo "$cores updates of the core, $(rounds_now) rounds"
for ((i = 1; i <= restarts; i++)); do
  lines=$(lines_now)
  press "restart $i"
  xenbay_down
  xenbay_start
  goes_on "$lines" "restart $i"
done
echo "$restarts restarts, $(rounds_now) rounds"
for ((i = 1; i <= kills; i++)); do
  lines=$(lines_now)
  press "kill $i"
  sleep "0.$((RANDOM % 10))"
  killed
  killings=$i
  xenbay_start
  goes_on "$lines" "kill $i"
done
echo "$kills kills, $(rounds_now) rounds"

guest_sh one 'touch /tmp/stop; until [ -e /tmp/written ]; do sleep 0.2; done'
written=$(guest_sh one 'cat /tmp/written')
retry_until 60 dom0 "test \$(wc -l </run/xenlab/lines) -ge $written" || true
expect_equal "the $written lines are there once and in order" \
  "$(seq -f 'line %.0f' 1 "$written" | md5sum)" "$(dom0 'md5sum </run/xenlab/lines')"
for name in work fio usb; do retry_until 240 guest_sh one "! ps | grep '[/]tmp/$name'" || fail "/tmp/$name ends"; done
rounds=$(rounds_now)
expect_equal "no error in $rounds rounds on the share" "" "$(dom0 "cat $share/failed 2>/dev/null" || true)"
expect_equal "each of them appended its line once" "$(seq -f 'round %.0f' 1 "$rounds" | md5sum)" "$(dom0 "md5sum <$share/appended")"
expect_equal "nothing is left of them" "appended" "$(dom0 "ls $share")"
echo "fio verified $(guest_sh one 'wc -l </tmp/fios') files; the disk was read $(guest_sh one 'wc -l </tmp/reads') times, plugged in $(plugs_now) times"
expect_equal "the devices are Connected" "4 4 4 4" \
  "$(dom0 "for d in console/$id/1 vkbd/$id/0 9pfs/$id/0 qusb/$id/0; do xenstore-read /local/domain/0/backend/\$d/state; done" | paste -sd ' ')"
# A key that is down already does not go down again: an update of another backend leaves it where it is.
xenbay key --up "$id/vkbd/0" a
keys=$(guest_sh one 'cat /debian/tmp/keys')
echo "pressed $pressed times; the guest saw keys go $keys"
expect_equal "every key that went down came up" "${keys%% *}" "$(cut -d ' ' -f 3 <<<"$keys")"
((${keys%% *} >= cores + restarts + kills)) || fail "the guest saw the key: $keys"
guest_sh one 'kill $(cat /tmp/keys.pid)'
guest_sh one 'umount /debian/mnt /debian/tmp /debian/proc /debian/dev /debian /mnt'
guest_destroy one
