# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Two emulated USB disks, one in a guest served by QEMU, one in a guest served by us, in one boot and by turns. Prints a table
# of medians; ours must be at least as fast in every row. USB_RUNS says how often each is done, ROWS (a pattern) which rows.
# seconds: 1800

runs=${USB_RUNS:-5}
xenbay_up
usb_disk theirs 16M 5
usb_disk ours 16M 6
cp "$(usb_image theirs)" "$(usb_image ours)"
for disk in theirs ours; do
  retry_until 20 usb_driven_by $disk usb-storage || fail "dom0's driver has $disk"
done
xenbay_stands_still
guest_create qemu 'usbctrl=["type=qusb,version=2,ports=4"]'
backend_state "$(guest_id qemu)" qusb 0 4
xenbay_goes_on
usb_guest xenbay
for pair in qemu:theirs xenbay:ours; do
  guest=${pair%:*}
  usb_give "$(guest_id "$guest")" 1 "${pair#*:}"
  usb_reaches "$guest" "${pair#*:}"
  retry_until 30 guest_sh "$guest" 'test -b /dev/sda' || fail "$guest has a disk"
done
expect_match "QEMU serves one of them" "already serves this device" "$(xenbay explain "$(guest_id qemu)/qusb/0")"

# timed GUEST SCRIPT: runs it once, past what Linux has cached; sets TOOK, in seconds.
timed() {
  TOOK=$(GUEST_SECONDS=200 guest_sh "$1" "echo 3 >/proc/sys/vm/drop_caches; read s r </proc/uptime
    { $2; } >/dev/null 2>&1 || exit 1; read e r </proc/uptime; echo \$s \$e" | awk '{ printf "%.2f", $2 - $1 }') || fail "$2 in $1"
}

# row NAME SCRIPT: runs the script in both guests, after one run each that does not count. The ratios are of pairs, as both of a
# pair have the same luck with a busy machine; who begins takes turns.
row() {
  local name=$1 i guest pair theirs ours ratio spread
  local -A times=([qemu]='' [xenbay]='' [ratio]='') last=()
  [[ $name =~ ${ROWS:-.} ]] || return 0
  for ((i = 0; i <= runs; i++)); do
    pair=(qemu xenbay)
    ((i % 2)) || pair=(xenbay qemu)
    for guest in "${pair[@]}"; do
      timed "$guest" "$2"
      last[$guest]=$TOOK
    done
    ((i > 0)) || continue
    for guest in qemu xenbay; do times[$guest]+=" ${last[$guest]}"; done
    times[ratio]+=" $(awk "BEGIN { printf \"%.2f\", ${last[qemu]} / ${last[xenbay]} }")"
  done
  # shellcheck disable=SC2086
  theirs=$(median ${times[qemu]}) ours=$(median ${times[xenbay]}) ratio=$(median ${times[ratio]}) spread=$(spread ${times[ratio]})
  echo "| $name | $theirs s | $ours s | $ratio ($spread) |"
  awk "BEGIN { exit !($ratio < 1) }" && SLOWER+=("$name $ratio")
  return 0
}

SLOWER=()
echo "| work in the guest | QEMU | Xenbay | ratio (least to greatest) |"
echo "|---|---|---|---|"
row "read 4 MiB, blocks of 64 KiB" 'dd if=/dev/sda of=/dev/null bs=64k count=64 iflag=direct'
row "read 8 MiB, blocks of 1 MiB" 'dd if=/dev/sda of=/dev/null bs=1M count=8 iflag=direct'
row "read 8 MiB through the cache" 'dd if=/dev/sda of=/dev/null bs=64k count=128'
row "write 4 MiB, blocks of 64 KiB" 'dd if=/dev/zero of=/dev/sda bs=64k count=64 oflag=direct'
row "read 256 blocks of 4 KiB" 'dd if=/dev/sda of=/dev/null bs=4k count=256 iflag=direct'
# No smaller ones: busybox gives O_DIRECT an aligned buffer from a page on only.
row "write 256 blocks of 4 KiB" 'dd if=/dev/zero of=/dev/sda bs=4k count=256 oflag=direct'
echo "medians of $runs runs each, by turns; memory: QEMU $(dom0 "awk '/^VmRSS/ { print int(\$2 / 1024) }' /proc/$(dom0 "xenstore-read /local/domain/$(guest_id qemu)/image/device-model-pid")/status") MB for its guest, Xenbay $(xenbay_memory) MB for all"
expect_equal "each is at least as fast as with QEMU" "" "${SLOWER[*]}"
