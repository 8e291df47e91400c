// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.health;

import java.util.List;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.Tone;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Verdict;

/**
 * A report, as the command {@code health} shows it; the components are those of {@link HealthReport}.
 *
 * @param severity the worst of all findings
 * @param findings of each check, in the order of the checks
 */
public record HealthVerdict(Severity severity, List<Finding> findings) implements Verdict {

    private static final List<Column<Finding>> COLUMNS = List.of(
            Column.of("CHECK", Finding::check),
            Column.<Finding>of("SEVERITY", Finding::severity).toned(finding -> tone(finding.severity())),
            Column.flexible("WHAT", Finding::text));

    /** Copies its list. */
    public HealthVerdict {
        findings = List.copyOf(findings);
    }

    /** @param report what all checks have found */
    public HealthVerdict(HealthReport report) {
        this(report.severity(), report.findings());
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

    @Override
    public CharSequence text(Page page) {
        return Verdict.text(line(), new Listing<>(COLUMNS, findings), page);
    }

    /** @return the line that monitoring plugins write: the severity, and what is not well, the worst first */
    public String line() {
        return "XENBAY " + severity + " - " + new HealthReport(severity, findings).line();
    }
}
