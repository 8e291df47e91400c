// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.export.Squash;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.Wire;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.nativexen.file.HostFilesComponent;

/**
 * A client that sends sessions of valid and invalid messages: fields of the wrong kind, cut messages, changed messages, many
 * requests at the same time. Every request is answered exactly once, nothing outside of the share is read or changed, and
 * descriptors and memory are given back.
 *
 * <p>{@code -Dninepfs.fuzz.seconds=…} for longer than {@value #SECONDS} seconds a model, {@code -Dninepfs.fuzz.seed=…} to
 * repeat.
 */
class FuzzTest {

    private static final int SECONDS = 1;
    /** The least number of messages, also on a machine that is too busy to send so many in that time. */
    private static final int LEAST = 1000;

    private static final int MAX_AT_A_TIME = 64;
    private static final int MSIZE = 16 * 1024;
    private static final Quota.Limits QUOTA = new Quota.Limits(1 << 20, 200, 20, true);
    private static final String SECRET = "what no client may ever read";

    @TempDir
    Path folder;

    private final Workers workers = new Workers(4);
    private final Defects defects = new Defects();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();
    private final Semaphore room = new Semaphore(MAX_AT_A_TIME);
    private final Set<Integer> tags = ConcurrentHashMap.newKeySet();
    private volatile boolean leaked;
    private Path outside;

    @BeforeEach
    void prepare() throws IOException {
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
    }

    @AfterEach
    void stop() {
        workers.close();
        defects.close();
    }

    /** A request of the fuzzer, which checks the reply. */
    private final class MadeUp extends Request {
        private final AtomicInteger ends = new AtomicInteger();
        private final ByteBuffer payload;

        MadeUp(byte[] bytes, int fields) {
            super(
                    bytes[Wire.TYPE_AT] & 0xFF,
                    bytes[Wire.TAG_AT] & 0xFF | (bytes[Wire.TAG_AT + 1] & 0xFF) << 8,
                    new MessageReader(ByteBuffer.wrap(bytes, Wire.HEADER, fields - Wire.HEADER)));
            payload = ByteBuffer.allocateDirect(bytes.length - fields).put(bytes, fields, bytes.length - fields);
            unanswered.incrementAndGet();
        }

        @Override
        public int payload(int length, DataSink sink) throws FileException {
            if (length > payload.capacity()) {
                throw new FileException(22, "write of more bytes than the message has");
            }
            return sink.write(0, payload.clear().limit(length).slice());
        }

        @Override
        public void reply(ByteBuffer whole) {
            assertThat(whole.order(ByteOrder.LITTLE_ENDIAN).getInt(0)).isEqualTo(whole.remaining());
            look(StandardCharsets.ISO_8859_1.decode(whole).toString());
            end();
        }

        private void look(String text) {
            leaked |= text.contains(SECRET);
        }

        @Override
        public int replyData(int most, DataSource source, Runnable beforeReply) throws FileException {
            ByteBuffer data = ByteBuffer.allocateDirect(most);
            int count = source.readNow(0, data);
            if (count < 0) {
                count = source.read(0, data.clear());
            }
            look(StandardCharsets.ISO_8859_1.decode(data.clear().limit(count)).toString());
            beforeReply.run();
            end();
            return count;
        }

        @Override
        public void drop() {
            end();
        }

        private void end() {
            if (ends.incrementAndGet() > 1) {
                twice.incrementAndGet();
                return;
            }
            tags.remove(tag());
            unanswered.decrementAndGet();
            room.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "mapped-xattr", "mapped-file"})
    void nonsenseDoesNoHarm(String model) throws Exception {
        long seed = Long.getLong("ninepfs.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        Nonsense nonsense = new Nonsense(random);
        Path share = Files.createDirectory(folder.resolve("share"));
        Map<String, String> before = snapshot();
        ExportRules rules = new ExportRules(ExportRules.Model.of(model).orElseThrow(), false, Squash.NONE, QUOTA, 500);
        try (Export export =
                new Export(HostFilesComponent.ofThisHost().orElseThrow().open(share), rules, new Housekeeping())) {
            Conversation conversation = new Conversation(
                    export,
                    workers.lane(),
                    new Limits(MSIZE, 300, MAX_AT_A_TIME),
                    new Statistics("client", () -> 60_000, slow -> {}));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("ninepfs.fuzz.seconds", SECONDS));
            int sent = 0;
            while (System.nanoTime() < end || sent < LEAST) {
                if (sent % 5000 == 0) {
                    begin(conversation, share, random);
                }
                send(conversation, nonsense);
                sent++;
            }
            Awaitility.await().untilAsserted(() -> assertThat(unanswered).hasValue(0));
            assertThat(export.descriptors().taken()).isLessThanOrEqualTo(500);
            conversation.close();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(export.descriptors().taken()).isZero());
            assertThat(export.budgets().attributeBytes().taken()).isZero();
            long bytes = export.usedBytes();
            assertThat(bytes).as("bytes counted").isLessThanOrEqualTo(1 << 20);
        }
        assertThat(twice).as("answered twice, seed " + seed).hasValue(0);
        assertThat(leaked).as("the secret got out, seed " + seed).isFalse();
        assertThat(defects.found()).as("seed " + seed).isEmpty();
        assertThat(snapshot()).as("outside of the share, seed " + seed).isEqualTo(before);
    }

    private Map<String, String> snapshot() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(outside)) {
            for (Path each : files.toList()) {
                found.put(
                        each.toString(),
                        Files.getAttribute(each, "unix:mode") + " "
                                + Files.getAttribute(each, "unix:uid")
                                + " " + (Files.isRegularFile(each) ? Files.readString(each) : ""));
            }
        }
        return found;
    }

    /** A new session in a folder with links that lead out of the folder. */
    private void begin(Conversation conversation, Path share, Random random) throws Exception {
        try (Stream<Path> old = Files.walk(share)) {
            for (Path each : old.sorted((a, b) -> b.compareTo(a)).toList()) {
                if (!each.equals(share)) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException | UncheckedIOException changing) {
            // Requests of the previous session may still change the folder; files that remain there do no harm.
            assertThat(changing).isNotNull();
        }
        Path dir = share.resolve("dir");
        if (!Files.exists(dir)) {
            Files.createDirectories(dir.resolve("c"));
        }
        for (String name : List.of("escape", "dir/escape")) {
            Files.deleteIfExists(share.resolve(name));
            Files.createSymbolicLink(share.resolve(name), outside);
        }
        String version = random.nextInt(4) == 0 ? "9P2000.u" : "9P2000.L";
        submit(conversation, new Message(100).u32(MSIZE).string(version), Wire.NOTAG);
        Awaitility.await().untilAsserted(() -> assertThat(unanswered).hasValue(0));
        for (int fid = 0; fid < 3; fid++) {
            submit(
                    conversation,
                    new Message(104).u32(fid).u32(-1).string("").string("").u32(0),
                    fid);
        }
    }

    private void submit(Conversation conversation, Message message, int tag) throws InterruptedException {
        room.acquire();
        byte[] bytes = message.bytes(tag);
        conversation.received(new MadeUp(bytes, bytes.length));
    }

    private void send(Conversation conversation, Nonsense nonsense) throws InterruptedException {
        byte[] bytes = nonsense.message();
        boolean write = (bytes[Wire.TYPE_AT] & 0xFF) == MessageType.WRITE;
        room.acquire();
        conversation.received(new MadeUp(bytes, write ? Math.min(bytes.length, Wire.WRITE_DATA) : bytes.length));
    }
}
