# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A Linux guest's screen, by Linux's own driver: what its /dev/fb0 has is what is seen, pixel for pixel: a text console, drawings,
# scrolled text. The backend is replaced and killed, and guests are destroyed, ROUNDS times, while somebody looks: a viewer stays connected
# over kill -9.
# seconds: 600

# A pattern of stripes, each with a colour of its own; the fourth byte of a pixel is 0.
stripes='i=0; while [ $i -lt 600 ]; do printf "\\$(printf %03o $((i % 251)))\\$(printf %03o $((i * 7 % 251)))\\$(printf %03o $((i * 3 % 251)))\\000"; i=$((i + 1)); done'

xenbay_up
guest_create one
id=$(guest_id one)
xenbay attach "$id/vfb/0" width=800 height=600
backend_state "$id" vfb 0 4
retry_until 20 guest_sh one 'test -e /dev/fb0' || fail "Linux has made a framebuffer"
expect_equal "Linux has the size that it was offered" 800,600 "$(guest_sh one 'cat /sys/class/graphics/fb0/virtual_size')"

guest_sh one 'for i in 1 2 3 4 5 6 7 8; do echo "The quick brown fox jumps over the lazy dog, line $i"; done >/dev/tty1'
expect "the text console is seen" same_picture one "$id" 800 600
guest_sh one "$stripes >/tmp/stripes; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do cat /tmp/stripes; done >/dev/fb0"
expect "what a program writes to the framebuffer is seen" same_picture one "$id" 800 600
guest_sh one 'for i in $(seq 100); do echo "line $i scrolls"; done >/dev/tty1'
expect "scrolled text is seen" same_picture one "$id" 800 600

at_end 'dom0 rm -f /run/xenlab/screen.png'
expect_match "what happens on it is recorded" '^800 by 600 pixels, [0-9]+ frames? in [0-9]+ s in ' \
  "$(xenbay record "$id/vfb/0" /run/xenlab/screen.png --seconds 2)"
dom0 'cat /run/xenlab/screen.png' | python3 "$LAB/lib/png_sum.py" | grep -q '^800 600 ' || fail "the recording is a picture"

before=$(guest_sh one 'dmesg | grep -c .')
xenbay update org.xenbay.backend.vfb "$(dom0 "ls $XENBAY/deploy/vfb-backend-bundle*.jar")" | tail -n +3
guest_sh one 'echo "after the update" >/dev/tty1'
expect "the picture is there after an update" same_picture one "$id" 800 600

told=$(xenbay timeline "$id/vfb/0" | grep -P '\tstate\t' | head -n 1)
viewer_start "$id"
killed=$(dom0 'date +%s.%N')
dom0 "kill -9 $(xenbay_pid)"
xenbay_start
backend_state "$id" vfb 0 4
guest_sh one 'echo "after kill -9" >/dev/tty1'
expect "the picture is there after kill -9" same_picture one "$id" 800 600
expect_match "what happened before the kill is told after it" "$(sed 's/[][().*]/./g' <<<"$told")" "$(xenbay timeline "$id/vfb/0")"
drawn=$(screen_drawn one 800 600)
sleep 5 # a cursor that blinks is seen in both ways
viewer_end "$killed" >"$RUN/kept.txt"
expect "what the viewer has shown since, without a new connection, is the guest's picture" grep -qx "$drawn" "$RUN/kept.txt"
# The kernel may say something of its clock on a slow host, or of a program of its own; what it says of the screen matters.
said=$(guest_sh one "dmesg | tail -n +$((before + 1))")
echo "the guest's kernel has said since: ${said:-nothing}"
expect_equal "it said nothing of its screen, and nothing of a fault" "" \
  "$(grep -v 'clocksource: ' <<<"$said" | grep -iE 'xen|fb|bug|warn|oops|blocked|stall|call trace' || true)"

# Pages of a guest that is gone keep it as a zombie while somebody has mapped them.
for ((i = 0; i < ${ROUNDS:-2}; i++)); do
  guest_create two
  two=$(guest_id two)
  xenbay attach "$two/vfb/0" >/dev/null
  backend_state "$two" vfb 0 4
  (while dom0 "$XENBAY/bin/xenbay screenshot $two/vfb/0 >/dev/null 2>&1"; do :; done) &
  looks=$!
  sleep 1
  guest_destroy two
  wait "$looks" || true
done
expect "no guest is left half dead" no_guest_stays
expect_match "the last minutes of a device outlast its guest" "^$two/vfb/0"$'\t[0-9]' "$(xenbay timeline | grep "^$two/vfb/0")"
expect "the first guest's screen is seen" same_picture one "$id" 800 600
