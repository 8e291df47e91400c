// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The genuine swtpm gives random bytes, also after it was started again. */
@Timeout(60)
class SwtpmTest {

    private static final int GET_RANDOM = 0x17b;
    private static final int BYTES = 16;

    @TempDir
    Path folder;

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, "swtpm")));
    }

    private Process start() throws Exception {
        Path socket = folder.resolve("tpm.sock");
        Files.deleteIfExists(socket);
        Process swtpm = new ProcessBuilder(
                        "swtpm", "socket", "--tpm2", "--tpmstate", "dir=" + folder, "--server",
                        "type=unixio,path=" + socket, "--flags", "not-need-init,startup-clear")
                .inheritIO()
                .start();
        while (!isListening(socket)) {
            assertThat(swtpm.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return swtpm;
    }

    /** The file of a socket exists before its program listens; {@code /proc/net/unix} has the flag of those that accept connections. */
    private static boolean isListening(Path socket) throws IOException {
        return Files.readAllLines(Path.of("/proc/net/unix")).stream()
                .anyMatch(line -> line.endsWith(" " + socket) && line.contains(" 00010000 "));
    }

    private static byte[] random(TpmSocket tpm) throws Exception {
        ByteBuffer command = ByteBuffer.allocate(12)
                .putShort((short) 0x8001)
                .putInt(12)
                .putInt(GET_RANDOM)
                .putShort((short) BYTES);
        byte[] response = tpm.exchange(command.array());
        assertThat(ByteBuffer.wrap(response).getInt(6)).isZero();
        return Arrays.copyOfRange(response, TpmMessage.HEADER + 2, response.length);
    }

    @Test
    void givesRandomBytes() throws Exception {
        Assumptions.assumeTrue(isInstalled(), "swtpm is not installed");
        Process swtpm = start();
        try (TpmSocket tpm = new TpmSocket(folder.resolve("tpm.sock"))) {
            byte[] first = random(tpm);
            assertThat(first).hasSize(BYTES).isNotEqualTo(random(tpm));

            swtpm.destroy();
            swtpm.waitFor();
            swtpm = start();

            assertThat(random(tpm)).hasSize(BYTES).isNotEqualTo(first);
        } finally {
            swtpm.destroy();
            swtpm.waitFor();
        }
    }
}
