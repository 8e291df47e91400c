# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The same guest's console, keyboard and share served by QEMU and then by us: the same order of states and keys, but for docs/parity.md;
# side by side the time to ready and the memory.
# seconds: 400

devices=(
  'channel=["connection=pty,name=zero","connection=pty,name=org.xenbay.parity"]'
  'p9=["tag=share,path=/run/xenlab/share,security_model=none"]'
  'vkb=["backend-type=qemu"]'
)
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")

# serve WHO [KEY=VALUE…]: records a guest from before its creation until its drivers have let go of their devices.
serve() {
  local who=$1 id start
  shift
  record_start "$who" /local/domain
  GUEST_PAUSED=-p guest_start "$who" "${devices[@]}" "$@"
  id=$(guest_id "$who")
  # A frontend reads some keys once, when it begins: they have to be there, however long a daemon needs for its first device.
  for device in console/1 9pfs/0 vkbd/0; do backend_state "$id" "${device%/*}" "${device#*/}" 2; done
  dom0 xl unpause "$who"
  start=$(now)
  for device in console/1 9pfs/0 vkbd/0; do backend_state "$id" "${device%/*}" "${device#*/}" 4; done
  READY[$who]=$(since "$start")
  guest_ready "$who"
  expect_match "$who: the share is there" "hello" "$(guest_sh "$who" 'mkdir -p /mnt; mount -t 9p -o trans=xen,version=9p2000.L share /mnt && cat /mnt/file; umount /mnt')"
  guest_sh "$who" 'for device in vkbd-0 9pfs-0; do echo $device >/sys/bus/xen/devices/$device/driver/unbind; done'
  for device in 9pfs/0 vkbd/0; do backend_state "$id" "${device%/*}" "${device#*/}" 6 15; done
  record_end "$who" >"$RUN/parity.$who"
  IDS[$who]=$id
}

declare -A READY IDS
xenbay_install
xenbay_down
at_end 'xenbay_running || xenbay_start'
dom0 'mkdir -p /run/xenlab/share && echo hello >/run/xenlab/share/file'
serve qemu
pid=$(dom0 "xenstore-read /local/domain/${IDS[qemu]}/image/device-model-pid")
memory=$(dom0 "awk '/^(Rss|Pss):/ { printf \"%s %s kB  \", \$1, \$2 }' /proc/$pid/smaps_rollup")
guest_destroy qemu
xenbay_start
serve ours "${model[@]}"

echo "ready after xl unpause: QEMU ${READY[qemu]} s, ours ${READY[ours]} s; QEMU's memory for this guest: $memory"
python3 "$LAB/lib/parity.py" "${IDS[qemu]}" "$RUN/parity.qemu" "${IDS[ours]}" "$RUN/parity.ours" | tee "$RUN/parity"
# docs/parity.md has a table row for each: | device | what | QEMU | ours | why |
documented=$(sed -nE 's/^\| ([a-z0-9]+\/[0-9]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|.*/\1: \2 | \3 | \4/p' "$LAB/../docs/parity.md" | tr -d '`' | sort)
expect_equal "the differences are those of docs/parity.md" "$documented" "$(sort "$RUN/parity")"
guest_destroy ours
