// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Share;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.export.Squash;
import org.xenbay.backend.ninepfs.journal.HeapArea;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.journal.Trace;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Wire;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.nativexen.file.HostFilesComponent;

/** A session whose fids and path entries are noted in a journal, which the next process finds. */
abstract class NotedSession {

    static final int ATTACH = 104;
    private static final int WALK = 110;
    private static final int OPEN = 12;
    private static final int CLUNK = 120;

    @TempDir
    Path folder;

    final HeapArea area = new HeapArea();
    final Journal journal = area.journal();
    private final AtomicInteger index = new AtomicInteger();
    private final ThreadLocal<MessageWriter> scratch = ThreadLocal.withInitial(MessageWriter::new);
    Export export;
    Session session;

    @BeforeEach
    void beginSession() throws Exception {
        Files.write(folder.resolve("a"), new byte[] {'a'});
        Files.write(folder.resolve("b"), new byte[] {'b'});
        start(HostFilesComponent.ofThisHost().orElseThrow().open(folder), 1000);
    }

    void start(Share share, int descriptors) {
        ExportRules rules = new ExportRules(ExportRules.Model.NONE, false, Squash.NONE, Quota.Limits.NONE, descriptors);
        export = new Export(share, rules, new Housekeeping());
        assertThat(journal.begin("8:9", "", 1)).isTrue();
        journal.complete(0);
        journal.beginSession("9P2000.L", 8192);
        export.keep(journal.entries());
        session = new Session(export, Dialect.LINUX, 8192, 100, journal);
        assertThat(handle(
                        new Message(ATTACH).u32(0).u32(-1).string("").string("").u32(0)))
                .isZero();
    }

    @AfterEach
    void endSession() {
        session.close();
        export.close();
    }

    /** A request of the guest's ring. */
    private static final class Asked extends Request {
        private final Trace trace;

        Asked(Message message, Trace trace) {
            super(
                    message.type(),
                    1,
                    new MessageReader(ByteBuffer.wrap(message.bytes(1)).position(Wire.HEADER)));
            this.trace = trace;
        }

        @Override
        public Trace trace() {
            return trace;
        }

        @Override
        public int payload(int length, DataSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reply(ByteBuffer whole) {
            // the test looks at notes, not at replies
        }

        @Override
        public int replyData(int most, DataSource source, Runnable beforeReply) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drop() {
            throw new UnsupportedOperationException();
        }
    }

    RequestLog.Note note() {
        return journal.ring(0).take(index.incrementAndGet()).orElseThrow();
    }

    /** @return error number, 0 for none */
    int handle(Message message) {
        RequestLog.Note note = note();
        int errno = handle(message, note);
        note.free();
        return errno;
    }

    int handle(Message message, Trace trace) {
        return session.dispatcher().handle(new Call(new Asked(message, trace), scratch.get(), () -> {}));
    }

    static Message walk(int from, int to, String... names) {
        Message message = new Message(WALK).u32(from).u32(to).u16(names.length);
        for (String name : names) {
            message.string(name);
        }
        return message;
    }

    static Message open(int fid) {
        return new Message(OPEN).u32(fid).u32(0);
    }

    static Message clunk(int fid) {
        return new Message(CLUNK).u32(fid);
    }
}
