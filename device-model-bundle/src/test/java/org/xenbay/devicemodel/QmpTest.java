// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;
import org.xenbay.embedded.EmbeddedXen;

/** QMP on a real socket, with clients that keep to it and clients that do not. */
@Timeout(30)
class QmpTest {

    @TempDir
    Path folder;

    private final EmbeddedXen xen = new EmbeddedXen();
    private final DeviceModelComponent daemon = new DeviceModelComponent(xen);
    private Requester one;

    @BeforeEach
    void askForAGuest() {
        one = new Requester(xen.store(), 1, folder);
        one.ask(100);
        one.awaitAnswer();
    }

    @AfterEach
    void close() {
        daemon.deactivate();
        xen.close();
    }

    private QmpClient client() throws IOException {
        return QmpClient.negotiated(one.control());
    }

    /** The daemon still works after that. */
    private void assertServes() throws IOException {
        try (QmpClient client = client()) {
            assertThat(client.ask("{\"execute\":\"query-chardev\"}")).isEqualTo("{\"return\":[]}");
        }
    }

    @Test
    void libxlsConversationIsAnswered() throws IOException {
        try (QmpClient client = new QmpClient(one.control())) {
            assertThat(client.read())
                    .isEqualTo("{\"QMP\":{\"version\":{\"qemu\":{\"micro\":0,\"minor\":2,\"major\":7},"
                            + "\"package\":\"xenbay\"},\"capabilities\":[]}}");
            assertThat(client.ask("{\"execute\":\"qmp_capabilities\",\"id\":1}"))
                    .isEqualTo("{\"return\":{},\"id\":1}");
            assertThat(client.ask("{\"execute\":\"query-chardev\",\"id\":2}")).isEqualTo("{\"return\":[],\"id\":2}");
        }
    }

    @Test
    void eachCommandHasItsAnswer() throws IOException {
        try (QmpClient client = client()) {
            assertThat(client.ask("{\"execute\":\"query-version\"}"))
                    .isEqualTo("{\"return\":{\"qemu\":{\"micro\":0,\"minor\":2,\"major\":7},\"package\":\"xenbay\"}}");
            assertThat(client.ask("{\"execute\":\"query-status\"}"))
                    .isEqualTo("{\"return\":{\"status\":\"running\",\"running\":true}}");
            assertThat(client.ask("{\"execute\":\"stop\"}")).isEqualTo("{\"return\":{}}");
            assertThat(client.ask("{\"execute\":\"query-status\"}"))
                    .isEqualTo("{\"return\":{\"status\":\"paused\",\"running\":false}}");
            assertThat(client.ask("{\"execute\":\"cont\"}")).isEqualTo("{\"return\":{}}");
            assertThat(client.ask("{\"execute\":\"query-commands\"}"))
                    .startsWith("{\"return\":[{\"name\":\"change-vnc-password\"},{\"name\":\"cont\"},")
                    .contains("{\"name\":\"query-status\"}")
                    .doesNotContain("xen-save-devices-state");
        }
    }

    @Test
    void aScreenIsWhereItsViewersConnect() throws IOException {
        try (QmpClient client = client()) {
            assertThat(client.ask("{\"execute\":\"query-vnc\"}")).isEqualTo("{\"return\":{\"enabled\":false}}");
            assertThat(client.ask("{\"execute\":\"change-vnc-password\",\"arguments\":{\"password\":\"x\"}}"))
                    .contains("the guest has no screen");
            ShownScreen shown = new ShownScreen(new DeviceId(1, "vfb", 0), "127.0.0.1", 5903);
            daemon.setScreens(shown);
            assertThat(client.ask("{\"execute\":\"query-vnc\",\"id\":3}"))
                    .isEqualTo(
                            "{\"return\":{\"enabled\":true,\"host\":\"127.0.0.1\",\"service\":\"5903\",\"clients\":[]},"
                                    + "\"id\":3}");
            assertThat(client.ask("{\"execute\":\"change-vnc-password\"}"))
                    .contains("the argument password is missing");
            assertThat(client.ask("{\"execute\":\"change-vnc-password\",\"arguments\":{\"password\":\"se\\\"cret\"}}"))
                    .isEqualTo("{\"return\":{}}");
            assertThat(shown.password).isEqualTo("se\"cret");
            daemon.unsetScreens(shown);
            assertThat(client.ask("{\"execute\":\"query-vnc\"}")).contains("\"enabled\":false");
        }
    }

    /** A screen that somebody shows. */
    static final class ShownScreen implements VncServers {
        private final Address address;
        volatile String password = "";

        ShownScreen(DeviceId device, String host, int port) {
            this.address = new Address(device, "/run/vnc", host, port, 0, "");
        }

        @Override
        public List<Address> addresses() {
            return List.of(address);
        }

        @Override
        public void setPassword(DeviceId device, String now) {
            password = now;
        }

        @Override
        public Set<DeviceId> withPassword() {
            return password.isEmpty() ? Set.of() : Set.of(address.device());
        }

        @Override
        public void forgetPassword(DeviceId device) {
            password = "";
        }
    }

    @Test
    void whatIsNotThereIsSaidNotPretended() throws IOException {
        try (QmpClient client = client()) {
            assertThat(
                            client.ask(
                                    "{\"execute\":\"xen-save-devices-state\",\"arguments\":{\"filename\":\"/x\"},\"id\":\"a\"}"))
                    .isEqualTo("{\"error\":{\"class\":\"CommandNotFound\",\"desc\":\"xenbay's device model has no "
                            + "command xen-save-devices-state\"},\"id\":\"a\"}");
        }
    }

