// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.xenbay.api.management.testing.FakeDevices;

/** The daemon's own shell on a terminal that cannot move its cursor. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinesCommandTest {

    @TempDir
    private Path folder;

    private TestShell shell;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PipedOutputStream typed = new PipedOutputStream();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** What the launcher finds. */
    private final AtomicReference<BooleanSupplier> interrupt = new AtomicReference<>();

    private CompletableFuture<Void> ended;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 3);
        CommandSession session = shell.session(new PipedInputStream(typed), out);
        LinesCommand lines = new LinesCommand(context());
        ended = CompletableFuture.runAsync(() -> {
            try {
                lines.lines(session);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private BundleContext context() {
        Bundle framework = proxy(Bundle.class, name -> {
            stopped.countDown();
            return null;
        });
        ServiceRegistration<?> registration = proxy(ServiceRegistration.class, name -> interrupt.getAndSet(null));
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getBundle")) {
                        return framework;
                    }
                    interrupt.set((BooleanSupplier) arguments[1]);
                    return registration;
                });
    }

    private interface Call {
        Object of(String name);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    call.of(method.getName());
                    return null;
                }));
    }

    private void type(String line) throws IOException {
        typed.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        typed.flush();
    }

    private void end() throws Exception {
        type("exit");
        ended.get();
        stopped.await();
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anInterruptEndsWatchAndTheNextLineIsRun() throws Exception {
        shell.admin.devices.add(FakeDevices.device("5/console/1", "guest"));
        type("watch");
        await().until(() -> !shell.admin.listeners.isEmpty());
        assertThat(interrupt.get().getAsBoolean()).as("it was for the command").isTrue();
        await().until(() -> shell.admin.listeners.isEmpty());
        assertThat(stopped.getCount()).as("the daemon goes on").isEqualTo(1);
        type("watch --count 1");
        await().until(() -> !shell.admin.listeners.isEmpty());
        shell.admin.tell(FakeDevices.event("5/console/1"));
        await().until(() -> shown().contains("Connected Connected frontend"));
        end();
        assertThat(interrupt.get()).isNull();
    }

    @Test
    void anInterruptBetweenLinesIsNotForACommand() throws Exception {
        type("attach 5/console/2; attach 5/console/3");
        await().until(() -> shown().contains("attached 5/console/3"));
        assertThat(shown()).contains("attached 5/console/2");
        await().until(() -> shown().endsWith("3\nxenbay> "));
        assertThat(interrupt.get().getAsBoolean()).isFalse();
        end();
    }
}
