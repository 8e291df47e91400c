# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The results as JUnit's XML, which every CI reads.

junit_begin() {
  CASES=
  JUNIT_START=$(now)
}

# junit_text: standard input as the content of an element; what XML cannot carry is left out.
junit_text() {
  tr -cd '\11\12\40-\176\200-\377' | iconv -f utf-8 -t utf-8 -c | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'
}

# junit_case NAME SECONDS STATUS LOG
junit_case() {
  local body message
  message=$(sed -n 's/^\(FAILED\|SKIPPED\): //p' "$4" | tail -n 1 | junit_text)
  case $3 in
    0) body= ;;
    77) body="<skipped message=\"$message\"/>" ;;
    *) body="<failure message=\"${message:-status $3}\"/>" ;;
  esac
  CASES+="  <testcase classname=\"xenlab\" name=\"$1\" time=\"$2\">$body<system-out>$(junit_text <"$4")</system-out></testcase>"$'\n'
}

junit_end() {
  {
    echo '<?xml version="1.0" encoding="UTF-8"?>'
    echo "<testsuite name=\"xenlab\" tests=\"$((PASSED + FAILED + SKIPPED))\" failures=\"$FAILED\" errors=\"0\"" \
      "skipped=\"$SKIPPED\" time=\"$(since "$JUNIT_START")\">"
    printf '%s</testsuite>\n' "$CASES"
  } >"$1"
}
