// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.StorePath;
import org.xenbay.embedded.EmbeddedXen;

/** Requests in XenStore become device models, and end with them. */
@Timeout(30)
class DeviceModelsTest {

    @TempDir
    Path folder;

    private final EmbeddedXen xen = new EmbeddedXen();
    private DeviceModelComponent daemon = new DeviceModelComponent(xen);
    private Requester one;

    @BeforeEach
    void prepare() {
        one = new Requester(xen.store(), 1, folder);
    }

    @AfterEach
    void close() {
        daemon.deactivate();
        xen.close();
    }

    private void restart() {
        daemon.deactivate();
        daemon = new DeviceModelComponent(xen);
    }

    @Test
    void aRequestIsAnsweredAndLibxlToldToGoOn() throws Exception {
        one.ask(100);
        assertThat(one.awaitAnswer()).isEqualTo("running");
        assertThat(one.state()).as("what libxl waits for").contains("running");
        for (Path socket : new Path[] {one.control(), one.statistics()}) {
            assertThat(Files.getPosixFilePermissions(socket)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (QmpClient client = new QmpClient(socket)) {
                assertThat(client.read())
                        .startsWith("{\"QMP\":{\"version\":{\"qemu\":{\"micro\":0,\"minor\":2,\"major\":7}");
            }
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("qmp-libxl-1", "qmp-libxenstat-1");
    }

    @Test
    void theEndOfAGuestHangsUpAndRemovesItsSockets() throws Exception {
        one.ask(100);
        one.awaitAnswer();
        try (QmpClient client = QmpClient.negotiated(one.control())) {
            one.destroy();
            assertThat(client.read()).as("the end").isNull();
        }
        Requester.await(() -> folder.toFile().list().length == 0);
        assertThat(one.state()).as("nothing comes back").isEmpty();
    }

    @Test
    void twoGuestsAreServedByOneThreadAndEndEachForItself() throws Exception {
        Requester two = new Requester(xen.store(), 2, folder);
        one.ask(100);
        two.ask(200);
        one.awaitAnswer();
        two.awaitAnswer();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("xenbay-device-models")))
                .hasSize(1);
        try (QmpClient first = QmpClient.negotiated(one.control());
                QmpClient second = QmpClient.negotiated(two.control())) {
            assertThat(first.ask("{\"execute\":\"stop\"}")).isEqualTo("{\"return\":{}}");
            assertThat(first.ask("{\"execute\":\"query-status\"}")).contains("paused");
            assertThat(second.ask("{\"execute\":\"query-status\"}")).contains("running");
            one.takeBack();
            assertThat(first.read()).isNull();
            assertThat(second.ask("{\"execute\":\"query-status\"}")).contains("running");
        }
    }

    @Test
    void aRestartedDaemonTakesRequestsUpAgain() throws Exception {
        one.ask(100);
        one.awaitAnswer();
        daemon.deactivate();
        assertThat(folder.toFile().list()).as("nobody listens").isEmpty();
        assertThat(one.isAsking()).isTrue();
        daemon = new DeviceModelComponent(xen);
        Requester.await(() -> Files.exists(one.control()));
        try (QmpClient client = QmpClient.negotiated(one.control())) {
            assertThat(client.ask("{\"execute\":\"query-status\"}")).contains("running");
        }
    }

    @Test
    void aRequestThatCameWhileNoDaemonRanIsAnsweredByTheNext() {
        daemon.deactivate();
        one.ask(100);
        daemon = new DeviceModelComponent(xen);
        assertThat(one.awaitAnswer()).isEqualTo("running");
    }

