// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.health;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.Tone;
import org.xenbay.shell.internal.render.Verdict;

/**
 * What all checks have found.
 *
 * @param severity the worst of all findings
 * @param findings of each check, in the order of the checks
 */
public record HealthReport(Severity severity, List<Finding> findings) implements Verdict {

    private static final List<Column<Finding>> COLUMNS = List.of(
            Column.of("CHECK", Finding::check),
            Column.<Finding>of("SEVERITY", Finding::severity).toned(finding -> tone(finding.severity())),
            Column.flexible("WHAT", Finding::text));

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

    private static Tone tone(Severity severity) {
        return switch (severity) {
            case OK -> Tone.GOOD;
            case UNKNOWN, WARNING -> Tone.BUSY;
            case CRITICAL -> Tone.BAD;
        };
    }

    @Override
    public int exit() {
        return severity.exit();
    }

    /** Writes the line as monitoring plugins do: the severity, and what is not well, the worst first. */
    @Override
    public String line() {
        String bad = findings.stream()
                .filter(finding -> finding.severity() != Severity.OK)
                .sorted(Comparator.comparing(Finding::severity, Comparator.reverseOrder()))
                .map(Finding::text)
                .collect(Collectors.joining("; "));
        String all = findings.stream().findFirst().map(Finding::text).orElse("nothing was checked");
        return "XENBAY " + severity + " - " + (bad.isEmpty() ? all : bad);
    }

    @Override
    public Listing<Finding> reasons() {
        return new Listing<>(COLUMNS, findings);
    }
}
