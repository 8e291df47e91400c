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
import java.util.stream.Stream;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.Share;
import org.xenbay.api.guest.Guest;
import org.xenbay.backend.ninepfs.NinePfsBackend;
import org.xenbay.core.device.PersistentMemory;
import org.xenbay.core.handover.JournalFolder;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.StreamTransport;
import org.xenbay.nativexen.file.HostFilesComponent;

/**
 * Compares accesses to files in the page cache: a guest's reads through the embedded rings with a plain loop of pread calls of
 * the same sizes, and this server on a UNIX socket with diod, if diod is installed, by the same client.
 */
final class NinePfsBenchmark {

    private static final int MSIZE = 1 << 19;
    private static final int MSIZE_OF_DIOD = 65536;
    private static final int BLOCK_OF_DIOD = 60 * 1024;
    private static final Path DIOD = Path.of("/usr/sbin/diod");

    private final HostFiles files = HostFilesComponent.ofThisHost().orElseThrow();
    private final Path folder;

    /** Uses a session of a client. */
    @FunctionalInterface
    private interface Measured {
        void run(NinePfsWork work) throws Exception;
    }

    /** @throws IOException when the shared folder cannot be made */
    NinePfsBenchmark() throws IOException {
        folder = Files.createTempDirectory("xenbay-benchmark");
    }

    /** Runs once: removes its folder at the end. */
    void run() throws Exception {
        try {
            Files.write(folder.resolve("file"), new byte[NinePfsWork.FILE_SIZE]);
            rings("rings", PersistentMemory.NONE);
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

    private void rings(String what, PersistentMemory persistentMemory) throws Exception {
        NinePfsBackend backend = new NinePfsBackend(Map.of());
        backend.setFiles(files);
        FrontendProbe probe = new FrontendProbe();
        try (CoreHost host = new CoreHost(backend, "9pfs", persistentMemory);
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
                besidePread(what, new NinePfsWork(new NinePClient(frontend), MSIZE, ""));
            }
        } finally {
            backend.deactivate();
        }
    }

    private void besidePread(String what, NinePfsWork work) throws Exception {
        ByteBuffer target = ByteBuffer.allocateDirect(NinePfsWork.BLOCK);
        try (Share share = files.open(folder);
                FileNode root = share.root();
                FileNode node = root.lookup("file".getBytes());
                OpenFile open = node.openFile(0)) {
            for (int depth : new int[] {1, 2, 4}) {
                read(open, target, NinePfsWork.BLOCK, 64, depth, what, work);
            }
            for (int depth : new int[] {1, 4}) {
                read(open, target, NinePfsWork.SMALL, 2000, depth, what, work);
            }
        }
    }

    private static void read(
            OpenFile open, ByteBuffer target, int block, int count, int depth, String what, NinePfsWork work)
            throws Exception {
        boolean small = block == NinePfsWork.SMALL;
        int blocks = NinePfsWork.FILE_SIZE / block;
        PairedComparison.report(
                "read of " + block / 1024 + " KiB, " + depth + " at a time",
                small ? "/s" : "MB/s",
                small ? count : count * (block / 1e6),
                "pread",
                () -> {
                    for (int i = 0; i < count; i++) {
                        open.read((long) (i % blocks) * block, target.clear().limit(block));
                    }
                },
                what,
                () -> work.read(block, count, depth));
    }

    private void sockets() throws Exception {
        if (!Files.isExecutable(DIOD)) {
            System.out.println("9pfs on a socket: diod, which it is compared with, is not installed");
            return;
        }
        Path ours = folder.resolve("xenbay.sock");
        Path theirs = folder.resolve("diod.sock");
        NinePfsBackend backend =
                new NinePfsBackend(Map.of("listenSocket", ours.toString(), "listenPath", folder.toString()));
        backend.setFiles(files);
        Process diod = new ProcessBuilder(
                        DIOD.toString(), "-f", "-n", "-l", theirs.toString(), "-e", folder.toString(), "-L", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("diod.log").toFile())
                .start();
        try {
            for (int i = 0; i < 100 && !Files.exists(theirs); i++) {
                Thread.sleep(50);
            }
            onSocket(theirs, folder.toString(), other -> onSocket(ours, "", work -> besideDiod(other, work)));
        } finally {
            backend.deactivate();
            diod.destroy();
            diod.waitFor();
        }
    }

    private static void onSocket(Path socket, String aname, Measured measured) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            try (StreamTransport transport = new StreamTransport(channel)) {
                measured.run(new NinePfsWork(new NinePClient(transport), MSIZE_OF_DIOD, aname));
            }
        } catch (IOException failed) {
            System.out.printf("9pfs on %s: %s%n", socket, failed.getMessage());
        }
    }

    private static void besideDiod(NinePfsWork diod, NinePfsWork ours) throws Exception {
        for (int depth : new int[] {1, 4}) {
            compare(
                    "read of 60 KiB, " + depth + " at a time",
                    "MB/s",
                    400 * BLOCK_OF_DIOD / 1e6,
                    diod,
                    ours,
                    work -> work.read(BLOCK_OF_DIOD, 400, depth));
        }
        for (int depth : new int[] {1, 4}) {
            compare(
                    "read of 4 KiB, " + depth + " at a time",
                    "/s",
                    1000,
                    diod,
                    ours,
                    work -> work.read(NinePfsWork.SMALL, 1000, depth));
        }
        compare("walk, getattr and clunk", "/s", 300, diod, ours, work -> work.lookUp(300));
        compare("create, write and remove", "/s", 100, diod, ours, work -> work.create(100));
    }

    private static void compare(
            String what, String unit, double amount, NinePfsWork diod, NinePfsWork ours, Measured measured)
            throws Exception {
        String which = "on a socket, " + what;
        PairedComparison.report(
                which, unit, amount, "diod", () -> measured.run(diod), "xenbay", () -> measured.run(ours));
    }
}
