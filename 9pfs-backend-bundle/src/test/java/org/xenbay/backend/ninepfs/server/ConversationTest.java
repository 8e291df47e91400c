// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.export.Squash;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.Wire;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.nativexen.file.HostFilesComponent;

/** Flushes, tags and new sessions, while a request takes its time. One request is carried out at a time here. */
class ConversationTest {

    private static final int VERSION = 100;
    private static final int FLUSH = 108;
    private static final int WRITE = 118;
    private static final int CLUNK = 120;

    @TempDir
    Path folder;

    private final Workers workers = new Workers(2);
    private final List<String> replies = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private Export export;
    private Conversation conversation;

    @BeforeEach
    void begin() throws FileException {
        ExportRules rules = new ExportRules(ExportRules.Model.NONE, false, Squash.NONE, Quota.Limits.NONE, 100);
        export = new Export(HostFilesComponent.ofThisHost().orElseThrow().open(folder), rules, new Housekeeping());
        conversation = new Conversation(
                export, workers.lane(), new Limits(8192, 100, 10), new Statistics("client", () -> 60_000, slow -> {}));
        send(Wire.NOTAG, new Message(VERSION).u32(8192).string("9P2000.L"));
        awaitReplies("101:65535");
        send(0, new Message(104).u32(0).u32(-1).string("").string("").u32(0));
        awaitReplies("101:65535", "105:0");
        send(0, new Message(14).u32(0).string("file").u32(2).u32(0644).u32(0));
        awaitReplies("101:65535", "105:0", "15:0");
        replies.clear();
    }

    @AfterEach
    void end() {
        goesOn.countDown();
        conversation.close();
        workers.close();
        Awaitility.await()
                .untilAsserted(() -> assertThat(export.descriptors().taken()).isZero());
        export.close();
    }

    /** A request whose write waits for {@link #goesOn}. */
    private final class Slow extends Request {

        Slow(int tag, Message message) {
            super(
                    message.type(),
                    tag,
                    new MessageReader(ByteBuffer.wrap(message.bytes(tag)).position(Wire.HEADER)));
        }

        @Override
        public int payload(int length, DataSink sink) throws FileException {
            begun.countDown();
            try {
                assertThat(goesOn.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return sink.write(0, ByteBuffer.allocateDirect(length));
        }

        @Override
        public void reply(ByteBuffer whole) {
            replies.add((whole.get(Wire.TYPE_AT) & 0xFF) + ":" + (whole.getShort(Wire.TAG_AT) & 0xFFFF));
        }

        @Override
        public int replyData(int most, DataSource source, Runnable beforeReply) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drop() {
            replies.add("dropped:" + tag());
        }
    }

    private void send(int tag, Message message) {
        conversation.received(new Slow(tag, message));
    }

    private void slowWrite(int tag) throws InterruptedException {
        send(tag, new Message(WRITE).u32(0).u64(0).u32(10));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitReplies(String... expected) {
        Awaitility.await().untilAsserted(() -> assertThat(replies).containsExactly(expected));
    }

    /** As when the end of the last session fails by an unforeseen defect. */
    @Test
    void aNewSessionThatFailsByADefectIsAnsweredAndAnotherOneBegins() throws ReflectiveOperationException {
        Request defective = new Slow(Wire.NOTAG, new Message(VERSION).u32(8192).string("9P2000.L"));
        Field body = Request.class.getDeclaredField("body");
        body.setAccessible(true);
        body.set(defective, null);
        conversation.received(defective);
        awaitReplies("7:65535");
        send(Wire.NOTAG, new Message(VERSION).u32(8192).string("9P2000.L"));
        awaitReplies("7:65535", "101:65535");
    }

    @Test
    void aFlushIsAnsweredAfterTheRequestThatIsCarriedOut() throws Exception {
        slowWrite(1);
        send(2, new Message(FLUSH).u16(1));
        send(3, new Message(FLUSH).u16(1));
        assertThat(replies).isEmpty();
        goesOn.countDown();
        awaitReplies("119:1", "109:2", "109:3");
    }

    @Test
    void aRequestThatIsFlushedBeforeItBeginsIsNotCarriedOut() throws Exception {
        slowWrite(1);
        send(4, new Message(CLUNK).u32(0));
        send(5, new Message(FLUSH).u16(4));
        goesOn.countDown();
        awaitReplies("119:1", "dropped:4", "109:5");
        send(4, new Message(CLUNK).u32(0));
        awaitReplies("119:1", "dropped:4", "109:5", "121:4");
    }

    @Test
    void aFlushOfNothingIsAnsweredAtOnce() {
        send(6, new Message(FLUSH).u16(77));
        awaitReplies("109:6");
        send(7, new Message(FLUSH).u16(7));
        awaitReplies("109:6", "109:7");
    }

    @Test
    void aTagThatIsInUseIsRefused() throws Exception {
        slowWrite(1);
        send(1, new Message(CLUNK).u32(0));
        goesOn.countDown();
        awaitReplies("119:1", "7:1");
    }

    @Test
    void aNewSessionBeginsWhenAllOfTheOldOneIsDone() throws Exception {
        slowWrite(1);
        send(4, new Message(CLUNK).u32(0));
        send(Wire.NOTAG, new Message(VERSION).u32(8192).string("9P2000.u"));
        assertThat(replies).isEmpty();
        goesOn.countDown();
        awaitReplies("119:1", "dropped:4", "101:65535");
        assertThat(conversation.version()).contains("9P2000.u");
        assertThat(conversation.fids()).isZero();
    }

    @Test
    void aClientThatGoesGetsNothingMore() throws Exception {
        slowWrite(1);
        send(4, new Message(CLUNK).u32(0));
        conversation.close();
        send(5, new Message(CLUNK).u32(0));
        goesOn.countDown();
        awaitReplies("dropped:5", "119:1", "dropped:4");
        Awaitility.await().until(conversation::isIdle);
    }

    @Test
    void flushesThatWaitAreWithinTheLimitOfRequests() throws Exception {
        slowWrite(1);
        int tag = 2;
        while (conversation.hasRoom() && tag < 1000) {
            send(tag++, new Message(FLUSH).u16(1));
        }
        assertThat(tag).as("one write and so many flushes").isEqualTo(2 + 9);
        goesOn.countDown();
        Awaitility.await().untilAsserted(() -> assertThat(replies).hasSize(10));
        Awaitility.await().until(conversation::hasRoom);
    }
}
