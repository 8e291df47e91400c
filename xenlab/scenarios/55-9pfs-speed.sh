# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Shared folders served by QEMU and by us, side by side: two guests alike in one boot, the same mount options, each piece of work by
# turns. Prints the table of docs/performance.md. ROUNDS says how often each is done, LEAST the least ratio that passes; PART=10 does
# a tenth of the work, for a first look; ROWS says which rows.
# seconds: 2400

# In memory, as a disk takes its own time for both; SHARE says another place.
share=${SHARE:-/run/xenlab/speed}
rounds=${ROUNDS:-7}
least=${LEAST:-1.0}
part=${PART:-1}
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
declare -A WORK=(
  [read]="dd if=/mnt/big of=/dev/null bs=512k count=$((128 / part))"
  [write]="dd if=/dev/zero of=/mnt/\$WHO/out bs=512k count=$((64 / part))"
  [small]="dd if=/mnt/big of=/dev/null bs=4k count=$((2000 / part))"
  [list]="ls -l /mnt/many >/dev/null"
  [create]="i=0; while [ \$i -lt $((300 / part)) ]; do echo line >/mnt/\$WHO/new/\$i; i=\$((i + 1)); done"
)
declare -A WHAT=(
  [read]="read $((64 / part)) MiB in blocks of 512 KiB" [write]="write $((32 / part)) MiB in blocks of 512 KiB"
  [small]="$((2000 / part)) reads of 4 KiB" [list]="\`ls -l\` of $((1000 / part)) files" [create]="create $((300 / part)) files of one line"
)
read -ra ORDER <<<"${ROWS:-read write small list create}"
declare -A TIMES=()

# timed GUEST WORK: does it once; sets TOOK, in seconds.
timed() {
  local word from to
  read -r word from to < <(GUEST_SECONDS=300 guest_sh "$1" "WHO=$1; rm -rf /mnt/$1; mkdir -p /mnt/$1/new; read a x </proc/uptime
    { ${WORK[$2]}; } 2>/tmp/said || cat /tmp/said; read b x </proc/uptime; echo took \$a \$b")
  [[ $word == took ]] || fail "$1: $2: $word $from $to"
  TOOK=$(awk "BEGIN { printf \"%.2f\", $to - $from }")
}

xenbay_up
dom0 "mkdir -p $share/many && head -c 64M /dev/urandom >$share/big && cd $share/many && for i in \$(seq $((1000 / part))); do echo \$i >file\$i; done"
at_end "dom0 rm -rf $share"
xenbay_stands_still
guest_start qemu "p9=[\"tag=share,path=$share,security_model=none\"]"
backend_state "$(guest_id qemu)" 9pfs 0 4 60
xenbay_goes_on
guest_start ours "${model[@]}" "p9=[\"tag=share,path=$share,security_model=none\"]"
for name in qemu ours; do
  guest_ready "$name"
  guest_sh "$name" 'mkdir -p /mnt; mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=none share /mnt'
done
expect_match "QEMU serves one" "not served: QEMU .* already serves this device" "$(xenbay explain "$(guest_id qemu)/9pfs/0")"
expect_match "we serve the other" "all is well" "$(xenbay explain "$(guest_id ours)/9pfs/0")"
before=$(xenbay_memory)

# Some rounds for both that are not counted: a JVM translates what it has run some thousand times.
for round in 1 2 3 4; do
  for name in "${ORDER[@]}"; do
    for who in qemu ours; do timed "$who" "$name"; done
  done
done
# Load of the machine affects both halves of a pair equally, so the ratios are of pairs; they take turns to begin.
for ((round = 1; round <= rounds; round++)); do
  for name in "${ORDER[@]}"; do
    pair=(qemu ours)
    ((round % 2)) || pair=(ours qemu)
    for who in "${pair[@]}"; do
      timed "$who" "$name"
      TIMES[$who.$name]+=" $TOOK"
      declare "last_$who=$TOOK"
    done
    TIMES[ratio.$name]+=" $(awk "BEGIN { printf \"%.2f\", $last_qemu / $last_ours }")"
    echo "round $round: $name: QEMU $last_qemu, ours $last_ours"
  done
done

((part == 1)) || echo "a part of the work only: 1/$part"
printf '\n| work in the guest | QEMU | Xenbay | ratio (least to greatest) |\n|---|---|---|---|\n'
slow=()
for name in "${ORDER[@]}"; do
  # shellcheck disable=SC2086
  theirs=$(median ${TIMES[qemu.$name]}) ours=$(median ${TIMES[ours.$name]}) ratio=$(median ${TIMES[ratio.$name]})
  # shellcheck disable=SC2086
  spread=$(spread ${TIMES[ratio.$name]})
  echo "| ${WHAT[$name]} | $theirs s | $ours s | $ratio ($spread) |"
  awk "BEGIN { exit !($ratio < $least) }" && slow+=("$name $ratio")
done
pid=$(dom0 "xenstore-read /local/domain/$(guest_id qemu)/image/device-model-pid")
echo "resident: QEMU's process for its guest $(dom0 "awk '/^VmRSS/ { print int(\$2 / 1024) }' /proc/$pid/status") MB;" \
  "the daemon for all guests $before MB before, $(xenbay_memory) MB after"
xenbay 9pfs "$(guest_id ours)/9pfs/0"
expect_equal "each is at least $least times as fast as QEMU" "" "${slow[*]}"
for name in qemu ours; do guest_destroy "$name"; done
