// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What all checks of the daemon and its host have found.
 *
 * @param severity the worst of all findings
 * @param findings of each check, in the order of the checks
 */
public record HealthReport(Severity severity, List<Finding> findings) {

    /** How serious a finding is, the least first. The exit codes are those of monitoring plugins. */
    public enum Severity {
        /** Nothing is wrong. */
        OK(0),
        /** A check could not be made. */
        UNKNOWN(3),
        /** Guests are served, but something is not as it should be. */
        WARNING(1),
        /** Guests are not served, or cannot be served any longer. */
        CRITICAL(2);

        private final int exit;

        Severity(int exit) {
            this.exit = exit;
        }

        /** @return the exit code by which a monitoring system knows it */
        public int exit() {
            return exit;
        }
    }

    /**
     * What one check has found.
     *
     * @param check the check's name, a word or two of lower-case letters
     * @param severity how serious it is
     * @param text what was found, in one line
     */
    public record Finding(String check, Severity severity, String text) {}

    /** Copies its list. */
    public HealthReport {
        findings = List.copyOf(findings);
    }

    /**
     * @param findings of each check
     * @return the report
     */
    public static HealthReport of(List<Finding> findings) {
        Severity worst = findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.UNKNOWN);
        return new HealthReport(worst, findings);
    }

    /** @return what is not well, the worst first, in one line; what the first check has found when all is well */
    public String line() {
        String bad = findings.stream()
                .filter(finding -> finding.severity() != Severity.OK)
                .sorted(Comparator.comparing(Finding::severity, Comparator.reverseOrder()))
                .map(Finding::text)
                .collect(Collectors.joining("; "));
        String first = findings.stream().findFirst().map(Finding::text).orElse("nothing was checked");
        return bad.isEmpty() ? first : bad;
    }
}
