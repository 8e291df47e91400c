// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.backend.console.ConsoleBackend;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;

/** Throughput of a guest's console through its ring of 2 KiB, without a reader and with a reader on the socket. */
final class ThroughputBenchmark {

    private static final int CHUNK = 64 * 1024;
    private static final int RUNS = 5;

    void run() throws Exception {
        Path folder = Files.createTempDirectory("xenbay-benchmark");
        Path socket = folder.resolve("console.sock");
        FrontendProbe probe = new FrontendProbe();
        try (CoreHost host = new CoreHost(new ConsoleBackend(Map.of()), "console");
                FrontendThreads threads = new FrontendThreads()) {
            Guest guest = host.xen().create("guest");
            host.admin()
                    .attach(
                            new DeviceId(guest.domain(), "console", 1),
                            Map.of("connection", "socket", "path", socket.toString(), "name", "benchmark"));
            try (ConsoleFrontend console = new ConsoleFrontend(guest, 1, threads, probe)) {
                console.start();
                if (!probe.awaitFrontend(XenbusState.CONNECTED, Duration.ofSeconds(10))) {
                    throw new IllegalStateException("not connected: " + probe.failures());
                }
                report("nobody reading", console, 256);
                try (SocketChannel reader = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    reader.connect(UnixDomainSocketAddress.of(socket));
                    Thread drain = new Thread(() -> drain(reader));
                    drain.setDaemon(true);
                    drain.start();
                    report("a reader on the socket", console, 128);
                }
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private static void report(String what, ConsoleFrontend console, int megabytes) throws InterruptedException {
        byte[] chunk = new byte[CHUNK];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = (byte) (i % 80 == 79 ? '\n' : 'a' + i % 26);
        }
        double[] rates = new double[RUNS];
        for (int run = -2; run < RUNS; run++) {
            long start = System.nanoTime();
            for (long sent = 0; sent < megabytes * 1_000_000L; sent += CHUNK) {
                if (!console.writeFully(chunk, Duration.ofSeconds(60))) {
                    throw new IllegalStateException("the console does not drain");
                }
            }
            if (run >= 0) {
                rates[run] = megabytes * 1e9 / (System.nanoTime() - start);
            }
        }
        System.out.printf("console throughput, %s: %s%n", what, new Statistics(rates).text("MB/s"));
    }

    private static void drain(SocketChannel reader) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try {
            while (reader.read(buffer.clear()) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
