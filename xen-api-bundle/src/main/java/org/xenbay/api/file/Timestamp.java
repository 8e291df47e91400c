// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * A moment, as file systems know it.
 *
 * @param seconds since 1970-01-01T00:00:00Z, may be negative
 * @param nanoseconds to be added, 0 to 999,999,999
 */
public record Timestamp(long seconds, long nanoseconds) {

    /** @return whether the nanoseconds are less than a second */
    public boolean isValid() {
        return nanoseconds >= 0 && nanoseconds < 1_000_000_000;
    }
}
