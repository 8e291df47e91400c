# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The example of a project of its own: a TPM for a guest. xl makes the device, swtpm in dom0 is the TPM, Linux's own driver and the
# tools of Debian use it, also while the backend is replaced and after the daemon was killed.
# seconds: 600

uuid=5e0b4a3e-8a3f-4a8e-9d0c-0f1f6f2f7a11
folder=/run/swtpm
deployed=$XENBAY/deploy/org.xenbay.example.vtpm.jar
debian=/lab/debian
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
jar=$(find "$LAB/../examples/vtpm-backend/target" -maxdepth 1 -name 'vtpm-backend-*.jar' 2>/dev/null | head -1)
[[ -n $jar ]] || skip "no jar: build it with examples/vtpm-backend/prove"

tpm() { guest_sh tpm "TPM2TOOLS_TCTI=device:/dev/tpm0 chroot /debian $1"; }
served() { xenbay_logged "type vtpm is served by"; }

xenbay_up
push "$jar" /tmp/vtpm
at_end "dom0 'rm -rf /tmp/vtpm'"
xenbay deploy "/tmp/vtpm/${jar##*/}"
at_end "dom0 'rm -f $deployed'"
retry_until 60 served || fail "vtpm is served"
dom0 "mkdir -p $folder/state && swtpm socket --tpm2 --tpmstate dir=$folder/state --server type=unixio,path=$folder/$uuid.sock \
  --flags not-need-init,startup-clear --daemon --pid file=$folder/pid"
at_end "dom0 'kill \$(cat $folder/pid); rm -rf $folder'"

guest_start tpm "${model[@]}" "vtpm=[\"backend=0,uuid=$uuid\"]" "p9=[\"tag=debian,path=$debian,security_model=none\"]"
guest_ready tpm
id=$(guest_id tpm)
backend_state "$id" vtpm 0 4 60
expect_match "all is well" "all is well" "$(xenbay explain "$id/vtpm/0")"
guest_sh tpm 'mkdir -p /debian && mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=loose debian /debian && mount -o bind /dev /debian/dev'
# Linux's driver takes every TPM for a 1.2, and says at boot that this one knows no such commands; programs use it all the same.
expect "Linux has made the device" guest_sh tpm 'test -c /dev/tpm0'

expect_match "it gives random bytes" '^[0-9a-f]{32}$' "$(tpm 'tpm2_getrandom --hex 16')"
before=$(tpm 'tpm2_pcrread sha256:16')
hash=$(printf xenbay | sha256sum | cut -d ' ' -f 1)
tpm "tpm2_pcrextend 16:sha256=$hash"
after=$(tpm 'tpm2_pcrread sha256:16')
expect_match "a register was extended" "^differs$" "$([[ $before != "$after" ]] && echo differs)"

# The jar is put there again while the guest asks without a pause: the guest sees nothing but answers.
guest_sh tpm '(n=0; export TPM2TOOLS_TCTI=device:/dev/tpm0; until [ -e /tmp/stop ]; do chroot /debian tpm2_getrandom --hex 8 >/dev/null 2>>/tmp/errors && n=$((n+1)); done; echo $n >/tmp/asked) >/dev/null 2>&1 &'
for round in 1 2 3; do
  count=$(xenbay_log | grep -c "type vtpm is served by" || true)
  dom0 touch "$deployed"
  replaced() { (($(xenbay_log | grep -c "type vtpm is served by") > count)); }
  retry_until 60 replaced || fail "update $round"
done
guest_sh tpm 'touch /tmp/stop; until [ -e /tmp/asked ]; do sleep 0.2; done'
expect_equal "no error while the backend was replaced" "" "$(guest_sh tpm 'cat /tmp/errors')"
expect_match "the guest went on" '^[1-9]' "$(guest_sh tpm 'cat /tmp/asked')"

# kill -9, and the next process: the registers are as they were.
dom0 "kill -9 $(xenbay_pid)"
xenbay_start
backend_state "$id" vtpm 0 4 60
expect_equal "the register is as it was" "$after" "$(tpm 'tpm2_pcrread sha256:16')"
expect_match "it gives random bytes after the kill" '^[0-9a-f]{32}$' "$(tpm 'tpm2_getrandom --hex 16')"
expect_match "the commands are counted" 'commands: [1-9]' "$(xenbay device "$id/vtpm/0")"
guest_destroy tpm
