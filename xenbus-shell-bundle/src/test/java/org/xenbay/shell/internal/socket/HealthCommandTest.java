// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.testing.FakeDevices;

/** The exit code and the first line are for monitoring systems, the rest is for people. */
class HealthCommandTest {

    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 4);
        shell.admin.devices.add(FakeDevices.connected("5/console/1", "web"));
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    /** The fixture has a refused jar and two refused values. */
    @Test
    void whatIsNotAsItShouldBeIsAWarning() throws IOException {
        TestShell.Answer answer = shell.run("health");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .startsWith("XENBAY WARNING - bundles: 3, not well: half.jar refused (it is not a whole jar: no end); "
                        + "configuration: values not in force: 2, such as etc/org.xenbay.console.cfg: ")
                .contains("\ndevices\tOK\tdevices: 1, of them 1 well\n")
                .contains("\nxenstore\tOK\tXenStore answers\n")
                .contains("\nevents\tOK\tevent channels are read\n")
                .contains("\nmemory\tOK\tmemory: 0 % taken\n");
    }

    @Test
    void aHandlerThatDoesNotReturnIsCritical() throws IOException {
        shell.admin.devices.add(FakeDevices.explained("6/9pfs/0", DeviceView.STUCK + "connect"));
        TestShell.Answer answer = shell.run("health", "--json");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.out())
                .startsWith("{\"severity\":\"CRITICAL\",\"findings\":[{\"check\":\"devices\",\"severity\":\"CRITICAL\","
                        + "\"text\":\"devices: 2, of them 1 well, 1 held up (6/9pfs/0)\"},");
        assertThat(shell.admin.device(DeviceId.parse("6/9pfs/0"))).isPresent();
    }

    @Test
    void aCoreThatIsAwayIsCritical() throws IOException {
        shell.removeCore();
        TestShell.Answer answer = shell.run("health");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.out())
                .startsWith("XENBAY CRITICAL - devices: the core is not running (felix:lb -s shows the bundles); ");
    }

    /** In a line of several commands the worst counts. */
    @Test
    void aLineHasItsExitCodeToo() throws IOException {
        assertThat(shell.line("health; devices").exit()).isEqualTo(1);
        assertThat(shell.line("devices").exit()).isZero();
    }
}
