// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenbay.shell.rule.Severity;

/**
 * What was found on a host.
 *
 * @param severity the worst of all findings
 * @param host what kind of host it is, in words
 * @param notes what is no fault and worth knowing, such as that no daemon runs
 * @param findings the worst first
 */
public record Report(Severity severity, String host, List<String> notes, List<Finding> findings) {

    private static final String BAD = "\u001b[31m";
    private static final String BUSY = "\u001b[33m";
    private static final String GOOD = "\u001b[32m";
    private static final String END = "\u001b[0m";

    /** Copies its lists. */
    public Report {
        notes = notes.stream().map(Words::printable).toList();
        findings = List.copyOf(findings);
    }

    static Report of(String host, List<String> notes, List<Finding> findings) {
        List<Finding> ordered = findings.stream()
                .sorted(Comparator.comparing(Finding::severity, Comparator.reverseOrder()))
                .toList();
        return new Report(ordered.isEmpty() ? Severity.UNKNOWN : ordered.get(0).severity(), host, notes, ordered);
    }

    /** @return the line that monitoring plugins write: the severity, and how many things are how */
    String line() {
        String counts = Stream.of(Severity.CRITICAL, Severity.WARNING, Severity.UNKNOWN, Severity.OK)
                .map(this::counted)
                .filter(count -> !count.isEmpty())
                .collect(Collectors.joining(", "));
        return "XENBAY " + severity + " - " + host + ": " + counts;
    }

    private String counted(Severity of) {
        long count =
                findings.stream().filter(finding -> finding.severity() == of).count();
        String word = switch (of) {
            case CRITICAL -> "critical";
            case WARNING -> count == 1 ? "warning" : "warnings";
            case UNKNOWN -> "not known";
            case OK -> "well";
        };
        return count == 0 ? "" : count + " " + word;
    }

    /**
     * @param colour whether severities are coloured
     * @return what a person reads: three lines for each thing that is wrong, then one for each that is well
     */
    public String text(boolean colour) {
        StringBuilder text = new StringBuilder(line());
        notes.forEach(note -> text.append('\n').append(note));
        for (Finding finding : findings) {
            if (finding.severity() != Severity.OK) {
                text.append("\n\n")
                        .append(painted(finding.severity(), colour))
                        .append("  ")
                        .append(finding.text());
                text.append("\n  why   ").append(finding.why());
                text.append("\n  mend  ").append(finding.command());
            }
        }
        String separator = "\n\n";
        for (Finding finding : findings) {
            if (finding.severity() == Severity.OK) {
                text.append(separator).append(painted(Severity.OK, colour));
                text.append("  ").append(finding.check()).append(": ").append(finding.text());
                separator = "\n";
            }
        }
        return text.toString();
    }

    private static String painted(Severity severity, boolean colour) {
        String code = switch (severity) {
            case OK -> GOOD;
            case UNKNOWN, WARNING -> BUSY;
            case CRITICAL -> BAD;
        };
        return colour ? code + severity + END : severity.toString();
    }

    /** @return all of it as JSON, on one line */
    public String json() {
        return "{\"severity\":" + Words.json(severity.toString()) + ",\"host\":" + Words.json(host) + ",\"notes\":"
                + notes.stream().map(Words::json).collect(Collectors.joining(",", "[", "]")) + ",\"findings\":"
                + findings.stream().map(Report::json).collect(Collectors.joining(",", "[", "]")) + "}";
    }

    private static String json(Finding finding) {
        return "{\"check\":" + Words.json(finding.check()) + ",\"severity\":"
                + Words.json(finding.severity().toString())
                + ",\"text\":" + Words.json(finding.text()) + ",\"why\":" + Words.json(finding.why()) + ",\"command\":"
                + Words.json(finding.command()) + "}";
    }
}
