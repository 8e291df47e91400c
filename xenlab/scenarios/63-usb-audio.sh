# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A sound card at USB in a Linux guest: isochronous transfers. The emulator records what the card plays; no sample may be
# missing or out of order. Silence between samples is counted, but not judged: the emulated card plays in real time, and an
# emulated guest is at times too slow for that.
# seconds: 600

xenbay_up
rm -f "$RUN/sound.wav"
usb_plug sound usb-audio 5 ',"audiodev":"sound","buffer":262144'
usb_guest one 'p9=["tag=root,path=/,security_model=none"]'
one=$(guest_id one)
usb_give "$one" 1 sound
usb_reaches one sound
retry_until 30 guest_sh one 'test -c /dev/dsp' || fail "the guest has a sound card: $(guest_sh one 'cat /proc/asound/cards; dmesg | tail')"

# A guest has no player; dom0's Python plays, which the guest reaches as a file system. Noise of 4801 frames over and over:
# a number that no loss of whole packets (48 frames) makes look right.
dom0_stdin 'cat >/run/xenlab/play.py' <<'PYTHON'
import os, ossaudiodev, random
random.seed(6)
block = random.randbytes(4801 * 4)
card = ossaudiodev.open("/dev/dsp", "w")
print(card.setparameters(ossaudiodev.AFMT_S16_LE, 2, 48000, True))
for _ in range(100):
    card.writeall(block)
card.sync()
card.close()
PYTHON
at_end 'dom0 rm -f /run/xenlab/play.py'
guest_sh one 'mkdir -p /root9 && mount -t 9p -o trans=xen,version=9p2000.L,cache=loose,msize=262144 root /root9 && mount --bind /dev /root9/dev'
said=$(GUEST_SECONDS=200 guest_sh one 'chroot /root9 /usr/bin/python3 -W ignore /run/xenlab/play.py')
expect_equal "the card plays 16 bit, two channels, 48 kHz" "(16, 2, 48000)" "$said"
usb_give "$one" 1
guest_destroy one
usb_pull sound
retry_until 20 eval '! usb_there sound' || fail "the sound card goes"
python3 "$LAB/lib/sound.py" "$RUN/sound.wav" 4801 100 || fail "what was played is what was recorded"
rm -f "$RUN/sound.wav"
