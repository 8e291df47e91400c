// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.shell.client.doctor.DaemonState;
import org.xenbay.shell.client.doctor.DaemonState.Health;
import org.xenbay.shell.internal.socket.TestShell;
import org.xenbay.shell.rule.Severity;

/** What the look at the host learns from the daemon. */
@Timeout(60)
class AskedDaemonTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(50);

    @TempDir
    Path folder;

    private DaemonState ask(Duration timeout) throws InterruptedException {
        return new AskedDaemon(new DaemonSocket(folder.resolve("shell.sock")), timeout).ask("the command");
    }

    @Test
    void aDaemonSaysHowItIsAndWhichXenItUses() throws Exception {
        try (TestShell shell = new TestShell(folder.resolve("shell.sock"), 4)) {
            shell.admin.devices.add(FakeDevices.connected("5/console/1", "web"));
            Files.writeString(
                    folder.resolve("xenbay.pid"), ProcessHandle.current().pid() + "\n");
            DaemonState state = ask(TIMEOUT);
            assertThat(state.note()).isEmpty();
            assertThat(state.hung()).isEmpty();
            assertThat(state.hypervisor()).isEqualTo("embedded");
            assertThat(state.pid()).hasValue(ProcessHandle.current().pid());
            assertThat(state.health())
                    .contains(new Health("devices", Severity.OK, "devices: 1, of them 1 well"))
                    .contains(new Health("xenstore", Severity.OK, "XenStore answers"))
                    .filteredOn(health -> health.severity() == Severity.WARNING)
                    .extracting(Health::check)
                    .containsExactly("bundles", "configuration");
        }
    }

    @Test
    void withoutADaemonTheCommandThatStartsOneIsNamed() throws Exception {
        assertThat(ask(TIMEOUT)).isEqualTo(DaemonState.none("no daemon runs; start it with: the command"));
    }

    @Test
    void aDaemonThatIsStartingIsNotStartedAgain() throws Exception {
        Files.writeString(folder.resolve("xenbay.pid"), ProcessHandle.current().pid() + "\n");
        assertThat(ask(TIMEOUT).note())
                .startsWith("the daemon (process " + ProcessHandle.current().pid() + ") takes no commands now");
    }

    @Test
    void aDaemonThatDoesNotAnswerIsSaidToHang() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(folder.resolve("shell.sock")));
            assertThat(ask(Duration.ZERO).hung()).isEqualTo("the daemon has not answered for 0 s");
        }
    }
}