    @Test
    void negotiationComesFirstAndOnce() throws IOException {
        try (QmpClient client = new QmpClient(one.control())) {
            client.read();
            assertThat(client.ask("{\"execute\":\"stop\"}"))
                    .contains("CommandNotFound", "first comes qmp_capabilities");
            assertThat(client.ask("{\"execute\":\"qmp_capabilities\"}")).isEqualTo("{\"return\":{}}");
            assertThat(client.ask("{\"execute\":\"qmp_capabilities\"}")).contains("CommandNotFound");
            assertThat(client.ask("{\"execute\":\"query-status\"}")).contains("running");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"a\\\"}b\"", "{\"x\":[1,{\"y\":null}]}", "[]", "-1.5e+3", "\"\\u00e9\""})
    void theMarkComesBackAsItWas(String id) throws IOException {
        try (QmpClient client = client()) {
            assertThat(client.ask("{ \"id\" : " + id + " , \"execute\" : \"query-chardev\" }"))
                    .isEqualTo("{\"return\":[],\"id\":" + id + "}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{",
                "{}",
                "{\"execute\"}",
                "{\"execute\":1}",
                "{\"execute\":\"stop\",}",
                "{\"execute\":\"stop\"} {}",
                "{\"execute\":\"st",
                "{\"execute\":\"\\x\"}",
                "{\"execute\":\"\\u12\"}",
                "{\"execute\":nul}",
                "{\"id\":01,\"execute\":\"stop\"}",
                "{\"execute\":\"tab\there\"}",
                "\u0000"
            })
    void whatIsNoCommandIsAnErrorAndTheConversationContinues(String line) throws IOException {
        try (QmpClient client = client()) {
            assertThat(client.ask(line)).startsWith("{\"error\":{\"class\":\"GenericError\",\"desc\":\"");
            assertThat(client.ask("{\"execute\":\"query-status\"}")).contains("running");
        }
    }

    @Test
    void deepNestingEndsInAnErrorNotInTheStack() throws IOException {
        try (QmpClient client = client()) {
            assertThat(client.ask("{\"id\":" + "[".repeat(30_000) + "]".repeat(30_000) + ",\"execute\":\"stop\"}"))
                    .contains("GenericError", "nested too deeply");
        }
    }

    @Test
    void aLineOf64KbIsReadAndALongerOneEndsTheConversation() throws IOException {
        String command = "{\"execute\":\"query-chardev\",\"id\":\"";
        String id = "i".repeat(QmpConnection.MAX_LINE - command.length() - "\"}\r\n".length());
        try (QmpClient client = client()) {
            assertThat(client.ask(command + id + "\"}")).endsWith(id + "\"}");
            client.write("x".repeat(QmpConnection.MAX_LINE));
            assertThat(client.read()).contains("GenericError", "at most 65536 bytes");
            assertThat(client.read()).as("the end").isNull();
        }
        assertServes();
    }

    @Test
    void bytesThatAreNoTextAreAnError() throws IOException {
        try (QmpClient client = client()) {
            client.write(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', '}', '\n'});
            assertThat(client.read()).contains("GenericError", "UTF-8");
        }
    }

    @Test
    void aClientThatNeverReadsIsNotReadEither() throws IOException {
        String flood = "{\"execute\":\"query-commands\"}\r\n".repeat(10_000);
        try (QmpClient deaf = client()) {
            deaf.setBlocking(false);
            long taken = 0;
            for (int i = 0; i < 2000; i++) {
                taken += deaf.writeSome(flood);
            }
            assertThat(taken).as("bytes taken of one that never reads").isLessThan(2_000_000);
            assertServes();
        }
    }

    @Test
    void commandsSentAtOnceAreAnsweredInOrder() throws IOException {
        int count = 5_000;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append("{\"execute\":\"query-status\",\"id\":").append(i).append("}\n\n");
        }
        try (QmpClient client = client()) {
            Thread writer = new Thread(() -> client.writeUnchecked(all.toString()));
            writer.start();
            for (int i = 0; i < count; i++) {
                assertThat(client.read()).endsWith("\"id\":" + i + "}");
            }
        }
    }

    @Test
    void moreClientsThanAllowedAreTurnedAwayAndPlacesComeFree() throws IOException {
        List<QmpClient> clients = new ArrayList<>();
        for (int i = 0; i < QmpSocket.MAX_CLIENTS; i++) {
            clients.add(client());
        }
        try (QmpClient tooMany = new QmpClient(one.control())) {
            assertThat(tooMany.read()).isNull();
        }
        try (QmpClient other = QmpClient.negotiated(one.statistics())) {
            assertThat(other.ask("{\"execute\":\"query-status\"}"))
                    .as("the other socket has places of its own")
                    .contains("running");
        }
        clients.remove(0).close();
        Requester.await(() -> {
            try (QmpClient again = new QmpClient(one.control())) {
                return again.read() != null;
            }
        });
        for (QmpClient client : clients) {
            client.close();
        }
    }

    @Test
    void clientsThatVanishInTheMiddleLeaveNothing() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (QmpClient client = new QmpClient(one.control())) {
                client.write("{\"execute\":\"qmp_cap");
            }
        }
        Requester.await(() -> {
            try (QmpClient again = new QmpClient(one.control())) {
                return again.read() != null;
            }
        });
    }
}
