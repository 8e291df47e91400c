package org.xenbay.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.Share;
import org.xenbay.api.guest.Guest;
import org.xenbay.backend.ninepfs.NinePfsBackend;
import org.xenbay.backend.ninepfs.NinePfsSettings;
import org.xenbay.core.device.LastingMemory;
import org.xenbay.core.handover.JournalFolder;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.StreamTransport;
import org.xenbay.nativexen.file.HostFilesComponent;

/**
 * Files in the page cache, read by a guest through the embedded rings, beside a plain loop of pread calls of the same
 * sizes; and by a client on a UNIX socket, from this server and from diod where that is installed.
 */
final class NinePfsBenchmark {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final int BLOCK = 508 * 1024;
    private static final int SMALL = 4096;
    private static final int BLOCKS = 128;
    /** How often the file is read in one run: processor time is counted in steps of 10 ms. */
    private static final int TIMES = 8;

    private static final int RUNS = 7;
    private static final int TREAD = 116;
    private static final int MSIZE_OF_DIOD = 65536;
    private static final Path DIOD = Path.of("/usr/sbin/diod");

    private final HostFiles files = HostFilesComponent.ofThisHost().orElseThrow();
    private Path folder;

    /** What is measured: moves all blocks once. */
    @FunctionalInterface
    private interface Round {
        void run() throws Exception;
    }

