// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.journal.RecoveredSession;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.journal.Trace;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.nativexen.file.HostFilesComponent;

/** The notes of fids agree with the session, in whatever order requests on the same fid end. */
@Timeout(120)
class NotesTest extends NotedSession {

    private static final int RENAMEAT = 74;

    private static final int TRIES = 3000;

    private final ExecutorService two = Executors.newFixedThreadPool(2);

    @AfterEach
    void endThreads() {
        two.shutdownNow();
    }

    /** @return by the number of each fid that the next process finds, whether the fid is open */
    private Map<Integer, Boolean> noted() throws IOException {
        Map<Integer, Boolean> fids = new TreeMap<>();
        area.journal().recover(new RecoveredSession.Recovery() {
            @Override
            public void entry(RecoveredSession.Entry entry) {
                // the test looks at fids only
            }

            @Override
            public void fid(RecoveredSession.Fid fid) {
                fids.put(fid.number(), fid.kind().isPresent());
            }
        });
        return fids;
    }

    private Map<Integer, Boolean> inSession() {
        Map<Integer, Boolean> fids = new TreeMap<>();
        session.fids().all().forEach(fid -> fids.put(fid.number(), fid.isOpen()));
        return fids;
    }

    /** Waits before the end of the request is noted, like a thread that loses its processor at that point. */
    private record Halting(RequestLog.Note note, CountDownLatch reached, CountDownLatch mayEnd) implements Trace {

        @Override
        public void executed(ByteBuffer reply, long made, long gone, long opened) {
            reached.countDown();
            try {
                assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            note.executed(reply, made, gone, opened);
        }
    }

    @Test
    void anOpenThatIsNotedLateDoesNotChangeTheFidThatGotItsSlot() throws Exception {
        handle(walk(0, 1, "a"));
        lateNote(open(1), () -> {
            handle(clunk(1));
            handle(walk(0, 2, "b"));
        });
        assertThat(noted()).isEqualTo(Map.of(0, false, 2, false)).isEqualTo(inSession());
    }

    @Test
    void aWalkThatIsNotedLateDoesNotChangeTheFidThatGotItsSlot() throws Exception {
        lateNote(walk(0, 1, "a"), () -> {
            handle(clunk(1));
            RequestLog.Note second = note();
            handle(walk(0, 2, "b"), second);
        });
        assertThat(noted()).isEqualTo(Map.of(0, false, 2, false)).isEqualTo(inSession());
    }

    /**
     * Runs a request until its end is about to be noted. Then runs requests of another thread until they end or wait for the
     * first request. Then the end of the first request is noted.
     */
    private void lateNote(Message first, Runnable others) throws Exception {
        Halting halting = new Halting(note(), new CountDownLatch(1), new CountDownLatch(1));
        Future<Integer> late = two.submit(() -> handle(first, halting));
        assertThat(halting.reached.await(60, TimeUnit.SECONDS)).isTrue();
        Thread overtaking = new Thread(others, "overtaking");
        overtaking.start();
        while (overtaking.isAlive() && overtaking.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        halting.mayEnd.countDown();
        assertThat(late.get(60, TimeUnit.SECONDS)).isZero();
        overtaking.join();
        halting.note.free();
    }

    @Test
    void notesAgreeWithTheSessionHoweverRequestsOnAFidOvertakeOneAnother() throws Exception {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            handle(walk(0, 1, "a"));
            CyclicBarrier start = new CyclicBarrier(2);
            List<Future<?>> both = List.of(
                    two.submit(() -> {
                        start.await();
                        handle(open(1));
                        return handle(walk(0, 3, "a"));
                    }),
                    two.submit(() -> {
                        start.await();
                        handle(clunk(1));
                        handle(walk(0, 2, "b"));
                        return handle(clunk(3));
                    }));
            for (Future<?> each : both) {
                each.get(60, TimeUnit.SECONDS);
            }
            assertThat(noted()).as("try " + attempt).isEqualTo(inSession());
            handle(clunk(2));
            handle(clunk(3));
        }
    }

