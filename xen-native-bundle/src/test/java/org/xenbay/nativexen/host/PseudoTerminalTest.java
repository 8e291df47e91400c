// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.nativexen.confine.NativeThreadConfinement;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.TerminalCalls;
import org.xenbay.nativexen.testing.OpenDescriptors;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class PseudoTerminalTest {

    private TerminalLoop terminals;

    @BeforeAll
    static void load() {
        TerminalCalls.load();
    }

    @BeforeEach
    void start() throws IOException {
        terminals = new TerminalLoop(Machine.here(), ThisProcess.withoutKeeper());
    }

    @AfterEach
    void stop() {
        terminals.close();
    }

    @Test
    void everyByteReachesAProgramUnchanged() throws Exception {
        try (PseudoTerminal terminal = terminals.open();
                InputStream program = new FileInputStream(terminal.slavePath())) {
            ByteBuffer sent = ByteBuffer.wrap(allBytes());
            while (sent.hasRemaining()) {
                terminal.write(sent);
            }
            assertThat(take(program, 256)).isEqualTo(allBytes());
        }
    }

    @Test
    void everyByteAProgramTypesArrivesUnchanged() throws Exception {
        try (PseudoTerminal terminal = terminals.open();
                OutputStream program = new FileOutputStream(terminal.slavePath())) {
            program.write(allBytes());
            assertThat(readExactly(terminal, 256)).isEqualTo(allBytes());
        }
    }

    /** The thread that waits for terminals needs open descriptors only. */
    @Test
    void whoIsToldOfATerminalOpensNoFileOnThatThread() throws Exception {
        NativeThreadConfinement confinement = NativeThreadConfinement.ofThisHost(List.of());
        assumeTrue(confinement.confinesFiles(), confinement.describe());
        Path secret = Files.createTempFile("xenbay", "secret");
        try (PseudoTerminal terminal = terminals.open();
                OutputStream program = new FileOutputStream(terminal.slavePath())) {
            CompletableFuture<String> outcome = new CompletableFuture<>();
            terminal.awaitReadable(() -> {
                try {
                    outcome.complete("read " + Files.readString(secret));
                } catch (IOException refused) {
                    outcome.complete(refused.getClass().getSimpleName());
                }
            });
            program.write('x');
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo("AccessDeniedException");
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void nothingIsEchoed() throws Exception {
        try (PseudoTerminal terminal = terminals.open()) {
            terminal.write(ByteBuffer.wrap("login: ".getBytes(StandardCharsets.US_ASCII)));
            try (OutputStream program = new FileOutputStream(terminal.slavePath())) {
                program.write('x');
            }
            assertThat(readExactly(terminal, 1)).containsExactly('x');
            assertThat(terminal.read(ByteBuffer.allocate(100))).isZero();
        }
    }

    @Test
    void whatIsWrittenIsKeptUntilAProgramComes() throws Exception {
        try (PseudoTerminal terminal = terminals.open()) {
            terminal.write(ByteBuffer.wrap("early".getBytes(StandardCharsets.US_ASCII)));
            try (InputStream program = new FileInputStream(terminal.slavePath())) {
                assertThat(take(program, 5)).asString(StandardCharsets.US_ASCII).isEqualTo("early");
            }
        }
    }

    @Test
    void aProgramThatLeavesDoesNotEndTheTerminal() throws Exception {
        try (PseudoTerminal terminal = terminals.open()) {
            for (int visit = 0; visit < 3; visit++) {
                try (OutputStream program = new FileOutputStream(terminal.slavePath())) {
                    program.write('a' + visit);
                }
                assertThat(readExactly(terminal, 1)).containsExactly('a' + visit);
                assertThat(terminal.read(ByteBuffer.allocate(1))).isZero();
            }
            AtomicInteger calls = new AtomicInteger();
            terminal.awaitReadable(calls::incrementAndGet);
            CountDownLatch other = new CountDownLatch(1);
            terminal.awaitWritable(other::countDown);
            assertThat(other.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(calls).as("no hang-up is taken for input").hasValue(0);
        }
    }

    @Test
    void aSlowReaderGetsEverythingAndTheWriterIsToldWhenThereIsRoom() throws Exception {
        byte[] sent = new byte[300_000];
        new Random(7).nextBytes(sent);
        try (PseudoTerminal terminal = terminals.open()) {
            ByteBuffer left = ByteBuffer.wrap(sent);
            assertThat(writeUntilFull(terminal, left))
                    .as("the terminal fills up")
                    .isZero();
            assertThat(left.hasRemaining()).isTrue();

            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> readSlave(terminal, sent.length));
            int waits = 0;
            while (left.hasRemaining()) {
                CountDownLatch writable = new CountDownLatch(1);
                terminal.awaitWritable(writable::countDown);
                assertThat(writable.await(20, TimeUnit.SECONDS)).isTrue();
                waits++;
                writeUntilFull(terminal, left);
            }
            assertThat(waits).isPositive();
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
        }
    }

    @Test
    void aListenerIsCalledOnceForEachTimeItIsArmed() throws Exception {
        try (PseudoTerminal terminal = terminals.open();
                OutputStream program = new FileOutputStream(terminal.slavePath())) {
            AtomicInteger calls = new AtomicInteger();
            terminal.awaitReadable(calls::incrementAndGet);
            program.write(1);
            await().until(() -> calls.get() == 1);
            program.write(2);
            CountDownLatch again = new CountDownLatch(1);
            terminal.awaitWritable(again::countDown);
            assertThat(again.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(calls).hasValue(1);
            terminal.awaitReadable(calls::incrementAndGet);
            await().until(() -> calls.get() == 2);
        }
    }

    @Test
    void directBuffersAndPositionsAreHonoured() throws Exception {
        try (PseudoTerminal terminal = terminals.open();
                InputStream program = new FileInputStream(terminal.slavePath());
                OutputStream typing = new FileOutputStream(terminal.slavePath())) {
            ByteBuffer source = ByteBuffer.allocateDirect(8).put("..abcd..".getBytes(StandardCharsets.US_ASCII));
            source.position(2).limit(6);
            assertThat(terminal.write(source)).isEqualTo(4);
            assertThat(source.position()).isEqualTo(6);
            assertThat(take(program, 4)).asString(StandardCharsets.US_ASCII).isEqualTo("abcd");
            typing.write("xy".getBytes(StandardCharsets.US_ASCII));
            ByteBuffer target = ByteBuffer.allocateDirect(5).position(3);
            await().until(() -> terminal.read(target) > 0);
            assertThat(target.get(3)).isEqualTo((byte) 'x');
        }
    }

    @Test
    void aClosedTerminalSaysSo() throws Exception {
        PseudoTerminal terminal = terminals.open();
        terminal.close();
        terminal.close();
        assertThatThrownBy(() -> terminal.write(ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(terminal.slavePath())
                .hasMessageContaining("closed");
        CountDownLatch told = new CountDownLatch(1);
        terminal.awaitReadable(told::countDown);
        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoWaitsIsCalledWhenTheServiceEndsAndFindsItBroken() throws Exception {
        PseudoTerminal terminal = terminals.open();
        CountDownLatch told = new CountDownLatch(1);
        terminal.awaitReadable(told::countDown);
        terminals.close();
        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> terminal.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> terminals.open()).isInstanceOf(IOException.class);
    }

    @Test
    void twoHundredOpenAndCloseLeaveNoDescriptor() throws Exception {
        terminals.open().close();
        long before = descriptorsOfTerminals();
        for (int i = 0; i < 200; i++) {
            try (PseudoTerminal terminal = terminals.open()) {
                terminal.awaitReadable(() -> {});
                terminal.write(ByteBuffer.wrap(new byte[] {1}));
            }
        }
        assertThat(descriptorsOfTerminals()).isEqualTo(before);
    }

    @Test
    void theServiceLeavesNoThreadAndNoDescriptor() throws Exception {
        long before = descriptorsOfTerminals();
        TerminalLoop other = new TerminalLoop(Machine.here(), ThisProcess.withoutKeeper());
        other.open();
        assertThat(descriptorsOfTerminals()).isEqualTo(before + 4);
        other.close();
        assertThat(descriptorsOfTerminals()).isEqualTo(before);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("xenbay-terminals")))
                .hasSize(1);
    }

    @Test
    void manyTerminalsShareOneThread() throws Exception {
        PseudoTerminal[] all = new PseudoTerminal[64];
        CountDownLatch readable = new CountDownLatch(all.length);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < all.length; i++) {
            all[i] = terminals.open();
            all[i].awaitReadable(() -> {
                seen.add(Thread.currentThread());
                readable.countDown();
            });
        }
        for (PseudoTerminal terminal : all) {
            try (OutputStream program = new FileOutputStream(terminal.slavePath())) {
                program.write('!');
            }
        }
        assertThat(readable.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(1);
        Arrays.stream(all).forEach(PseudoTerminal::close);
    }

    private static byte[] allBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }

    /** InputStream's own method asks a file for its position, which a terminal has not. */
    private static byte[] take(InputStream program, int count) throws IOException {
        byte[] taken = new byte[count];
        new DataInputStream(program).readFully(taken);
        return taken;
    }

    private static byte[] readExactly(PseudoTerminal terminal, int count) throws Exception {
        ByteBuffer target = ByteBuffer.allocate(count);
        while (target.hasRemaining()) {
            if (terminal.read(target) == 0) {
                CountDownLatch readable = new CountDownLatch(1);
                terminal.awaitReadable(readable::countDown);
                assertThat(readable.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        return target.array();
    }

    private static int writeUntilFull(PseudoTerminal terminal, ByteBuffer source) throws IOException {
        int count = 1;
        while (count > 0 && source.hasRemaining()) {
            count = terminal.write(source);
        }
        return count;
    }

    private static byte[] readSlave(PseudoTerminal terminal, int count) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[1000];
        try (InputStream program = new FileInputStream(terminal.slavePath())) {
            while (received.size() < count) {
                received.write(buffer, 0, program.read(buffer));
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        return received.toByteArray();
    }

    private static long descriptorsOfTerminals() throws IOException {
        return OpenDescriptors.count(target -> target.toString().matches(".*(ptmx|event).*|/dev/pts/.*"));
    }
}