    @Test
    void aStaleSocketIsReplaced() throws Exception {
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(one.control()));
        }
        one.ask(100);
        assertThat(one.awaitAnswer()).isEqualTo("running");
        QmpClient.negotiated(one.control()).close();
    }

    @Test
    void aSocketThatAnotherProgramListensOnIsLeftAloneAndTheRequestRefused() throws Exception {
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(one.statistics()));
            one.ask(100);
            assertThat(one.awaitAnswer()).isEqualTo("cannot listen on " + one.statistics() + ": another program does");
            assertThat(one.state()).as("libxl is not told to go on").isEmpty();
            assertThat(one.control()).as("all or nothing").doesNotExist();
            assertThat(one.statistics()).exists();
        }
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws Exception {
        Files.writeString(one.control(), "precious");
        one.ask(100);
        assertThat(one.awaitAnswer()).endsWith("a file that is not a socket is there");
        assertThat(one.control()).hasContent("precious");
    }

    @Test
    void anImpossibleRequestIsRefusedWithItsReason() {
        one.ask("-1", one.control().toString());
        assertThat(one.awaitAnswer()).isEqualTo("the node pid is not a process id");
        one.takeBack();
        one.ask("100", "relative");
        assertThat(one.awaitAnswer()).isEqualTo("a socket's path is absolute, this is not: relative");
        one.takeBack();
        one.ask("100", one.statistics().toString());
        assertThat(one.awaitAnswer()).startsWith("the two sockets have one path");
        one.takeBack();
        one.ask("100", "/" + "x".repeat(107));
        assertThat(one.awaitAnswer()).startsWith("a socket's path has at most 107 bytes");
        one.takeBack();
        one.ask("100", folder.resolve("none/socket").toString());
        assertThat(one.awaitAnswer()).endsWith("none/socket: No such file or directory");
    }

    @Test
    void aRefusalIsNotTriedAgainByARestartedDaemon() throws Exception {
        Files.writeString(one.control(), "in the way");
        one.ask(100);
        String refusal = one.awaitAnswer();
        Files.delete(one.control());
        restart();
        Requester two = new Requester(xen.store(), 2, folder);
        two.ask(200);
        two.awaitAnswer();
        assertThat(one.awaitAnswer()).isEqualTo(refusal);
    }

    @Test
    void aNewHelperOfTheSameGuestTakesOver() throws Exception {
        one.ask(100);
        one.awaitAnswer();
        try (QmpClient client = QmpClient.negotiated(one.control())) {
            xen.store().transact(transaction -> {
                transaction.remove(StorePath.of("/local/domain/0/device-model/1/xenbay"));
                return null;
            });
            one.ask(101);
            assertThat(one.awaitAnswer()).isEqualTo("running");
            assertThat(client.read()).isNull();
        }
        QmpClient.negotiated(one.control()).close();
    }

    @Test
    void quitTakesTheRequestBackSoThatItsHelperEnds() throws Exception {
        one.ask(100);
        one.awaitAnswer();
        try (QmpClient client = QmpClient.negotiated(one.control())) {
            assertThat(client.ask("{\"execute\":\"quit\",\"id\":7}")).isEqualTo("{\"return\":{},\"id\":7}");
            assertThat(client.read()).isNull();
        }
        Requester.await(() -> !one.isAsking());
    }

    @Test
    void namesThatAreNoDomainsAreIgnored() {
        for (String name : new String[] {"x", "01", "-1", "99999", "32752"}) {
            xen.store().write(StorePath.of("/local/domain/0/device-model/" + name + "/xenbay/pid"), "1");
        }
        one.ask(100);
        assertThat(one.awaitAnswer()).isEqualTo("running");
        assertThat(xen.store().exists(StorePath.of("/local/domain/0/device-model/32752/xenbay/answer")))
                .isFalse();
    }

    @Test
    void aLostXenStoreIsCaughtUpWith() throws Exception {
        one.ask(100);
        one.awaitAnswer();
        xen.stopStore();
        xen.startStore();
        Requester two = new Requester(xen.store(), 2, folder);
        Requester.await(() -> {
            if (!xen.store().isConnected()) {
                return false;
            }
            two.ask(200);
            return true;
        });
        assertThat(two.awaitAnswer()).isEqualTo("running");
        QmpClient.negotiated(one.control()).close();
    }

    @Test
    void aGuestCostsFarLessThanAMegabyteHere() {
        int guests = 200;
        one.ask(100);
        one.awaitAnswer();
        long before = usedHeap();
        for (int domain = 2; domain < 2 + guests; domain++) {
            new Requester(xen.store(), domain, folder).ask(100 + domain);
        }
        new Requester(xen.store(), 1 + guests, folder).awaitAnswer();
        Requester.await(() -> folder.toFile().list().length == 2 + 2 * guests);
        long each = (usedHeap() - before) / guests;
        System.out.println("heap for a guest, its nodes in the embedded XenStore included: " + each + " bytes");
        assertThat(each).isLessThan(64 * 1024);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
