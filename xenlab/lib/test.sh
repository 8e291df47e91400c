# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Runs scenarios and tells how they went.

OUT=${XENLAB_OUT:-$LAB/target}

# scenario_file NAME: its file, by "02-guest", "02", "guest" or a path.
scenario_file() {
  local folder file found=()
  [[ ! -f $1 ]] || { echo "$1"; return; }
  for folder in "$LAB/scenarios" "$LAB/scenarios/untried"; do
    for file in "$folder/$1.sh" "$folder/$1"-*.sh "$folder/"*-"$1.sh"; do
      [[ ! -f $file ]] || found+=("$file")
    done
  done
  ((${#found[@]} == 1)) || die "no one scenario $1; there are: $(cd "$LAB/scenarios" && echo ./*.sh | sed 's,\./,,g; s,\.sh,,g')"
  echo "${found[0]}"
}

# run_scenario FILE LOG: its status; 77 is skipped, 124 too slow. A line "# seconds: N" in the file says how long it may take.
run_scenario() {
  local seconds
  seconds=$(sed -n 's/^# seconds: *\([0-9]*\)$/\1/p' "$1")
  # In the background and waited for, because only then a signal to this shell is seen at once.
  XENLAB_RUN=$RUN timeout --kill-after=20 "${seconds:-300}" "$LAB/xenlab" scenario "$1" >"$2" 2>&1 </dev/null &
  SCENARIO_PID=$!
  wait "$SCENARIO_PID"
}

# jvm_crash NAME: whether a JVM of dom0 crashed during a scenario, which then gets one more try: under emulation code that
# was just compiled fails now and then at its first instruction. It is said aloud and kept, as it might be a defect of ours.
jvm_crash() {
  local reports
  reports=$(dom0 'cat /root/hs_err_pid*.log 2>/dev/null && rm /root/hs_err_pid*.log') || return 1
  printf '%s\n' "$reports" >"$OUT/logs/$1.hs_err"
  echo "again   $1: the JVM crashed in $(sed -n '/^# Problematic frame:/{n;s/^# *//p}' <<<"$reports" | head -n 1) (report: $OUT/logs/$1.hs_err)"
}

# retry NAME LOG: whether a failed scenario is tried once more, as --retry asks; the first try's log is kept.
retry() {
  [[ -n ${RETRY:-} ]] || return 1
  cp "$2" "$OUT/logs/$1.first.log"
  echo "again   $1: $(grep -m 1 '^FAILED' "$2" || echo 'too slow') (log: $OUT/logs/$1.first.log)"
}

# run_all FILE…: one line each; sets PASSED, FAILED, SKIPPED, and LEFT, the names of those that were not begun in the time that
# --within gives.
run_all() {
  local file name start status log seconds
  PASSED=0 FAILED=0 SKIPPED=0 LEFT=()
  mkdir -p "$OUT/logs"
  junit_begin
  for file; do
    name=$(basename "$file" .sh) log=$OUT/logs/$(basename "$file" .sh).log
    start=$(now)
    if [[ -n ${LAST_START:-} ]] && ((start > LAST_START)); then
      LEFT+=("$name")
      echo "not run $name: too late"
      continue
    fi
    status=0
    run_scenario "$file" "$log" || status=$?
    if ((status != 0 && status != 77)) && { jvm_crash "$name" || retry "$name" "$log"; }; then
      status=0
      run_scenario "$file" "$log" || status=$?
    fi
    SCENARIO_PID=
    seconds=$(since "$start")
    case $status in
      0)
        PASSED=$((PASSED + 1))
        echo "ok      $name $seconds"
        ;;
      77)
        SKIPPED=$((SKIPPED + 1))
        echo "skipped $name $seconds ($(sed -n 's/^SKIPPED: //p' "$log"))"
        ;;
      *)
        FAILED=$((FAILED + 1))
        [[ $status != 124 ]] || echo "FAILED: too slow" >>"$log"
        echo "FAILED  $name $seconds (log: $log)"
        sed -n '/^FAILED/,$s/^/        /p' "$log" | head -n 20
        logs "$OUT/logs/$name.host"
        ;;
    esac
    junit_case "$name" "$seconds" "$status" "$log"
  done
  junit_end "$OUT/TEST-xenlab.xml"
}

# test_main [--suite=…] [--xenstored=…] [--retry] [--within=SECONDS] SCENARIO…: a boot of its own, every scenario, and nothing left running.
test_main() {
  local xenstored=C files=() word start
  start=$(now)
  for word; do
    case $word in
      --suite=*) suite_use "${word#*=}" ;;
      --xenstored=C | --xenstored=ocaml) xenstored=${word#*=} ;;
      --retry) RETRY=yes ;;
      --within=*[0-9]) LAST_START=$((start + 10 * ${word#*=})) ;;
      -*) die "test knows no option $word" ;;
      *) files+=("$(scenario_file "$word")") ;;
    esac
  done
  ((${#files[@]})) || files=("$LAB"/scenarios/*.sh)
  build
  rm -rf "$OUT/logs"
  RUN=$(mktemp -d /tmp/xenlab-test.XXXXXX)
  test_owned "$xenstored" "${files[@]}"
  echo "$PASSED passed, $FAILED failed$( ((SKIPPED)) && echo ", $SKIPPED skipped")$( ((${#LEFT[@]})) && echo ", not run: ${LEFT[*]}") in $(since "$start") s, ${SUITE:-$OWN_SUITE}, xenstored=$xenstored"
  ((FAILED == 0))
}

# A host that ends with this shell.
test_owned() {
  local xenstored=$1
  source "$LAB/lib/dom0.sh"
  shift
  trap test_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  host_start "$xenstored" no
  run_all "$@"
}

test_end() {
  local status=$?
  trap - EXIT
  trap '' INT TERM HUP
  if [[ -n ${SCENARIO_PID:-} ]]; then
    kill "$SCENARIO_PID" 2>/dev/null || true
    say "interrupted"
  fi
  host_stop
  rm -rf "$RUN"
  exit "$status"
}

# run_main SCENARIO…: on the host that is up, or on one booted for it.
run_main() {
  local word files=()
  (($#)) || die "run SCENARIO…"
  for word; do files+=("$(scenario_file "$word")"); done
  if host_running; then
    trap '[[ -z ${SCENARIO_PID:-} ]] || kill "$SCENARIO_PID"; exit 130' INT TERM HUP
    run_all "${files[@]}"
    ((FAILED == 0))
  else
    test_main "${files[@]}"
  fi
}
