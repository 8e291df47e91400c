// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

@EnabledOnOs(OS.LINUX)
@Timeout(30)
class NotifySocketTest {

    /** The service manager's half of the C library. */
    private static final class Receiver {
        static {
            Native.register(Receiver.class, "c");
        }

        static native int bind(int socket, Pointer address, int length);

        static native long recv(int socket, Pointer target, long length, int flags);
    }

    @TempDir
    Path folder;

    private int socket;

    @BeforeEach
    void open() throws IOException {
        Libc.load();
        socket = CallException.checked(Libc.socket(LibcAbi.AF_UNIX, LibcAbi.SOCK_DGRAM, 0), "socket");
    }

    @AfterEach
    void close() {
        Descriptors.close(socket);
    }

    private void listenAt(byte[] path) {
        try (Memory address = new Memory(Short.BYTES + path.length)) {
            address.setShort(0, LibcAbi.AF_UNIX);
            address.write(Short.BYTES, path, 0, path.length);
            assertThat(Receiver.bind(socket, address, (int) address.size())).isZero();
        }
    }

    private String received() {
        try (Memory target = new Memory(8192)) {
            int length = (int) Receiver.recv(socket, target, target.size(), LibcAbi.MSG_DONTWAIT);
            return length < 0 ? null : new String(target.getByteArray(0, length), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theManagerIsToldByADatagramToItsSocket() {
        Path path = folder.resolve("notify");
        listenAt(path.toString().getBytes(StandardCharsets.UTF_8));
        NotifySocket manager = new NotifySocket(path.toString(), null);
        manager.ready("up\nand well");
        assertThat(received()).isEqualTo("READY=1\nSTATUS=up and well");
        manager.stopping();
        assertThat(received()).isEqualTo("STOPPING=1");
    }

    @Test
    void theStatusIsOneLineThatFitsIntoADatagramOfTheManagers() {
        Path path = folder.resolve("notify");
        listenAt(path.toString().getBytes(StandardCharsets.UTF_8));
        NotifySocket manager = new NotifySocket(path.toString(), null);
        manager.status("37 devices\r\nREADY=1\u001b[2J\u0085; all well");
        assertThat(received()).isEqualTo("STATUS=37 devices  READY=1 [2J ; all well");
        manager.status("…".repeat(5000));
        String cut = received();
        assertThat(cut).isEqualTo("STATUS=" + "…".repeat(1024));
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096);
    }

    @Test
    void theWatchdogIsAnsweredUntilTheDaemonStops() {
        Path path = folder.resolve("notify");
        listenAt(path.toString().getBytes(StandardCharsets.UTF_8));
        NotifySocket manager = new NotifySocket(path.toString(), Duration.ofSeconds(30));
        assertThat(manager.watchdog()).contains(Duration.ofSeconds(30));
        manager.alive();
        assertThat(received()).isEqualTo("WATCHDOG=1");
        manager.stopping();
        assertThat(received()).isEqualTo("STOPPING=1\nWATCHDOG_USEC=0");
        manager.alive();
        assertThat(received()).as("systemd would begin to watch again").isNull();
    }

    @Test
    void whoIsNotWatchedGivesNoSignOfLife() {
        Path path = folder.resolve("notify");
        listenAt(path.toString().getBytes(StandardCharsets.UTF_8));
        NotifySocket manager = new NotifySocket(path.toString(), null);
        assertThat(manager.watchdog()).isEmpty();
        manager.alive();
        assertThat(received()).isNull();
    }

    @Test
    void anAbstractNameBeginsWithAnAt() {
        String name = "xenbay-test-" + ProcessHandle.current().pid();
        listenAt(("\0" + name).getBytes(StandardCharsets.UTF_8));
        new NotifySocket("@" + name, null).stopping();
        assertThat(received()).isEqualTo("STOPPING=1");
    }

    @Test
    void aManagerThatIsGoneIsNoFailureOfTheDaemons() {
        new NotifySocket(folder.resolve("nobody").toString(), null).ready("up");
        assertThat(received()).isNull();
    }

    @Test
    void whatNamesNoSocketIsRefused() {
        for (String name : new String[] {"x", "/", "relative", "/" + "x".repeat(108)}) {
            assertThatThrownBy(() -> new NotifySocket(name, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }
}
