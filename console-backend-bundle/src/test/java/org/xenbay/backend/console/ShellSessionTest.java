// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.backend.console.command.ConsoleAttachment.Session;

@Timeout(60)
class ShellSessionTest {

    private final StringBuilder seen = new StringBuilder();
    private final AtomicInteger ended = new AtomicInteger();

    private Session attach(Fixture console) {
        return console.backend.attach(
                console.device.id(),
                bytes -> seen.append(StandardCharsets.UTF_8.decode(bytes)),
                ended::incrementAndGet);
    }

    @Test
    void aShellSeesWhatWasKeptAndThenWhatComes() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("before\n");
            try (Session session = attach(console)) {
                console.device.settle();
                console.guest.write("after\n");
                assertThat(seen.toString()).isEqualTo("before\nafter\n");
            }
            console.guest.write("unseen\n");
            assertThat(seen.toString()).isEqualTo("before\nafter\n");
            assertThat(ended).as("it left by itself").hasValue(0);
        }
    }

    @Test
    void onlyConnectedConsolesCanBeAttachedTo() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.init();
            assertThat(console.backend.consoles()).isEmpty();
            assertThatThrownBy(() -> attach(console))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("5/console/1");
            console.connect();
            assertThat(console.backend.consoles()).containsExactly(new DeviceId(5, "console", 1));
            assertThatThrownBy(() -> console.backend.attach(new DeviceId(6, "console", 1), bytes -> {}, () -> {}))
                    .hasMessageContaining("6/console/1");
        }
    }

    @Test
    void itIsToldOnceWhenTheConsoleEnds() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            Session session = attach(console);
            console.disconnect();
            assertThat(ended).hasValue(1);
            session.close();
            assertThat(ended).hasValue(1);
            assertThat(session.type(ByteBuffer.wrap(new byte[3]))).isZero();
            assertThat(console.backend.consoles()).isEmpty();
        }
    }

    @Test
    void typingIsBoundedAndContinuesAfterTheSessionWasLeft() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            Session session = attach(console);
            byte[] input = Fixture.bytes(100_000, 31);
            ByteBuffer left = ByteBuffer.wrap(input);
            int taken = session.type(left);
            assertThat(taken).isEqualTo(ShellSession.MAX_INPUT);
            assertThat(left.remaining()).isEqualTo(100_000 - taken);
            console.device.settle();
            session.close();
            console.device.settle();
            ByteBuffer read = ByteBuffer.allocate(taken);
            while (read.hasRemaining()) {
                byte[] some = console.guest.read();
                assertThat(some).isNotEmpty();
                read.put(some);
            }
            assertThat(read.array()).isEqualTo(Arrays.copyOf(input, taken));
        }
    }

    @Test
    void aReaderThatFailsIsDetachedAlone() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.backend.attach(
                    console.device.id(),
                    bytes -> {
                        throw new IllegalStateException("the window was closed");
                    },
                    ended::incrementAndGet);
            Session other = attach(console);
            console.device.settle();
            console.guest.write("hello");
            assertThat(seen.toString()).isEqualTo("hello");
            assertThat(console.device.failure).hasValue(null);
            assertThat(console.device.errors).hasSize(1);
            assertThat(ended).hasValue(1);
            other.close();
        }
    }

    @Test
    void aReaderCannotChangeWhatOthersSee() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.backend.attach(
                    console.device.id(), bytes -> assertThat(bytes.isReadOnly()).isTrue(), () -> {});
            console.device.settle();
            console.guest.write("x");
            assertThat(console.device.errors).isEmpty();
        }
    }
}
