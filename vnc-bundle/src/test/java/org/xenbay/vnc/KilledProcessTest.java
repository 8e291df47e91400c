// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
    private static final DeviceId DEVICE = DeviceId.parse("5/vfb/0");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    /** Shows a screen of one colour. */
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
            Thread.sleep(Long.MAX_VALUE);
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

    @Test
    void viewersByTcpAndByASocketGoOnWithTheNextProcess() throws Exception {
        int port = 31_000;
        Process present = start(0x100000, port);
        while (!ready(present).isEmpty()) {
            present.destroyForcibly().waitFor();
            port++;
            present = start(0x100000, port);
        }
        try (RfbClient local = RfbClient.greeted(folder.resolve("vnc/5-0.sock"));
                RfbClient remote = RfbClient.greeted(new Socket("127.0.0.1", port))) {
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
