# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A guest that reads now and then, while programs of dom0 use both of its processors: the guest does not wait for them, because
# what serves it has real-time priority. Prints how long reads take with and without these programs. ROUNDS says how often each is
# done, MOST the greatest ratio that passes.
# seconds: 600

share=/run/xenlab/busy
rounds=${ROUNDS:-5}
most=${MOST:-3.0}
programs=4
reads=200
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")

# timed: sets TOOK to the seconds that the guest's reads take, one after another.
timed() {
  local word from to
  read -r word from to < <(GUEST_SECONDS=120 guest_sh busy "read a x </proc/uptime
    dd if=/mnt/file of=/dev/null bs=4k count=$reads 2>/dev/null; read b x </proc/uptime; echo took \$a \$b")
  [[ $word == took ]] || fail "reads: $word $from $to"
  TOOK=$(awk "BEGIN { printf \"%.2f\", $to - $from }")
}

load_begin() { dom0 "for i in \$(seq $programs); do setsid sh -c 'while :; do :; done' </dev/null >/dev/null 2>&1 & echo \$!; done >/run/xenlab/load"; }
load_end() { dom0 'test ! -e /run/xenlab/load || { kill $(cat /run/xenlab/load); rm /run/xenlab/load; }'; }

xenbay_up
dom0 "mkdir -p $share && head -c 1M /dev/urandom >$share/file"
at_end "dom0 rm -rf $share"
at_end load_end
guest_start busy "${model[@]}" "p9=[\"tag=share,path=$share,security_model=none\"]"
guest_ready busy
guest_sh busy 'mkdir -p /mnt; mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=none share /mnt'

# Some that do not count: a JVM translates what it has run some thousand times.
for round in 1 2 3 4 5; do timed; done
alone=() beside=() ratios=()
for ((round = 1; round <= rounds; round++)); do
  timed
  alone+=("$TOOK")
  load_begin
  timed
  load_end
  beside+=("$TOOK")
  ratios+=("$(awk "BEGIN { printf \"%.2f\", ${beside[-1]} / ${alone[-1]} }")")
  echo "round $round: $reads reads took ${alone[-1]} s, ${beside[-1]} s beside $programs busy programs"
done
ratio=$(median "${ratios[@]}")
echo "$reads reads of 4 KiB: $(median "${alone[@]}") s, $(median "${beside[@]}") s beside $programs busy programs; $ratio times, of ${ratios[*]}"
awk "BEGIN { exit !($ratio <= $most) }" || fail "at most $most times"
