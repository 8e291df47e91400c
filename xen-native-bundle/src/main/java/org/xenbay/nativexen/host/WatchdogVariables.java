// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a service manager says of its watchdog by the environment, as sd_watchdog_enabled(3) describes. Without state. */
final class WatchdogVariables {

    private static final String MICROSECONDS = "WATCHDOG_USEC";
    private static final String PROCESS = "WATCHDOG_PID";

    /** At most 15 digits, which are 31 years: the nanoseconds of each such number of microseconds are a {@code long}. */
    private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]{0,14}");

    private WatchdogVariables() {}

    /**
     * @param environment of this process
     * @param process id of this process
     * @return the longest time between two signs of life; null when the manager wants none from this process
     * @throws IllegalArgumentException when a variable has no such value; the message is for an operator
     */
    static @Nullable Duration deadline(Map<String, String> environment, long process) {
        String wanted = environment.get(MICROSECONDS);
        if (wanted == null) {
            return null;
        }
        String whose = environment.get(PROCESS);
        if (whose != null && number(PROCESS, whose, "the id of a process") != process) {
            return null;
        }
        return Duration.of(
                number(MICROSECONDS, wanted, "a number of microseconds from 1 to 999999999999999"), ChronoUnit.MICROS);
    }

    private static long number(String name, String value, String what) {
        if (!POSITIVE.matcher(value).matches()) {
            throw new IllegalArgumentException(name + "=" + value + " is not " + what);
        }
        return Long.parseLong(value);
    }
}
