# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Guests' screens: what is seen of them and what guests have in memory; guests that draw while a viewer looks.

# screen_seen ID: width, height and sum of what is seen of a guest's screen.
screen_seen() { dom0 "$XENBAY/bin/xenbay screenshot $1/vfb/0" | python3 "$LAB/lib/png_sum.py"; }

# screen_drawn NAME WIDTH HEIGHT: the same of what the guest has in its memory.
screen_drawn() { echo "$2 $3 $(guest_sh "$1" "head -c $((4 * $2 * $3)) /dev/fb0 | md5sum | cut -d ' ' -f 1")"; }

# same_picture NAME ID WIDTH HEIGHT: within five seconds. Linux collects changes for 50 ms.
same_picture() {
  local left=10
  until [[ $(screen_seen "$2") == "$(screen_drawn "$1" "$3" "$4")" ]]; do
    ((left-- > 0)) || return 1
    sleep 0.5
  done
}

# screen_ramdisk FILE…: makes /run/xenlab/screens.cpio of dom0, the guests' initrd with these files in /bin: programs of screens/, by
# their names, and modules of the kernel, such as xen-privcmd.ko.
screen_ramdisk() {
  local file tree=$RUN/screen-ramdisk
  rm -rf "$tree"
  mkdir -p "$tree/bin"
  at_end 'dom0 rm -f /run/xenlab/screens.cpio'
  for file; do
    case $file in
      *.ko) dom0 "cat \$(find /lib/modules/ -name $file)" >"$tree/bin/$file" ;;
      *) gcc -static -O2 -Wall -Wextra -Werror -o "$tree/bin/$file" "$LAB/screens/$file.c" || fail "$file.c is compiled" ;;
    esac
    [[ -s $tree/bin/$file ]] || fail "$file is there"
  done
  # Not packed: xl would unpack the first half only.
  (cd "$tree" && find bin -type f | cpio -o -H newc -R 0:0 --quiet) |
    dom0_stdin 'cat >/run/xenlab/more.cpio && zcat /lab/guest.cpio.gz | cat - /run/xenlab/more.cpio >/run/xenlab/screens.cpio && rm /run/xenlab/more.cpio'
  rm -rf "$tree"
}

# vnc_record WORD…: has dom0's vnc-record do that; says how it is used.
vnc_record() {
  dom0 test -x /run/xenlab/vnc-record || push "$LAB/dom0/vnc-record" /run/xenlab
  dom0 timeout 280 /run/xenlab/vnc-record "$@"
}

# viewer_start ID: somebody looks at the guest's screen from now on; the picture is there when this returns.
viewer_start() {
  local socket
  at_end viewer_forget
  dom0 test -x /run/xenlab/vnc-record || push "$LAB/dom0/vnc-record" /run/xenlab
  socket=$(xenbay screen --socket "$1/vfb/0")
  dom0 "setsid /run/xenlab/vnc-record keep $socket /run/xenlab/kept >/run/xenlab/kept.log 2>&1 </dev/null & echo \$! >/run/xenlab/kept.pid"
  retry_until 60 dom0 test -e /run/xenlab/kept || fail "a viewer shows the picture: $(dom0 cat /run/xenlab/kept.log)"
}

# viewer_end SECONDS: "WIDTH HEIGHT SUM" of each picture that it has shown since a moment of dom0's clock.
viewer_end() {
  dom0 'kill $(cat /run/xenlab/kept.pid)' || fail "the viewer is still connected: $(dom0 cat /run/xenlab/kept.log)"
  retry_until 60 dom0 '! kill -0 $(cat /run/xenlab/kept.pid) 2>/dev/null' || fail "the viewer ends"
  dom0 'cat /run/xenlab/kept' >"$RUN/kept.gz"
  python3 "$LAB/lib/screen_kept.py" "$RUN/kept.gz" "$1"
}

viewer_forget() { dom0 'kill $(cat /run/xenlab/kept.pid) 2>/dev/null; rm -f /run/xenlab/kept*'; }

# screen_console NAME: the terminal of a guest's primary console.
screen_console() { dom0 "xenstore-read /local/domain/$(guest_id "$1")/console/tty"; }