    void run() throws Exception {
        folder = Files.createTempDirectory("xenbay-benchmark");
        Path file = folder.resolve("file");
        try {
            Files.write(file, new byte[BLOCKS * BLOCK]);
            plain();
            rings("rings", LastingMemory.NONE);
            rings("rings with a journal", new JournalFolder(Files.createDirectory(folder.resolve("run"))));
            sockets();
        } finally {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path each : left.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static void report(String what, int block, int count, Round round) throws Exception {
        double[] rates = new double[RUNS];
        double[] costs = new double[RUNS];
        for (int run = -3; run < RUNS; run++) {
            long cpu = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            round.run();
            if (run >= 0) {
                long nanos = System.nanoTime() - start;
                costs[run] = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / count;
                rates[run] = block >= BLOCK / 16 ? (double) count * block * 1e3 / nanos : count * 1e9 / nanos;
            }
        }
        System.out.printf(
                "9pfs %s: %s, processors %s each%n",
                what,
                new Statistics(rates).text(block >= BLOCK / 16 ? "MB/s" : "/s"),
                new Statistics(costs).text("us"));
    }

    private void plain() throws Exception {
        ByteBuffer target = ByteBuffer.allocateDirect(BLOCK);
        try (Share share = files.open(folder);
                FileNode root = share.root();
                FileNode node = root.lookup("file".getBytes());
                OpenFile open = node.openFile(0)) {
            report("pread of 508 KiB", BLOCK, TIMES * BLOCKS, () -> {
                for (int i = 0; i < TIMES * BLOCKS; i++) {
                    open.read((long) i % BLOCKS * BLOCK, target.clear());
                }
            });
            report("pread of 4 KiB", SMALL, 20_000, () -> {
                for (int i = 0; i < 20_000; i++) {
                    open.read(
                            (long) i * SMALL % (BLOCKS * BLOCK), target.clear().limit(SMALL));
                }
            });
        }
    }

    private void rings(String what, LastingMemory lasting) throws Exception {
        NinePfsBackend backend = new NinePfsBackend(settings(Map.of()));
        backend.setFiles(files);
        FrontendProbe probe = new FrontendProbe();
        try (CoreHost host = new CoreHost(backend, "9pfs", lasting);
                FrontendThreads threads = new FrontendThreads()) {
            Guest guest = host.xen().create("guest");
            host.admin()
                    .attach(new DeviceId(guest.domain(), "9pfs", 0), Map.of("tag", "share", "path", folder.toString()));
            try (NinePfsFrontend frontend = new NinePfsFrontend(guest, 0, 2, 9, threads, probe)) {
                frontend.start();
                if (!probe.awaitFrontend(XenbusState.CONNECTED, Duration.ofSeconds(10))) {
                    throw new IllegalStateException("not connected: " + probe.failures());
                }
                frontend.discardData(true);
                client(what, new NinePClient(frontend), 1 << 19, BLOCK);
            }
        } finally {
            backend.deactivate();
        }
    }

    private static void client(String what, NinePClient client, int msize, int block) throws Exception {
        client.version(msize, "9P2000.L");
        int root = client.attach(0, "");
        int file = client.walk(root, "file");
        client.open(file, 0);
        int blocks = TIMES * BLOCKS * BLOCK / block;
        for (int depth : new int[] {1, 2, 4}) {
            report(
                    what + ", read of " + block / 1024 + " KiB, " + depth + " at a time",
                    block,
                    blocks,
                    () -> reads(client, file, block, blocks, depth));
        }
        for (int depth : new int[] {1, 4}) {
            report(
                    what + ", read of 4 KiB, " + depth + " at a time",
                    SMALL,
                    10_000,
                    () -> reads(client, file, SMALL, 10_000, depth));
        }
        report(what + ", walk, getattr and clunk", 1, 3_000, () -> {
            for (int i = 0; i < 3_000; i++) {
                int fid = client.walk(root, "file");
                client.getattr(fid);
                client.clunk(fid);
            }
        });
        int[] round = new int[1];
        report(what + ", create, write, clunk and remove", 1, 1_000, () -> {
            round[0]++;
            for (int i = 0; i < 1_000; i++) {
                int fid = client.walk(root);
                client.create(fid, "new-" + round[0] + "-" + i, 1, 0644, 0);
                client.write(fid, 0, new byte[10]);
                client.clunk(fid);
                client.unlinkat(root, "new-" + round[0] + "-" + i, 0);
            }
        });
    }

    private static void reads(NinePClient client, int file, int block, int count, int depth) throws Exception {
        Queue<CompletableFuture<byte[]>> underWay = new ArrayDeque<>();
        for (int i = 0; i < count + depth; i++) {
            if (i >= depth) {
                byte[] reply = underWay.remove().get();
                if ((reply[4] & 0xFF) != TREAD + 1) {
                    throw new IllegalStateException("a read failed");
                }
            }
            if (i < count) {
                long position = (long) i * block % ((long) BLOCKS * BLOCK);
                underWay.add(
                        client.send(new Message(TREAD).u32(file).u64(position).u32(block)));
            }
        }
    }

    private void sockets() throws Exception {
        Path socket = folder.resolve("xenbay.sock");
        NinePfsBackend backend = new NinePfsBackend(
                settings(Map.of("listenSocket", socket.toString(), "listenPath", folder.toString())));
        backend.setFiles(files);
        try {
            onSocket("socket, xenbay", socket);
        } finally {
            backend.deactivate();
        }
        if (!Files.isExecutable(DIOD)) {
            System.out.println("9pfs socket, diod: not installed");
            return;
        }
        Path other = folder.resolve("diod.sock");
        Process diod = new ProcessBuilder(
                        DIOD.toString(), "-f", "-n", "-l", other.toString(), "-e", folder.toString(), "-L", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("diod.log").toFile())
                .start();
        try {
            for (int i = 0; i < 100 && !Files.exists(other); i++) {
                Thread.sleep(50);
            }
            onSocket("socket, diod", other);
        } finally {
            diod.destroy();
            diod.waitFor();
        }
    }

    private void onSocket(String what, Path socket) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            try (StreamTransport transport = new StreamTransport(channel)) {
                NinePClient client = new NinePClient(transport);
                boolean diod = what.endsWith("diod");
                clientOf(what, client, diod ? folder.toString() : "");
            }
        } catch (IOException failed) {
            System.out.printf("9pfs %s: %s%n", what, failed.getMessage());
        }
    }

    private static void clientOf(String what, NinePClient client, String aname) throws Exception {
        client.version(MSIZE_OF_DIOD, "9P2000.L");
        int root = client.attach(0, aname);
        int file = client.walk(root, "file");
        client.open(file, 0);
        int block = 60 * 1024;
        int blocks = TIMES * BLOCKS * BLOCK / block;
        for (int depth : new int[] {1, 4}) {
            report(
                    what + ", read of 60 KiB, " + depth + " at a time",
                    block,
                    blocks,
                    () -> reads(client, file, block, blocks, depth));
        }
        report(what + ", read of 4 KiB, one at a time", SMALL, 10_000, () -> reads(client, file, SMALL, 10_000, 1));
        report(what + ", walk, getattr and clunk", 1, 3_000, () -> {
            for (int i = 0; i < 3_000; i++) {
                int fid = client.walk(root, "file");
                client.getattr(fid);
                client.clunk(fid);
            }
        });
    }

    private static NinePfsSettings settings(Map<String, Object> given) {
        return (NinePfsSettings) Proxy.newProxyInstance(
                NinePfsSettings.class.getClassLoader(),
                new Class<?>[] {NinePfsSettings.class},
                (proxy, method, args) -> given.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
