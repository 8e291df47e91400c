// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.Settings;

/** What operators are woken for, and what they read in the morning. */
class JudgementTest {

    @TempDir
    Path folder;

    private static BundleView bundle(String name, String state, String reason) {
        return new BundleView(1, name, "1.0.0", "", "platform", state, reason);
    }

    private static HostView host(String keeper) {
        return new HostView("native", 0, true, true, 1, 1, 1, 0, 0, keeper, "unknown");
    }

    @Test
    void devicesThatWaitForTheirGuestsAreWell() {
        assertThat(Judgement.devices(List.of())).isEqualTo(new Finding("devices", Severity.OK, "devices: 0"));
        assertThat(Judgement.devices(
                        List.of(FakeDevices.connected("5/console/1", "web"), FakeDevices.device("6/console/1", "db"))))
                .isEqualTo(new Finding("devices", Severity.OK, "devices: 2, of them 1 well, 1 waits"));
    }

    @Test
    void aGuestThatFailsWakesNobody() {
        Finding finding = Judgement.devices(List.of(
                FakeDevices.connected("5/console/1", "web"),
                FakeDevices.device("6/console/1", "db", "bad ring-ref"),
                FakeDevices.explained("7/9pfs/0", DeviceView.TROUBLED + "its terminal is not raw")));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.text())
                .isEqualTo("devices: 3, of them 1 well, 1 with trouble (7/9pfs/0), 1 failed (6/console/1)");
    }

    @Test
    void aCallThatDoesNotReturnIsCritical() {
        List<DeviceView> stuck = List.of(
                FakeDevices.explained("1/9pfs/0", DeviceView.STUCK + "connect"),
                FakeDevices.explained("2/9pfs/0", DeviceView.STUCK + "connect"),
                FakeDevices.explained("3/9pfs/0", DeviceView.STUCK + "connect"),
                FakeDevices.explained("4/9pfs/0", DeviceView.STUCK + "connect"));
        assertThat(Judgement.devices(stuck))
                .isEqualTo(new Finding(
                        "devices",
                        Severity.CRITICAL,
                        "devices: 4, of them 4 held up (1/9pfs/0, 2/9pfs/0, 3/9pfs/0, …)"));
    }

    @Test
    void aBundleThatFailsIsWorseThanOneThatWaits() {
        assertThat(Judgement.bundles(List.of(bundle("a", "serves", "x"), bundle("b", "runs", "")))
                        .text())
                .isEqualTo("bundles: 2, all well");
        assertThat(Judgement.bundles(List.of(bundle("a", "refused", "it is empty"), bundle("b", "stands by", ""))))
                .isEqualTo(new Finding("bundles", Severity.WARNING, "bundles: 2, not well: a refused (it is empty)"));
        BundleView halfway = new BundleView(
                1, "a", "1.0.0", "", "platform", "serves", "console; component x fails", "component x fails");
        assertThat(Judgement.bundles(List.of(halfway)))
                .isEqualTo(
                        new Finding("bundles", Severity.WARNING, "bundles: 1, not well: a serves (component x fails)"));
        assertThat(Judgement.bundles(List.of(bundle("a", "waits", ""), bundle("b", "fails", "x"))))
                .isEqualTo(new Finding("bundles", Severity.CRITICAL, "bundles: 2, not well: b fails (x), a waits"));
    }

    @Test
    void aValueThatIsNotInForceIsNamed() {
        Settings settings = Settings.of("org.xenbay.x", Setting.yesOrNo("pty", true, "Whether there is a terminal"));
        assertThat(Judgement.configuration(List.of(settings.view())).severity()).isEqualTo(Severity.OK);
        settings.update(Map.of("pty", "perhaps"));
        Finding finding = Judgement.configuration(List.of(settings.view()));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.text())
                .startsWith("configuration: values not in force: 1, such as configuration org.xenbay.x: pty=perhaps ");
    }

    @Test
    void aBudgetThatIsAlmostTakenIsAWarning() {
        assertThat(Judgement.budget("memory", new BudgetView("bytes", 1000, 894, 0, 0, Map.of())))
                .isEqualTo(new Finding("memory", Severity.OK, "memory: 89 % taken"));
        assertThat(Judgement.budget("memory", new BudgetView("bytes", 1000, 900, 0, 3, Map.of())))
                .isEqualTo(new Finding("memory", Severity.WARNING, "memory: 90 % taken, refusals so far: 3"));
        assertThat(Judgement.budget("memory", new BudgetView("bytes", Long.MAX_VALUE, 9, 0, 0, Map.of()))
                        .severity())
                .isEqualTo(Severity.OK);
        assertThat(Judgement.budget("memory", new BudgetView("bytes", 0, 0, 0, 0, Map.of()))
                        .severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void aMissingKeeperIsAWarning() {
        assertThat(Judgement.keeper(host("process 17")))
                .isEqualTo(new Finding("keeper", Severity.OK, "open files are kept by process 17"));
        assertThat(Judgement.keeper(host("none: no memory")))
                .isEqualTo(new Finding(
                        "keeper", Severity.WARNING, "no process keeps open files for the next daemon: no memory"));
        HostView embedded = new HostView("embedded", 0, true, true, 1, 1, 1, 0, 0, "none: no memory", "unknown");
        assertThat(Judgement.keeper(embedded).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void aFileSystemWithoutSpaceIsCritical() throws Exception {
        assertThat(Judgement.space(folder).check()).isEqualTo("space");
        assertThat(Judgement.space(folder, 15L << 20))
                .isEqualTo(new Finding("space", Severity.CRITICAL, folder + " has 15 MiB left"));
        assertThat(Judgement.space(folder, 255L << 20).severity()).isEqualTo(Severity.WARNING);
        assertThat(Judgement.space(folder, 256L << 20).severity()).isEqualTo(Severity.OK);
    }
}
