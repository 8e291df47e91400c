// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xenbay.xenstore.testing.XenStoreContract.refusedWith;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.testing.FakeDaemon;
import org.xenbay.xenstore.testing.LogCapture;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** A daemon that is unusual, or wrong. */
class FaultyDaemonTest {

    private static final StorePath TOOL = StorePath.of("/tool");
    private static final ClientOptions QUICK =
            new ClientOptions(Duration.ofSeconds(30), Duration.ofMillis(5), Duration.ofMillis(20));

    @TempDir
    Path folder;

    private LogCapture log;

    @BeforeEach
    void capture() {
        log = new LogCapture(XenStoreClient.class);
    }

    @AfterEach
    void release() {
        log.close();
    }

    private void with(Function<Message, List<Message>> answers, Consumer<XenStoreClient> test) throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(folder.resolve("socket"), answers);
                XenStoreClient client = XenStoreClient.connect(XenStoreAddress.of(daemon.socket()), QUICK)) {
            test.accept(client);
        }
    }

    private static List<Message> error(Message request, String name) {
        return List.of(request.reply(Operation.ERROR, Payload.ofStrings(name)));
    }

    @Test
    void errorNamesOfEitherDaemonAreTold() throws IOException {
        with(
                request -> error(request, "EQUOTA"),
                client -> assertThatThrownBy(() -> client.write(TOOL, "1")).satisfies(refusedWith(StoreError.EQUOTA)));
    }

    @Test
    void anErrorNameNobodyKnowsIsKeptInTheMessage() throws IOException {
        with(
                request -> error(request, "EWEIRD"),
                client -> assertThatThrownBy(() -> client.write(TOOL, "1"))
                        .satisfies(refusedWith(StoreError.UNKNOWN))
                        .hasMessageContaining("EWEIRD"));
    }

    @Test
    void aDirectoryLongerThanARequestMayBeIsAccepted() throws IOException {
        List<String> names =
                IntStream.range(0, 20_000).mapToObj(i -> "node-" + i).toList();
        with(
                request -> List.of(request.reply(Operation.DIRECTORY, Payload.ofStrings(names))),
                client -> assertThat(client.list(TOOL)).contains(names));
    }

    @Test
    void aReplyBeyondTheBoundEndsTheConnection() throws IOException {
        with(
                request -> List.of(request.reply(Operation.READ, new byte[Connection.MAX_REPLY + 1])),
                client -> assertThatThrownBy(() -> client.read(TOOL))
                        .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                        .hasMessageContaining("at most"));
    }

    @Test
    void anAnswerToAnotherRequestEndsTheConnection() throws IOException {
        with(
                request -> List.of(new Message(request.type(), request.requestId() + 1000, 0, new byte[0])),
                client -> assertThatThrownBy(() -> client.read(TOOL))
                        .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                        .hasMessageContaining("a request that was not made"));
    }

    @Test
    void anAnswerOfTheWrongKindEndsTheConnection() throws IOException {
        with(
                request -> List.of(request.reply(Operation.WRITE, new byte[0])),
                client -> assertThatThrownBy(() -> client.read(TOOL))
                        .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                        .hasMessageContaining("an answer of the wrong kind to READ /tool"));
    }

    @Test
    void aDaemonThatDoesNotAnswerCountsAsDead() throws IOException {
        ClientOptions impatient =
                new ClientOptions(Duration.ofMillis(500), Duration.ofMillis(5), Duration.ofMillis(20));
        try (FakeDaemon daemon = new FakeDaemon(folder.resolve("socket"), request -> List.of());
                // On a slow host the answer to its greeting may be too late for so impatient a client.
                XenStoreClient client = Awaitility.await()
                        .ignoreException(XenStoreException.class)
                        .until(
                                () -> XenStoreClient.connect(XenStoreAddress.of(daemon.socket()), impatient),
                                made -> true)) {
            assertThatThrownBy(() -> client.read(TOOL))
                    .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                    .hasMessageContaining("no answer to READ /tool within 500 ms");
        }
    }

    @Test
    void malformedAnswersAreErrorsAndNotCrashes() throws IOException {
        with(request -> List.of(request.reply(request.operation().orElseThrow(), new byte[] {'x'})), client -> {
            assertThatThrownBy(() -> client.list(TOOL)).satisfies(refusedWith(StoreError.EIO));
            assertThatThrownBy(() -> client.permissions(TOOL)).satisfies(refusedWith(StoreError.EIO));
            assertThatThrownBy(() -> client.transact(transaction -> null)).satisfies(refusedWith(StoreError.EIO));
        });
    }

    @Test
    void eventsForNobodyAreIgnored() throws IOException {
        Message event = Message.of(Operation.WATCH_EVENT, 0, 0, Payload.ofStrings("/tool", "stranger"));
        with(request -> List.of(event, request.reply(Operation.READ, new byte[] {'1'}), event), client -> {
            assertThat(client.read(TOOL)).contains("1");
            assertThat(client.read(TOOL)).contains("1");
        });
    }

    @Test
    void equalEventsThatArriveTogetherAreToldOnce() throws IOException {
        List<String> told = new ArrayList<>();
        with(
                request -> {
                    if (!request.is(Operation.WATCH)) {
                        return List.of(request.reply(Operation.READ, new byte[0]));
                    }
                    String token =
                            Payload.strings(request.payload()).orElseThrow().get(1);
                    List<Message> replies = new ArrayList<>();
                    replies.add(request.reply(Operation.WATCH, Payload.ofStrings("OK")));
                    // More bytes than one read takes, so that several batches are seen.
                    for (int i = 0; i < 20_000; i++) {
                        String path = i % 2 == 0 ? "/tool/a" : "/tool/b";
                        replies.add(Message.of(Operation.WATCH_EVENT, 0, 0, Payload.ofStrings(path, token)));
                    }
                    return replies;
                },
                client -> {
                    client.watch(TOOL, told::add);
                    client.read(TOOL);
                    client.close();
                    assertThat(told).hasSizeBetween(2, 10_000).startsWith("/tool/a", "/tool/b");
                });
    }

    @Test
    void aDirectoryThatChangesBetweenItsPartsIsReadAgain() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        with(
                request -> {
                    if (request.is(Operation.DIRECTORY)) {
                        return error(request, "E2BIG");
                    }
                    String offset =
                            Payload.strings(request.payload()).orElseThrow().get(1);
                    int number = requests.incrementAndGet();
                    String generation = number < 2 ? "1" : "2";
                    byte[] names = offset.equals("0")
                            ? Payload.ofStrings(generation, "first-" + generation)
                            : Payload.ofStrings(generation, "second", "");
                    return List.of(request.reply(Operation.DIRECTORY_PART, names));
                },
                client -> assertThat(client.list(TOOL)).contains(List.of("first-2", "second")));
        assertThat(requests).hasValue(4);
    }

    @Test
    void aDirectoryThatNeverRestsIsReported() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        with(
                request -> request.is(Operation.DIRECTORY)
                        ? error(request, "E2BIG")
                        : List.of(request.reply(
                                Operation.DIRECTORY_PART,
                                Payload.ofStrings(Integer.toString(requests.incrementAndGet()), "name"))),
                client -> assertThatThrownBy(() -> client.list(TOOL)).satisfies(refusedWith(StoreError.EAGAIN)));
        assertThat(requests).hasValueLessThan(1_000);
    }

    @Test
    void partsWithoutAnEndAreBounded() throws IOException {
        byte[] part = Payload.ofStrings("1", "n".repeat(200_000));
        with(
                request -> request.is(Operation.DIRECTORY)
                        ? error(request, "E2BIG")
                        : List.of(request.reply(Operation.DIRECTORY_PART, part)),
                client -> assertThatThrownBy(() -> client.list(TOOL)).satisfies(refusedWith(StoreError.E2BIG)));
    }
}
