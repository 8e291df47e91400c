// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A character device joined to a socket by socat: a raw pseudo-terminal, in place of the kernel's /dev/xen/xenbus. */
public final class SocatDevice implements AutoCloseable {

    private static final Path SOCAT = Path.of("/usr/bin/socat");

    private final Process socat;
    private final Path device;

    private SocatDevice(Process socat, Path device) {
        this.socat = socat;
        this.device = device;
    }

    /** Starts one; where socat is absent the test is skipped, visibly. */
    public static SocatDevice joinedTo(Path socket, Path device) throws IOException {
        if (!Files.isExecutable(SOCAT)) {
            System.out.println("SKIPPED: socat is absent; the character device route is not tested");
        }
        Assumptions.assumeTrue(Files.isExecutable(SOCAT), "socat is installed");
        Process process = new ProcessBuilder(
                        SOCAT.toString(), "PTY,raw,echo=0,link=" + device, "UNIX-CONNECT:" + socket)
                .inheritIO()
                .start();
        SocatDevice started = new SocatDevice(process, device);
        boolean ready = false;
        try {
            Awaitility.await().atMost(10, SECONDS).until(() -> Files.exists(device));
            ready = true;
            return started;
        } finally {
            if (!ready) {
                started.close();
            }
        }
    }

    public Path path() {
        return device;
    }

    @Override
    public void close() {
        socat.destroyForcibly();
        socat.onExit().join();
    }
}
