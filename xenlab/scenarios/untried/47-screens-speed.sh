# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Screens served by QEMU and by us, side by side: two guests alike in one boot draw the same, while one VNC viewer of dom0 looks, that
# takes the same encodings from both. Prints the table of docs/performance.md: bytes, the time from the end of the guest's drawing until
# the viewer shows it, the server's processor time. Fails when what the viewer shows is not what the guest has in its memory, and when
# our updates have more bytes than QEMU's in each round. ROUNDS, WARM and RAW say how often: counted, before that, and with raw pixels.
# seconds: 2400

rounds=${ROUNDS:-5}
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
declare -A PORT=([qemu]=5911 [ours]=5912)
declare -A TERMINAL PROCESS
recordings=$RUN/screen-recordings figures=$RUN/screen-figures

screen_of() { echo "vfb=[\"vnc=1,vnclisten=127.0.0.1,vncdisplay=$((${PORT[$1]} - 5900)),vncunused=0\"]"; }

# look SIDE ENCODING ROUND: a session; keeps its figures.
look() {
  vnc_record play "127.0.0.1:${PORT[$1]}" "${TERMINAL[$1]}" "$2" "${PROCESS[$1]}" >"$recordings/$1" || fail "$1: a session with $2"
  python3 -B "$LAB/lib/screen_speed.py" figures "$recordings/learned" "$recordings/$1" >"$figures/$1.$2.$3" || fail "$1: what is seen with $2"
  echo "round $3: $1 with $2: $(cat "$figures/$1.$2.$3")"
  rm "$recordings/$1"
}

# both ENCODING ROUND: load of the machine affects both halves of a pair equally; they take turns to begin.
both() {
  local pair=(qemu ours) who
  (($2 % 2)) || pair=(ours qemu)
  for who in "${pair[@]}"; do look "$who" "$1" "$2"; done
}

[[ $SUITE == bookworm ]] || skip "since 9.1 QEMU serves no screens of PV guests"
rm -rf "$recordings" "$figures"
mkdir -p "$recordings" "$figures"
at_end 'rm -rf "$recordings" "$figures"'
xenbay_up
screen_ramdisk draw
xenbay_stands_still
guest_start qemu ramdisk=/run/xenlab/screens.cpio "$(screen_of qemu)"
backend_state "$(guest_id qemu)" vfb 0 4 60
xenbay_goes_on
guest_start ours ramdisk=/run/xenlab/screens.cpio "${model[@]}" "$(screen_of ours)"
backend_state "$(guest_id ours)" vfb 0 4 60
for who in qemu ours; do
  guest_ready "$who"
  TERMINAL[$who]=$(screen_console "$who")
done
expect_match "QEMU serves one" "not served: QEMU .* already serves this device" "$(xenbay explain "$(guest_id qemu)/vfb/0")"
expect_match "we serve the other" "all is well" "$(xenbay explain "$(guest_id ours)/vfb/0")"
PROCESS[qemu]=$(dom0 "xenstore-read /local/domain/$(guest_id qemu)/image/device-model-pid")
PROCESS[ours]=$(xenbay_pid)
expect_match "that process is QEMU" qemu "$(dom0 "readlink /proc/${PROCESS[qemu]}/exe")"

for who in qemu ours; do
  vnc_record learn "${TERMINAL[$who]}" >"$recordings/$who" || fail "$who: the guest draws"
done
expect "both guests draw the same" cmp "$recordings/qemu" "$recordings/ours"
expect_equal "they draw in all parts" "changed moved scrolled typed woken" "$(cut -d ' ' -f 1 "$recordings/ours" | sort -u | paste -sd ' ')"
mv "$recordings/ours" "$recordings/learned"

# A JVM translates what it has run some thousand times.
for ((round = 1; round <= ${WARM:-2}; round++)); do both zrle "$round"; done
rm -f "$figures"/*
for ((round = 1; round <= rounds; round++)); do both zrle "$round"; done
for ((round = 1; round <= ${RAW:-1}; round++)); do both raw "$round"; done
status=0
python3 -B "$LAB/lib/screen_speed.py" table "$figures" >"$figures.table" 2>&1 || status=$?
cat "$figures.table"
rm "$figures.table"
expect_equal "in no part our updates have more bytes than QEMU's, in each round" 0 "$status"
expect "QEMU still serves its guest" dom0 "kill -0 ${PROCESS[qemu]}"
expect_equal "our daemon is the same" "${PROCESS[ours]}" "$(xenbay_pid)"
for who in qemu ours; do guest_destroy "$who"; done
