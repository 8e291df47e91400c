// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.frontend.ninep.NinePException;

/**
 * A server with a planted hole: when a guest looks up certain names, the server does what no guest may do. The kernel does not
 * let the thread that serves the share do it. Skipped where the kernel cannot confine threads.
 */
@Timeout(60)
class PlantedHoleTest {

    private static final String NOTHING = "nothing was refused";

    @TempDir
    Path folder;

    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private Path shared;
    private Path outside;
    private Host host;

    @BeforeEach
    void plant() throws IOException {
        shared = Files.createDirectory(folder.resolve("shared"));
        outside = Files.writeString(folder.resolve("outside"), "secret");
        Files.writeString(shared.resolve("inside"), "shared");
        host = new Host(shared);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    /** What the hole does, by the name that the guest looks up. */
    private void hole(String name) throws IOException {
        switch (name) {
            case "hole-inside" -> Files.readString(shared.resolve("inside"));
            case "hole-shadow" -> Files.readString(Path.of("/etc/shadow"));
            case "hole-read" -> Files.readString(outside);
            case "hole-write" -> Files.writeString(outside, "written by a guest");
            case "hole-remove" -> Files.delete(outside);
            case "hole-program" -> new ProcessBuilder("/bin/true").start();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private String through(String name, Map<String, Object> settings) throws InterruptedException {
        host.leave(1);
        host.serve(2, settings).setFiles(planted(HostFiles.class, Host.FILES));
        Host.Share guest = host.share();
        int root = guest.mount();
        try {
            guest.client().walk(root, name);
        } catch (NinePException refused) {
            assertThat(refused.errno()).isEqualTo(Errno.EIO);
        }
        return outcomes.poll(10, TimeUnit.SECONDS);
    }

    /** @return the same files with the hole in all their nodes */
    @SuppressWarnings("unchecked")
    private <T> T planted(Class<T> type, Object real) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("lookup")) {
                String name = new String((byte[]) args[0], StandardCharsets.UTF_8);
                if (name.startsWith("hole-")) {
                    fallThrough(name);
                }
            }
            return wrapped(method, real, args);
        });
    }

    private Object wrapped(Method method, Object real, Object[] args) throws Exception {
        try {
            Object result = method.invoke(real, args);
            return result instanceof Share
                    ? planted(Share.class, result)
                    : result instanceof FileNode ? planted(FileNode.class, result) : result;
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof Exception thrown ? thrown : failed;
        }
    }

    private void fallThrough(String name) throws FileException {
        try {
            hole(name);
            outcomes.add(NOTHING);
        } catch (IOException refused) {
            outcomes.add(refused instanceof AccessDeniedException ? "access denied" : refused.getMessage());
        }
        throw new FileException(Errno.EIO, "the planted hole");
    }

    private static void assumeWalls() throws FileException {
        try (Share share = Host.FILES.open(Path.of("/"));
                var confinement = share.confinement(Set.of())) {
            Assumptions.assumeTrue(
                    confinement.toString().contains("Landlock")
                            && !confinement.toString().contains("missing"),
                    "this host confines no threads: " + confinement);
        }
    }

    @Test
    void aFileOutsideOfTheShareIsNotRead() throws Exception {
        assumeWalls();
        assertThat(through("hole-read", Map.of())).isEqualTo("access denied");
    }

    @Test
    void passwordsOfTheHostAreNotRead() throws Exception {
        assumeWalls();
        assertThat(through("hole-shadow", Map.of())).isEqualTo("access denied");
    }

    @Test
    void aFileOutsideOfTheShareIsNotWritten() throws Exception {
        assumeWalls();
        assertThat(through("hole-write", Map.of())).isEqualTo("access denied");
        assertThat(Files.readString(outside)).isEqualTo("secret");
    }

    @Test
    void aFileOutsideOfTheShareIsNotRemoved() throws Exception {
        assumeWalls();
        assertThat(through("hole-remove", Map.of())).isEqualTo("access denied");
        assertThat(outside).exists();
    }

    @Test
    void aProgramIsNotRun() throws Exception {
        assumeWalls();
        assertThat(through("hole-program", Map.of())).contains("Cannot run program");
    }

    @Test
    void aFileOfTheShareIsReadByItsPath() throws Exception {
        assertThat(through("hole-inside", Map.of())).isEqualTo(NOTHING);
    }

    /** Shows that the hole exists, and that the confinement closes it. */
    @Test
    void withoutConfinementTheHoleIsOpen() throws Exception {
        assertThat(through("hole-read", Map.of("confine", "off"))).isEqualTo(NOTHING);
    }
}
