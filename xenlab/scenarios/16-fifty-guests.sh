# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Guests created and destroyed fifty times, each with two consoles of ours: Connected soon, and all given back.
# seconds: 1500

rounds=${ROUNDS:-50}
xenbay_up
# A first round, so that what is made once is there.
guest_start zero
guest_ready zero
console_add "$(guest_id zero)" 1
console_add "$(guest_id zero)" 2 connection=socket path=/run/xenlab/zero.sock name=org.xenbay.zero
console_ready "$(guest_id zero)" 1
console_ready "$(guest_id zero)" 2
guest_destroy zero

held=$(xenbay_holds)
memory=$(xenbay_memory)
slowest=0
for ((i = 1; i <= rounds; i++)); do
  name=guest$i
  guest_start "$name" memory=128 >/dev/null
  id=$(guest_id "$name")
  record_start rounds "/local/domain/$id/device/console" "/local/domain/0/backend/console/$id"
  console_add "$id" 1
  console_add "$id" 2 connection=socket "path=/run/xenlab/$name.sock" "name=org.xenbay.$name"
  console_ready "$id" 1
  console_ready "$id" 2
  record=$(record_end rounds)
  took=$(connected_in "$id" console 1 <<<"$record") || fail "round $i: no times in the record"$'\n'"$record"
  ((${took%.*} < 2)) || fail "round $i: Connected $took s after the frontend published its ring"
  slowest=$(printf '%s\n' "$slowest" "$took" | sort -g | tail -1)
  guest_destroy "$name"
done
echo "ok: $rounds guests; Connected at most $slowest s after the frontend published its ring"
given_back() { [[ $(xenbay_holds) == "$held" ]]; }
retry_until 20 given_back || true
expect_equal "descriptors, mapped grants and bound ports are those of the beginning" "$held" "$(xenbay_holds)"
echo "resident memory of the daemon: $memory MB before, $(xenbay_memory) MB after"
