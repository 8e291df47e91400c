// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.backend.echo.guest.EchoFrontend;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.GuestClient;

/** The contract of every device, and tests of the echo; they need no Xen machine. */
class EchoBackendTest extends BackendContract {

    private EchoFrontend echo;

    @Override
    protected XenDevOps newVersion() {
        return new EchoBackend();
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "echo", 0);
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        echo = new EchoFrontend();
        return GuestClient.of(new XenbusFrontend(domain, 0, echo, frontends, listener), () -> sendAndCompare(3000));
    }

    private void sendAndCompare(int count) throws InterruptedException {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        assertThat(echo.echoOf(bytes)).isEqualTo(bytes);
    }

    @Test
    void whatTheGuestSendsComesBack() throws InterruptedException {
        sendAndCompare(100_000);
        assertThat(admin().device(id()).orElseThrow().details()).containsEntry("echoed", "100000 bytes");
    }

    @Test
    void aNewVersionGoesOnCountingWhereTheOldOneStopped() throws InterruptedException {
        sendAndCompare(3);
        replaceBackend();
        sendAndCompare(2);
        assertThat(admin().device(id()).orElseThrow().details()).containsEntry("echoed", "5 bytes");
    }

    @Test
    void anOptionItDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> admin().attach(new DeviceId(id().domain(), "echo", 1), Map.of("colour", "red")))
                .hasMessageContaining("colour");
    }

    @Test
    void itsCommandSaysWhatWasEchoed() throws InterruptedException {
        sendAndCompare(3);
        assertThat(shown()).isEqualTo(id() + "\t3 bytes");
        assertThat(shown(id().toString())).isEqualTo(id() + " echoed 3 bytes");
        assertThatThrownBy(() -> shown("9/echo/0"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no echo device 9/echo/0");
        assertThatThrownBy(() -> shown("--loud"))
                .isInstanceOf(CommandMisuse.class)
                .hasMessage("unknown option --loud; usage: example:echo [--json] [id]");
    }

    private String shown(String... words) {
        EchoCommand command = new EchoCommand(admin());
        CommandCall call = CommandCall.of(command.spec(), List.of(words), CommandConsole.of(System.out));
        return command.run(call).toString();
    }
}
