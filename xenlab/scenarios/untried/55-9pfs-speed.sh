# shellcheck shell=bash
# Shared folders served by QEMU and by us, side by side: two guests alike in one boot, the same mount options, each piece of work by
# turns. Prints the table of docs/performance.md. ROUNDS says how often each is done, LEAST the least ratio that passes; PART=10 does
# a tenth of the work, for a first look.
# seconds: 2400

share=/srv/speed
rounds=${ROUNDS:-3}
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
  [read]='read 64 MiB in blocks of 512 KiB' [write]='write 32 MiB in blocks of 512 KiB' [small]='2,000 reads of 4 KiB'
  [list]='`ls -l` of 1,000 files' [create]='create 300 files of one line'
)
ORDER=(read write small list create)
declare -A TIMES=()

# timed GUEST: does all work once, and adds the seconds of each to TIMES.
timed() {
  local name word seconds script="WHO=$1; rm -rf /mnt/\$WHO; mkdir -p /mnt/\$WHO/new"$'\n'
  for name in "${ORDER[@]}"; do
    script+="read a x </proc/uptime; { ${WORK[$name]}; } 2>/tmp/said || cat /tmp/said; read b x </proc/uptime; echo took $name \$a \$b"$'\n'
  done
  while read -r word name from to; do
    [[ $word == took ]] || fail "$1: $word $name $from $to"
    seconds=$(awk "BEGIN { printf \"%.2f\", $to - $from }")
    TIMES[$1.$name]+=" $seconds"
  done < <(GUEST_SECONDS=900 guest_sh "$1" "$script")
}

# median NUMBER…
median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

xenbay_up
dom0 "mkdir -p $share/many && head -c 64M /dev/urandom >$share/big && cd $share/many && for i in \$(seq $((1000 / part))); do echo \$i >file\$i; done"
at_end "dom0 rm -rf $share"
guest_start qemu "p9=[\"tag=share,path=$share,security_model=none\"]"
guest_start ours "${model[@]}" "p9=[\"tag=share,path=$share,security_model=none\"]"
for name in qemu ours; do
  guest_ready "$name"
  guest_sh "$name" 'mkdir -p /mnt; mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=none share /mnt'
done
before=$(xenbay_memory)

for ((round = 1; round <= rounds; round++)); do
  for name in qemu ours; do timed "$name"; done
  for name in "${ORDER[@]}"; do echo "round $round: $name: QEMU${TIMES[qemu.$name]}, ours${TIMES[ours.$name]}"; done
done

((part == 1)) || echo "a part of the work only: 1/$part"
printf '\n| work in the guest | QEMU | Xenbay | ratio |\n|---|---|---|---|\n'
slow=()
for name in "${ORDER[@]}"; do
  # shellcheck disable=SC2086
  theirs=$(median ${TIMES[qemu.$name]}) ours=$(median ${TIMES[ours.$name]})
  ratio=$(awk "BEGIN { printf \"%.2f\", $theirs / $ours }")
  echo "| ${WHAT[$name]} | $theirs s | $ours s | $ratio |"
  awk "BEGIN { exit !($ratio < $least) }" && slow+=("$name $ratio")
done
pid=$(dom0 "xenstore-read /local/domain/$(guest_id qemu)/image/device-model-pid")
echo "resident: QEMU's process for its guest $(dom0 "awk '/^VmRSS/ { print int(\$2 / 1024) }' /proc/$pid/status") MB;" \
  "the daemon for all guests $before MB before, $(xenbay_memory) MB after"
xenbay 9pfs "$(guest_id ours)/9pfs/0"
expect_equal "each is at least $least times as fast as QEMU" "" "${slow[*]}"
for name in qemu ours; do guest_destroy "$name"; done
