# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A guest that gives memory up while viewers look at its screen: by Linux's balloon driver, which keeps the picture, and then the very
# pages of the picture. The daemon and what it serves other guests go on. What dom0 has mapped stays readable: a mapping holds its pages.
# When the daemon begins anew, the pages are gone: one line of its log says so, and the guest leaves nothing behind.
# seconds: 500

# draw NAME TEXT: some lines of text on the guest's screen.
draw() { guest_sh "$1" "for i in 1 2 3 4 5 6 7 8; do echo \"line \$i: $2\"; done >/dev/tty1"; }

# viewer ID: a VNC viewer looks at a guest's screen.
viewer() {
  at_end "dom0 'kill \$(cat /run/xenlab/viewer-$1.pid) 2>/dev/null; rm -f /run/xenlab/viewer-$1*'"
  dom0 "setsid /run/xenlab/vnc-record watch /run/xenbay/vnc/$1-0.sock >/run/xenlab/viewer-$1 2>&1 </dev/null & echo \$! >/run/xenlab/viewer-$1.pid"
  retry_until 30 dom0 "grep -q '^[0-9]' /run/xenlab/viewer-$1" || fail "a viewer sees the screen of guest $1"
}

# updates ID: how many updates a guest's viewer has had.
updates() { dom0 "grep -c '^[0-9]' /run/xenlab/viewer-$1"; }

# has_more_updates ID COUNT
has_more_updates() { (($(updates "$1") > $2)); }

# has_megabytes NAME LEAST MOST: whether xl says that a guest has so much memory.
has_megabytes() { dom0 "xl list $1 | awk 'NR == 2 { print \$3; exit \$3 < $2 || \$3 > $3 }'"; }

# others_go_on WHEN: the second guest's picture is seen, by its viewer too.
others_go_on() {
  local before
  before=$(updates "$two")
  draw two "$1"
  expect "the other guest's picture is seen $1" same_picture two "$two" 800 600
  retry_until 10 has_more_updates "$two" "$before" || fail "the other guest's viewer sees it $1"
  backend_state "$two" vkbd 0 4
}

xenbay_up
push "$LAB/dom0/vnc-record" "$LAB/dom0/fb-frames" /run/xenlab
screen_ramdisk give-up xen-privcmd.ko
guest_start one ramdisk=/run/xenlab/screens.cpio 'extra=console=hvc0 quiet nokaslr xenlab.name=one'
guest_start two
for name in one two; do
  guest_ready "$name"
  xenbay attach "$(guest_id "$name")/vfb/0" width=800 height=600 >/dev/null
  backend_state "$(guest_id "$name")" vfb 0 4
  retry_until 20 guest_sh "$name" 'test -e /dev/fb0' || fail "Linux has made a framebuffer"
  viewer "$(guest_id "$name")"
done
one=$(guest_id one) two=$(guest_id two)
xenbay attach "$two/vkbd/0" >/dev/null
backend_state "$two" vkbd 0 4

draw one "at first"
expect "the picture is seen" same_picture one "$one" 800 600
dom0 xl mem-set one 128m
retry_until 60 has_megabytes one 1 129 || fail "the guest gives memory up"
draw one "with half of the memory"
expect "the picture is seen while the guest has half of its memory" same_picture one "$one" 800 600
dom0 xl mem-set one 256m
retry_until 60 has_megabytes one 250 257 || fail "the guest gets its memory back"
draw one "with all of it"
expect "the picture is seen when it has all of it again" same_picture one "$one" 800 600
others_go_on "after that"

# Nothing may draw there from now on, not even a cursor.
guest_sh one 'echo 0 >/sys/class/graphics/fbcon/cursor_blink; printf "\033[?25l" >/dev/tty1; echo 1 >/proc/sys/kernel/kptr_restrict
  insmod /bin/xen-privcmd.ko unrestricted=1 2>/dev/null; ls /dev/xen/privcmd' || fail "the guest has privcmd"
expect "the picture is seen without a cursor" same_picture one "$one" 800 600
before=$(screen_seen "$one")
pid=$(xenbay_pid)
frames=$(dom0 /run/xenlab/fb-frames "$one")
expect_equal "Linux has 2 MB for the picture" 512 "$(wc -l <<<"$frames")"
expect_equal "the guest gives them up" "512 of 512 pages given up" "$(guest_sh one "give-up <<'FRAMES'
$frames
FRAMES")"
expect_equal "the last picture is seen" "$before" "$(screen_seen "$one")"
others_go_on "while the first one has no picture"
expect_equal "the daemon is the same" "$pid" "$(xenbay_pid)"
expect "the guest goes on" guest_sh one true

dom0 "kill -9 $pid"
xenbay_start
retry_until 60 xenbay_logged "mapping frame [0-9]+ of domain $one" || { xenbay_log; fail "the log says why there is no picture"; }
expect_match "so does explain" "mapping frame [0-9]+ of domain $one" "$(xenbay explain "$one/vfb/0")"
backend_state "$two" vfb 0 4
draw two "after kill -9"
expect "the other guest's picture is seen after kill -9" same_picture two "$two" 800 600
backend_state "$two" vkbd 0 4
expect_equal "one line of the log says it" 1 "$(xenbay_log | grep -c "mapping frame [0-9]* of domain $one")"
guest_destroy one
expect "no guest is left half dead" no_guest_stays
expect "the other guest's picture is still seen" same_picture two "$two" 800 600
guest_destroy two
