// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.settings.Settings;
import org.xenbay.backend.echo.guest.EchoFrontend;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.GuestClient;

/** The contract of every device, and tests of the echo; they need no Xen machine. */
class EchoBackendTest extends BackendContract {

    private EchoFrontend echo;
    private Map<String, Object> configuration = Map.of();

    @Override
    protected XenDevOps newVersion() {
        return new EchoBackend(configuration);
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
        assertThat(admin().device(id()).orElseThrow().figure("echoed_bytes")).contains(100_000L);
        assertThat(admin().device(id()).orElseThrow().figure("waiting_bytes")).contains(0L);
    }

    @Test
    void aNewVersionGoesOnCountingWhereTheOldOneStopped() throws InterruptedException {
        sendAndCompare(3);
        replaceBackend();
        sendAndCompare(2);
        assertThat(admin().device(id()).orElseThrow().figure("echoed_bytes")).contains(5L);
    }

    @Test
    void anOptionItDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> admin().attach(new DeviceId(id().domain(), "echo", 1), Map.of("colour", "red")))
                .hasMessageContaining("colour");
    }

    @Test
    void aValueThatMeansNothingLeavesTheLastGoodOneInForce() throws InterruptedException {
        configuration = Map.of("upperCase", "yes");
        replaceBackend();
        assertThat(echo.echoOf("abc".getBytes(US_ASCII))).asString(US_ASCII).isEqualTo("ABC");
        Settings settings = EchoSettings.declared();
        settings.update(Map.of("upperCase", "yes"));
        settings.update(Map.of("upperCase", "perhaps", "mots", "1k"));
        assertThat(settings.get(EchoSettings.UPPER)).isTrue();
        assertThat(settings.view().problems().toString())
                .contains("upperCase=perhaps is refused: accepted is yes or no; in force is yes", "did you mean most?");
    }

    @Test
    void itsCommandSaysWhatWasEchoed() throws Exception {
        sendAndCompare(3);
        assertThat(shown()).isEqualTo(id() + "\t3\t0");
        assertThat(shown("--until", "3", id().toString())).isEqualTo(shown());
        assertThatThrownBy(() -> shown("9/echo/0"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no echo device 9/echo/0");
        assertThatThrownBy(() -> shown("--loud"))
                .isInstanceOf(CommandMisuse.class)
                .hasMessage("unknown option --loud; usage: example:echo [--json] [--until BYTES] [id]");
    }

    @Test
    void itsCommandTakesItsExamples() {
        CommandSpec spec = new EchoCommand(admin()).spec();
        CommandConsole console = CommandConsole.of(System.out);
        assertThat(spec.examples()).isNotEmpty().allSatisfy(example -> CommandCall.of(spec, example.words(), console));
    }

    @Test
    void itsCommandTellsHowFarItIs() throws Exception {
        sendAndCompare(3);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        FutureTask<String> waiting = new FutureTask<>(() -> shown(told, "--until", "5", id().toString()));
        new Thread(waiting, "command").start();
        await().until(() -> told.toString(US_ASCII).equals("3 of 5 bytes\n"));
        sendAndCompare(2);
        assertThat(waiting.get()).isEqualTo(id() + "\t5\t0");
    }

    private String shown(String... words) throws InterruptedException {
        return shown(new ByteArrayOutputStream(), words);
    }

    private String shown(ByteArrayOutputStream out, String... words) throws InterruptedException {
        EchoCommand command = new EchoCommand(admin());
        CommandConsole console = CommandConsole.of(new PrintStream(out, true, US_ASCII));
        return command.run(CommandCall.of(command.spec(), List.of(words), console))
                .toString();
    }
}
