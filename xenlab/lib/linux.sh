# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The Linux client: a Debian machine in the emulator without Xen. Its state is the folder $RUN, as a Xen host's is, so that
# ssh, qmp and the end of the emulator are those of host.sh and dom0.sh. /srv/NAME of this machine is a folder of $RUN.

LINUX_STAGES=(kernel linux_initrd linux_root linux_image)
# QEMU's server has its model from its start on; so there is one share of it for each.
MODELS=(none passthrough mapped-xattr mapped-file)

inputs_linux_initrd() {
  echo "${STAGE[kernel]}"
  versions busybox-static
  cat "$LAB/dom0/initrd-init" "$LAB/linux/boot-modules"
}

make_linux_initrd() { disk_initrd "$LAB/linux/boot-modules" "$LAB/dom0/initrd-init"; }

inputs_linux_root() {
  versions "${CLIENT_PACKAGES[@]}"
  packages_sources
}

make_linux_root() { debian_tar minbase "${CLIENT_PACKAGES[@]}"; }

inputs_linux_image() {
  echo "${STAGE[linux_root]} ${STAGE[kernel]}"
  cat "$LAB/linux/"{init,make-image,modules}
}

make_linux_image() {
  local owner=() names modules="modules/lib/modules/$KERNEL"
  (($(id -u) == 0)) || owner=(fakeroot --)
  mkdir -p "$modules"
  names=$(sed '/^#/d' "$LAB/linux/modules")
  # shellcheck disable=SC2086
  module_files $names | while read -r file; do cp "$file" "$modules/"; done
  cp "${STAGE[kernel]}/lib/modules/$KERNEL/"modules.{order,builtin,builtin.modinfo} "$modules/"
  depmod -b modules "$KERNEL"
  nice -n 5 "${owner[@]}" "$LAB/linux/make-image" "${STAGE[linux_root]}/root.tar" "$PWD/modules" "$PWD/linux.img"
  rm -r modules
}

# linux_processor: how the emulator gets its processor. /dev/kvm may be there and stand still (seen where this machine is a
# guest itself), so a kernel is booted on it once, and what came of it is kept until this machine boots again.
linux_processor() {
  local known kvm=(-accel kvm -cpu "host,arch-capabilities=off")
  known=$CACHE/kvm-$(tr -d - </proc/sys/kernel/random/boot_id)
  if [[ ! -f $known ]]; then
    rm -f "$CACHE"/kvm-*
    if [[ -w /dev/kvm ]] && kvm_boots "${kvm[@]}"; then echo yes; else echo no; fi >"$known"
  fi
  if [[ $(<"$known") == yes ]]; then
    echo "${kvm[@]}"
  else
    echo -accel tcg,thread=multi -cpu max
  fi
}

# kvm_boots OPTION…: a kernel without a disk says something on it, and ends in a panic.
kvm_boots() {
  local log=$RUN/kvm.log
  timeout 15 qemu-system-x86_64 "$@" -machine q35 -m 512 -nodefaults -display none -no-reboot \
    -kernel "${STAGE[kernel]}/vmlinuz" -append 'console=ttyS0 panic=-1' -serial "file:$log" </dev/null >/dev/null 2>&1 || true
  grep -q 'Linux version' "$log"
}

# linux_start KEEP: boots the client. With KEEP=no the kernel ends it together with this shell, however that ends.
linux_start() {
  local keep=$1 start tied=() key processor shares=() model
  start=$(now)
  umask 077
  mkdir -p "$RUN"
  rm -f "$RUN"/{port,com1.log,qmp.sock,emulator.log,ssh}
  [[ -f $RUN/key ]] || ssh-keygen -q -t ed25519 -N '' -C xenlab -f "$RUN/key"
  key=$(cut -d ' ' -f 2 "$RUN/key.pub")
  [[ $keep == yes ]] || tied=(setpriv --pdeathsig KILL)
  read -r -a processor < <(linux_processor)
  for model in "${MODELS[@]}"; do
    mkdir -p -m 755 "$RUN/qemu/$model"
    shares+=(-fsdev "local,id=$model,path=$RUN/qemu/$model,security_model=$model,multidevs=remap"
      -device "virtio-9p-pci,fsdev=$model,mount_tag=$model")
  done
  truncate -s 4G "$RUN/ext4.img"
  mke2fs -q -t ext4 -E lazy_itable_init=1,lazy_journal_init=1 -F "$RUN/ext4.img"
  TMPDIR=$RUN nice -n 5 setsid "${tied[@]}" qemu-system-x86_64 "${processor[@]}" -machine q35 -smp 2 -m 2048 \
    -nodefaults -display none -no-reboot -kernel "${STAGE[kernel]}/vmlinuz" -initrd "${STAGE[linux_initrd]}/initrd.gz" \
    -append "console=ttyS0 quiet mitigations=off xenlab.key=$key" \
    -drive "file=${STAGE[linux_image]}/linux.img,format=raw,if=none,id=disk,snapshot=on" -device virtio-blk-pci,drive=disk \
    -drive "file=$RUN/ext4.img,format=raw,if=none,id=ext4,cache=unsafe" -device virtio-blk-pci,drive=ext4 \
    -netdev user,id=net,hostfwd=tcp:127.0.0.1:0-:22 -device virtio-net-pci,netdev=net,romfile= "${shares[@]}" \
    -serial "file:$RUN/com1.log" -qmp "unix:$RUN/qmp.sock,server,nowait" \
    </dev/null >"$RUN/emulator.log" 2>&1 {build_lock}>&- &
  echo $! >"$RUN/pid"
  host_wait "$start"
  say "client up in $(since "$start") s (${processor[1]}): ssh on 127.0.0.1:$(cat "$RUN/port")"
}
