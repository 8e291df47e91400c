// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.Transferable;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.descriptor.InheritedDescriptors;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.TerminalAbi;

/** What other programs do to a terminal's modes types nothing of the guest's output back into the guest. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class RawTerminalTest {

    private static final int OUTPUT = 1 << 20;

    /** Hangs a terminal up for all that have it open (asm-generic/ioctls.h). */
    private static final int TIOCVHANGUP = 0x5437;

    private TerminalLoop terminals;

    @BeforeAll
    static void load() {
        Libc.load();
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
    void aProgramThatTurnsEchoOnHasNothingTypedBackIntoTheGuest() throws Exception {
        try (PseudoTerminal terminal = terminals.open()) {
            sane(terminal.slavePath());
            assertThat(comesBackOfAMegabyte(terminal)).isZero();
            assertThat(modes(terminal.slavePath())).contains("-echo ", "-icanon", "-opost");
        }
    }

    @Test
    void whatIsTypedAfterAProgramTriedToTurnEchoOnArrives() throws Exception {
        try (PseudoTerminal terminal = terminals.open()) {
            terminal.write(bytes("login: "));
            sane(terminal.slavePath());
            type(terminal, "root\r");
            assertThat(read(terminal, 5)).isEqualTo("root\r");
        }
    }

    @Test
    void aTerminalThatCannotBeLockedIsPutRightAtItsNextUse() throws Exception {
        try (PseudoTerminal terminal = terminals.open()) {
            unlock(terminal);
            sane(terminal.slavePath());
            assertThat(comesBackOfAMegabyte(terminal)).isZero();
            assertThat(modes(terminal.slavePath())).contains("-echo ", "-icanon", "-opost");
        }
    }

    @Test
    void whatWasEchoedBeforeItWasFoundIsNotTypedAndWhatIsTypedLaterIs() throws Exception {
        try (PseudoTerminal terminal = terminals.open()) {
            unlock(terminal);
            CountDownLatch echoed = new CountDownLatch(1);
            terminal.awaitReadable(echoed::countDown);
            sane(terminal.slavePath());
            // As the kernel's worker may do with what was written just before.
            new Descriptors().write(word(terminal).first(), bytes("rm -rf /\n"));
            assertThat(echoed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(terminal.read(ByteBuffer.allocate(100))).isZero();
            type(terminal, "x");
            assertThat(read(terminal, 1)).isEqualTo("x");
        }
    }

    @Test
    void aTerminalThatIsTakenOverIsPutRightFirst() throws Exception {
        PtyPair pair = PtyPair.open();
        sane(pair.slavePath());
        try (Epoll epoll = new Epoll(Machine.here())) {
            epoll.add(pair.master(), 1);
            epoll.arm(pair.master(), 1, LibcAbi.EPOLLIN);
            new Descriptors().write(pair.master(), bytes("rm -rf /\n"));
            epoll.await((key, mask) -> {});
        }
        DescriptorToken kept =
                DescriptorToken.here(NativePseudoTerminal.KIND, pair.master(), pair.slave(), pair.identity());
        try (AutoCloseable taken = terminals.take(kept, InheritedDescriptors.none())) {
            PseudoTerminal terminal = (PseudoTerminal) taken;
            assertThat(terminal.read(ByteBuffer.allocate(100))).isZero();
            assertThat(comesBackOfAMegabyte(terminal)).isZero();
            sane(terminal.slavePath());
            assertThat(comesBackOfAMegabyte(terminal)).isZero();
        }
    }

    @Test
    void aTerminalThatWasHungUpEndsRatherThanEcho() throws Exception {
        try (PseudoTerminal terminal = terminals.open();
                Memory unused = new Memory(8)) {
            assumeTrue(
                    Libc.ioctl(word(terminal).second(), TIOCVHANGUP, unused) == 0,
                    "this process may not hang terminals up");
            try (OutputStream login = new FileOutputStream(terminal.slavePath())) {
                login.write('x');
                assertThatThrownBy(() -> terminal.write(bytes("output\n")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(terminal.slavePath());
            }
        }
    }

    /** @return how many bytes of a megabyte of output could be read back, while a program reads all of it */
    private static int comesBackOfAMegabyte(PseudoTerminal terminal) throws Exception {
        Process reader = new ProcessBuilder("head", "-c", Integer.toString(OUTPUT), terminal.slavePath())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            ByteBuffer left =
                    bytes("cat /etc/shadow; reboot\n".repeat(OUTPUT / 24 + 1)).limit(OUTPUT);
            ByteBuffer back = ByteBuffer.allocate(OUTPUT);
            while (left.hasRemaining()) {
                if (terminal.write(left) == 0) {
                    CountDownLatch writable = new CountDownLatch(1);
                    terminal.awaitWritable(writable::countDown);
                    assertThat(writable.await(20, TimeUnit.SECONDS)).isTrue();
                }
                terminal.read(back);
            }
            assertThat(back.position()).as("bytes typed back into the guest").isZero();
            assertThat(reader.waitFor(20, TimeUnit.SECONDS)).as("all was read").isTrue();
            terminal.read(back);
            return back.position();
        } finally {
            reader.destroyForcibly().waitFor();
        }
    }

    /** As people do after a program that ended badly. */
    private static void sane(String path) throws Exception {
        Process stty = new ProcessBuilder("stty", "-F", path, "sane").start();
        stty.waitFor();
    }

    private static String modes(String path) throws Exception {
        Process stty = new ProcessBuilder("stty", "-F", path, "-a").start();
        String modes = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        stty.waitFor();
        return modes;
    }

    private static DescriptorToken word(PseudoTerminal terminal) throws IOException {
        String[] parts = ((Transferable) terminal).token().split("-");
        return DescriptorToken.here(parts[0], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), parts[4]);
    }

    /** Where the process may not lock terminals, this one is not locked anyway. */
    private static void unlock(PseudoTerminal terminal) throws IOException {
        try (Memory nothing = Descriptors.zeroed(TerminalAbi.TERMIOS_SIZE)) {
            Libc.ioctl(word(terminal).first(), TerminalAbi.TIOCSLCKTRMIOS, nothing);
        }
    }

    private static void type(PseudoTerminal terminal, String text) throws IOException {
        try (OutputStream program = new FileOutputStream(terminal.slavePath())) {
            program.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String read(PseudoTerminal terminal, int count) {
        ByteBuffer target = ByteBuffer.allocate(count);
        await().until(() -> {
            terminal.read(target);
            return !target.hasRemaining();
        });
        return new String(target.array(), StandardCharsets.US_ASCII);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
