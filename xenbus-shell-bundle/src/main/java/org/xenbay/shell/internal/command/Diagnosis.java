// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;
import org.xenbay.shell.client.doctor.Finding;
import org.xenbay.shell.client.doctor.Report;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Verdict;
import org.xenbay.shell.rule.Severity;

/** A {@link Report} as the result of a command; its parts are those of the report, and of the one-shot client's JSON. */
record Diagnosis(Severity severity, String host, List<String> notes, List<Finding> findings) implements Verdict {

    Diagnosis {
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }

    static Diagnosis of(Report report) {
        return new Diagnosis(report.severity(), report.host(), report.notes(), report.findings());
    }

    @Override
    public int exit() {
        return severity.exit();
    }

    @Override
    public CharSequence text(Page page) {
        return new Report(severity, host, notes, findings).text(page.columns() > 0 && page.colour());
    }
}
