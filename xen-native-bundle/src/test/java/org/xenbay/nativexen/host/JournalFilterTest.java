// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** Each line is in the journal or in the stream, and never in both. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class JournalFilterTest {

    /** The journal's half of the C library. */
    private static final class Receiver {
        static {
            Native.register(Receiver.class, "c");
        }

        static native int bind(int socket, Pointer address, int length);

        static native long recv(int socket, Pointer target, long length, int flags);
    }

    /** As the launcher's. */
    private static final class Priorities extends Formatter {
        @Override
        public String format(LogRecord line) {
            return "<6>Test: " + line.getMessage() + "\n";
        }
    }

    @TempDir
    Path folder;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final StreamHandler handler = new StreamHandler(stream, new Priorities());
    private Path path;
    private int receiver;

    @BeforeEach
    void listen() throws IOException {
        Libc.load();
        path = folder.resolve("journal");
        receiver = CallException.checked(Libc.socket(LibcAbi.AF_UNIX, LibcAbi.SOCK_DGRAM, 0), "socket");
        byte[] address = Descriptors.socketAddress(path.toString().getBytes(StandardCharsets.UTF_8));
        try (Memory memory = new Memory(address.length)) {
            memory.write(0, address, 0, address.length);
            assertThat(Receiver.bind(receiver, memory, address.length)).isZero();
        }
    }

    @AfterEach
    void close() {
        Descriptors.close(receiver);
    }

    private void log(String message) {
        handler.publish(new LogRecord(Level.INFO, message));
    }

    private String written() {
        handler.flush();
        return stream.toString(StandardCharsets.UTF_8);
    }

    /** @return the message of the next entry; null when there is none */
    private String received() {
        try (Memory target = new Memory(2L * JournalSocket.MAX_BYTES)) {
            int length = (int) Receiver.recv(receiver, target, target.size(), LibcAbi.MSG_DONTWAIT);
            return length < 0
                    ? null
                    : new String(target.getByteArray(0, length), StandardCharsets.UTF_8)
                            .lines()
                            .findFirst()
                            .orElseThrow();
        }
    }

    @Test
    void theStreamHasTheLinesBeforeAndAfterAndTheJournalThoseBetween() throws IOException {
        log("before");
        JournalSocket journal = new JournalSocket(path);
        JournalFilter filter = JournalFilter.add(handler, journal);
        log("between");
        assertThat(received()).isEqualTo("MESSAGE=Test: between");
        filter.remove();
        journal.close();
        log("after");
        assertThat(received()).isNull();
        assertThat(written()).isEqualTo("<6>Test: before\n<6>Test: after\n");
    }

    @Test
    void whatTheJournalDoesNotTakeIsWrittenToTheStream() throws IOException {
        try (JournalSocket journal = new JournalSocket(path)) {
            JournalFilter.add(handler, journal);
            String tooLong = "x".repeat(JournalSocket.MAX_BYTES);
            log(tooLong);
            assertThat(received()).isNull();
            Files.delete(path);
            log("nobody receives");
            assertThat(written()).isEqualTo("<6>Test: " + tooLong + "\n<6>Test: nobody receives\n");
        }
        log("after the end");
        assertThat(written()).endsWith("<6>Test: after the end\n");
    }

    /** Threads do not wait for a journal that does not read: a full queue is as no journal. */
    @Test
    void aJournalThatDoesNotReadDelaysNobody() throws IOException {
        try (JournalSocket journal = new JournalSocket(path)) {
            JournalFilter.add(handler, journal);
            int lines = 0;
            while (written().isEmpty()) {
                log("line " + lines++);
            }
            for (int line = 0; line < lines - 1; line++) {
                assertThat(received()).isEqualTo("MESSAGE=Test: line " + line);
            }
            assertThat(received()).isNull();
            assertThat(written()).isEqualTo("<6>Test: line " + (lines - 1) + "\n");
            log("later");
            assertThat(received()).isEqualTo("MESSAGE=Test: later");
        }
    }

    @Test
    void aFilterThatWasThereStillDecides() throws IOException {
        Filter earlier = line -> !line.getMessage().contains("secret");
        handler.setFilter(earlier);
        try (JournalSocket journal = new JournalSocket(path)) {
            JournalFilter filter = JournalFilter.add(handler, journal);
            log("a secret");
            assertThat(received()).isNull();
            filter.remove();
        }
        assertThat(handler.getFilter()).isSameAs(earlier);
        assertThat(written()).isEmpty();
    }

    /** The next version of the bundle may have come before this one leaves. */
    @Test
    void aFilterThatIsNotTheLastOneLeavesTheOthersAlone() throws IOException {
        try (JournalSocket journal = new JournalSocket(path)) {
            JournalFilter first = JournalFilter.add(handler, journal);
            Filter other = line -> false;
            handler.setFilter(other);
            first.remove();
            assertThat(handler.getFilter()).isSameAs(other);
        }
    }

    @Test
    void aLineThatCannotBeFormattedIsTheHandlersToReport() throws IOException {
        handler.setFormatter(new Formatter() {
            @Override
            public String format(LogRecord line) {
                throw new IllegalStateException("no words");
            }
        });
        int[] errors = new int[1];
        handler.setErrorManager(new java.util.logging.ErrorManager() {
            @Override
            public void error(String message, Exception failed, int code) {
                errors[0]++;
            }
        });
        try (JournalSocket journal = new JournalSocket(path)) {
            JournalFilter.add(handler, journal);
            log("x");
            assertThat(received()).isNull();
            assertThat(errors[0]).isEqualTo(1);
        }
    }

    @Test
    void onlyTheFileThatTheVariableNamesIsTheJournals() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        String stream = Files.getAttribute(path, "unix:dev") + ":" + Files.getAttribute(path, "unix:ino");
        assertThat(JournalComponent.reads(stream, path)).isTrue();
        assertThat(JournalComponent.reads(stream, other)).isFalse();
        assertThat(JournalComponent.reads(stream + "0", path)).isFalse();
        assertThat(JournalComponent.reads("", path)).isFalse();
        assertThat(JournalComponent.reads(null, path)).isFalse();
        assertThat(JournalComponent.reads(stream, folder.resolve("missing"))).isFalse();
    }
}
