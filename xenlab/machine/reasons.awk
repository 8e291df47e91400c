# SPDX-License-Identifier: Apache-2.0
# reasons.awk UNIT TABLE: TABLE is what "systemd-analyze security" prints. Names each setting with an exposure that the unit
# neither has directly below a comment nor names in one; for groups of system calls, only the latter counts.
FNR == NR && /^#/ {
  comments = comments " " $0
  commented = 1
  next
}
FNR == NR {
  name = $0
  sub(/=.*/, "", name)
  if (commented) below[name] = 1
  commented = 0
  next
}
$1 == "✗" {
  name = $2
  sub(/=.*/, "", name)
  reason = name in below || index(comments, name "=")
  if (name == "SystemCallFilter") reason = index(comments, substr($2, index($2, "@")))
  if (!reason) print $2
}
