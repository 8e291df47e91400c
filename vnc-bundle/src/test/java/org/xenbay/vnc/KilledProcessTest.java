// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.socket.LocalSockets;

/** Genuine processes are killed by the kernel, and their viewers go on with the next one. */
@Timeout(120)
class KilledProcessTest {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 200;

    /** Kills of each kind of viewer. */
    private static final int KILLS = Integer.getInteger("viewer.processes", 3);

    /** Most time from the beginning of a viewer's look to the kill, in microseconds. */
    private static final int MAX_MICROS = 200_000;

    private static final DeviceId DEVICE = DeviceId.parse("5/vfb/0");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final Random random = new Random();

    /** A port is free from a kill to the next process, so the same test of another build begins elsewhere. */
    private int port = 31_000 + (int) (ProcessHandle.current().pid() % 170) * 10;

    /** Shows a screen of one colour, and draws anything for each byte that it is told. */
    static final class Daemon {
        private Daemon() {}

        public static void main(String[] arguments) throws Exception {
            Path run = Path.of(arguments[0]);
            ThisProcess process = new ThisProcess(context(run));
            LocalSockets local = LocalSockets.of(process).orElseThrow();
            FakeScreen screen =
                    new FakeScreen(DEVICE, VncRequest.of("127.0.0.1", Integer.parseInt(arguments[2]) - 5900, false));
            screen.resize(WIDTH, HEIGHT);
            screen.fill(new Area(0, 0, WIDTH, HEIGHT), Integer.parseInt(arguments[1], 16));
            TestServers servers =
                    new TestServers(run, sockets -> new KeptViewers(sockets, local.sockets(), local.store(), () -> {}));
            servers.add(screen);
            System.out.println("ready " + servers.address(screen).trouble());
            Random random = new Random();
            while (System.in.read() >= 0) {
                screen.drawAnything(random);
            }
        }

        private static BundleContext context(Path run) {
            InvocationHandler calls = (proxy, method, parameters) -> switch (String.valueOf(parameters[0])) {
                case "xenbay.run.dir" -> run.toString();
                case "xenbay.keeper" -> "always";
                default -> null;
            };
            return (BundleContext)
                    Proxy.newProxyInstance(Daemon.class.getClassLoader(), new Class<?>[] {BundleContext.class}, calls);
        }
    }

    private Process start(int colour, int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-Xmx64m", "-cp", classes));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(
                List.of(Daemon.class.getName(), folder.toString(), Integer.toHexString(colour), String.valueOf(port)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }

    /** @return what the process says of its port, when it takes viewers; null when descriptors cannot be kept here */
    private static String ready(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        List<String> log = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.add(line);
            if (line.startsWith("ready ")) {
                assumeTrue(
                        log.stream().noneMatch(each -> each.contains("pidfd")),
                        () -> "no descriptors are kept: " + log);
                return line.substring("ready ".length());
            }
        }
        throw new AssertionError(String.join("\n", log));
    }

    @AfterEach
    void end() throws Exception {
        for (Process each : processes) {
            each.destroyForcibly().waitFor();
        }
        Path keeper = folder.resolve("keeper");
        if (Files.exists(keeper)) {
            long process = Long.parseLong(Files.readString(keeper).split(" ")[0]);
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static void assertShows(RfbClient viewer, int colour) throws IOException {
        int[] all = new int[WIDTH * HEIGHT];
        Arrays.fill(all, colour);
        while (!Arrays.equals(viewer.picture, all)) {
            viewer.request(false);
            viewer.update();
        }
    }

    private boolean isCalm() throws IOException {
        return ViewerFile.left(folder.resolve("vnc/5-0.viewers"), () -> {}).journals().stream()
                .noneMatch(ViewerJournal::isTorn);
    }

    /** @return a process that takes viewers; {@link #port} is its port */
    private Process started(int colour) throws Exception {
        Process process = start(colour, port);
        while (!ready(process).isEmpty()) {
            process.destroyForcibly().waitFor();
            port++;
            process = start(colour, port);
        }
        return process;
    }

    private RfbClient viewer(boolean tcp) throws Exception {
        return tcp
                ? RfbClient.greeted(new Socket("127.0.0.1", port))
                : RfbClient.greeted(folder.resolve("vnc/5-0.sock"));
    }

    /** Draws as the guest, and takes updates, until the process does not draw any more or the viewer is disconnected. */
    private static Boolean isDisconnectedWhile(OutputStream guest, RfbClient viewer) {
        while (true) {
            try {
                guest.write(1);
                guest.flush();
            } catch (IOException killed) {
                return false;
            }
            try {
                viewer.request(true);
                viewer.update();
            } catch (IOException disconnected) {
                return true;
            }
        }
    }

    /** Draws and looks until the process is killed, at any moment. */
    private FutureTask<Boolean> killWhileLooking(Process process, RfbClient viewer) throws Exception {
        FutureTask<Boolean> looking = new FutureTask<>(() -> isDisconnectedWhile(process.getOutputStream(), viewer));
        Thread thread = new Thread(looking, "viewer");
        thread.setDaemon(true);
        thread.start();
        try {
            looking.get(random.nextInt(MAX_MICROS), TimeUnit.MICROSECONDS);
            throw new AssertionError("the viewer does not look any more");
        } catch (TimeoutException itLooks) {
            process.destroyForcibly().waitFor();
        }
        return looking;
    }

    private static void assertDisconnected(RfbClient viewer) {
        assertThatThrownBy(() -> assertShows(viewer, -1)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"7,true", "16,false"})
    void aViewerGoesOnAfterAKillAtAnyMoment(int encoding, boolean tcp) throws Exception {
        Process present = started(0x100000);
        RfbClient viewer = viewer(tcp);
        try {
            // Who has a picture is kept.
            assertShows(viewer.encodings(encoding), 0x100000);
            for (int colour = 1; colour <= KILLS; colour++) {
                FutureTask<Boolean> looking = killWhileLooking(present, viewer);
                boolean torn = !isCalm();
                present = start(colour, port);
                assertThat(ready(present)).isEmpty();
                assertThat(looking.get()).as("disconnected").isIn(false, torn);
                if (torn) {
                    assertDisconnected(viewer);
                    viewer.close();
                    viewer = viewer(tcp).encodings(encoding);
                }
                assertShows(viewer, colour);
            }
        } finally {
            viewer.close();
        }
    }

    @Test
    void viewersByTcpAndByASocketGoOnWithTheNextProcess() throws Exception {
        Process present = started(0x100000);
        try (RfbClient local = viewer(false);
                RfbClient remote = viewer(true)) {
            local.encodings(16);
            remote.encodings(7);
            assertShows(local, 0x100000);
            assertShows(remote, 0x100000);
            for (int colour = 1; colour < 5; colour++) {
                // The viewer may have a message before the process has noted that it was sent.
                await().until(this::isCalm);
                present.destroyForcibly().waitFor();
                present = start(colour, port);
                ready(present);
                assertShows(local, colour);
                assertShows(remote, colour);
            }
        }
    }
}
