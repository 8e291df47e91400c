// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.shell.client.doctor.Finding;
import org.xenbay.shell.client.doctor.Report;
import org.xenbay.shell.client.doctor.TestHost;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Renderer;
import org.xenbay.shell.internal.render.Verdict;

/** The look at the host in the daemon's own shell. */
class DoctorCommandTest {

    @TempDir
    Path root;

    private Diagnosis run(Platform platform) throws Exception {
        DoctorCommand command = new DoctorCommand(
                platform,
                new HostMonitoring(platform, root),
                TestHost.domain0(root).host());
        assertThat(command.spec().summary()).endsWith(".").hasSizeLessThan(110);
        return command.run(CommandCall.of(command.spec(), List.of(), CommandConsole.of(System.out)));
    }

    /** The daemon of the fixture is on the embedded Xen, and its host is not. */
    @Test
    void itSaysWhatTheOneShotClientSays() throws Exception {
        Platform platform = new Platform();
        platform.bindAdmin(new FakeCore());
        Diagnosis diagnosis = run(platform);
        Report report = new Report(diagnosis.severity(), diagnosis.host(), diagnosis.notes(), diagnosis.findings());
        assertThat(String.valueOf(new Renderer().format(diagnosis, Page.PLAIN)))
                .isEqualTo(report.text(false))
                .contains("the daemon uses the embedded Xen", "daemon devices: devices: 0");
        assertThat(diagnosis.findings())
                .extracting(Finding::check)
                .contains("daemon keeper")
                .doesNotContain("daemon space");
        assertThat(new JsonText(diagnosis).toString()).isEqualTo(report.json());
        assertThat(Verdict.exitOf(diagnosis)).isEqualTo(2);
        assertThat(Verdict.exitOf(new JsonText(diagnosis))).isEqualTo(2);
    }

    @Test
    void aCoreThatIsAwayIsAFinding() throws Exception {
        assertThat(run(new Platform()).findings())
                .anyMatch(finding -> finding.check().equals("daemon devices")
                        && finding.text().contains("the core is not running"));
    }
}