    @Test
    void aNewSessionHasASlotForEachOfItsPathEntries() throws Exception {
        handle(walk(0, 1, "a"));
        handle(walk(0, 2, "b"));
        journal.end();
        session.close();
        journal.beginSession("9P2000.L", 8192);
        session = new Session(export, Dialect.LINUX, 8192, 100, journal);
        handle(new Message(ATTACH).u32(0).u32(-1).string("").string("").u32(0));
        for (int fid = 1; fid < 20; fid++) {
            handle(walk(0, fid, fid % 2 == 0 ? "a" : "b"));
        }
        assertThat(session.fids().all().stream().map(fid -> fid.entry().note()))
                .doesNotHaveDuplicates()
                .doesNotContain(Trace.NOTHING);
    }

    /** The files that the killed process had open. */
    private DescriptorStore descriptorStore() {
        return new DescriptorStore() {
            @Override
            public AutoCloseable take(String token) throws IOException {
                for (Fid fid : session.fids().all()) {
                    for (Optional<PathEntry> at = Optional.of(fid.entry());
                            at.isPresent();
                            at = at.get().folder()) {
                        if (at.get().token().equals(token)) {
                            return at.get().openNode().orElseThrow().duplicate();
                        }
                    }
                }
                throw new IOException("no open file has the token " + token);
            }

            @Override
            public void closeUnclaimed() {
                // no file is unclaimed
            }
        };
    }

    private Session next() throws IOException {
        return Session.recover(export, 100, area.journal(), descriptorStore());
    }

    private boolean isOpen(int fid) throws FileException {
        return session.fids().get(fid).entry().openNode().isPresent();
    }

    /** Fid 1 stands for the file a, fid 2 for the file c/a. Both files are closed, because four descriptors are the limit. */
    private void withClosedFiles() throws Exception {
        session.close();
        export.close();
        Files.createDirectory(folder.resolve("c"));
        Files.write(folder.resolve("c/a"), new byte[] {'c'});
        start(HostFilesComponent.ofThisHost().orElseThrow().open(folder), 4);
        handle(walk(0, 1, "a"));
        handle(walk(0, 2, "c", "a"));
        for (int fid = 3; fid < 12; fid++) {
            assertThat(handle(walk(0, fid, "b"))).isZero();
        }
        assertThat(isOpen(1)).isFalse();
        assertThat(isOpen(2)).isFalse();
    }

    private static FileId file(Session of, int fid) throws FileException {
        return FileId.of(of.fids().get(fid).entry().node().stat());
    }

    @Test
    void closedFilesAreFoundByTheirNames() throws Exception {
        withClosedFiles();
        Session next = next();
        for (int fid : List.of(1, 2, 5)) {
            assertThat(file(next, fid)).isEqualTo(file(session, fid));
            assertThat(next.fids().get(fid).entry().id()).isEqualTo(file(session, fid));
        }
        next.close();
    }

    @Test
    void aFileThatWasClosedAndOpenedAgainIsTakenEvenWithoutAName() throws Exception {
        withClosedFiles();
        FileId file = file(session, 1);
        assertThat(isOpen(1)).isTrue();
        Files.delete(folder.resolve("a"));
        Session next = next();
        assertThat(file(next, 1)).isEqualTo(file);
        next.close();
    }

    @Test
    void aClosedFileThatWasRenamedBeforeTheKillIsFoundByItsNewName() throws Exception {
        withClosedFiles();
        assertThat(handle(new Message(RENAMEAT).u32(0).string("c").u32(0).string("d")))
                .isZero();
        assertThat(isOpen(2)).isFalse();
        Session next = next();
        assertThat(file(next, 2)).isEqualTo(file(session, 2));
        next.close();
    }

    @Test
    void anotherFileOfTheSameNameIsNotUsedInPlaceOfTheFirst() throws Exception {
        withClosedFiles();
        Files.write(folder.resolve("new"), new byte[] {'n'});
        Files.move(folder.resolve("new"), folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
        Session next = next();
        assertThatThrownBy(() -> file(next, 1))
                .isInstanceOfSatisfying(
                        FileException.class,
                        failed -> assertThat(failed.errno()).isEqualTo(Errno.ESTALE));
        assertThat(file(next, 2)).as("another fid of the guest").isEqualTo(file(session, 2));
        next.close();
    }
}
