// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.management.testing.FakeCore;

/** The framework's state decides what the end of the component means. The time since the start is read from /proc. */
@EnabledOnOs(OS.LINUX)
class ReadySignalTest {

    /** Notes what it is told. */
    private static final class Manager implements ServiceManager {
        private final List<String> told = new ArrayList<>();

        @Override
        public void ready(String status) {
            told.add(status);
        }

        @Override
        public void stopping() {
            told.add("stopping");
        }

        @Override
        public void status(String line) {
            throw new AssertionError("StatusLine's to say");
        }

        @Override
        public Optional<Duration> watchdog() {
            throw new AssertionError("the core's to answer");
        }

        @Override
        public void alive() {
            throw new AssertionError("the core's to answer");
        }
    }

    @TempDir
    Path folder;

    private int state = Bundle.ACTIVE;
    private final Manager manager = new Manager();

    private ReadySignal signal() throws IOException {
        Bundle framework = (Bundle) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getState")) {
                        return state;
                    }
                    throw new AssertionError("Bundle." + method.getName() + " is not used");
                });
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    return switch (method.getName() + " " + arguments[0]) {
                        case "getProperty xenbay.run.dir" -> folder.toString();
                        case "getBundle 0" -> framework;
                        default -> throw new AssertionError(method.getName() + " " + arguments[0] + " is not used");
                    };
                });
        return new ReadySignal(new FakeCore(), null, context);
    }

    @Test
    void theManagerHearsThatTheDaemonIsUpAndThenOfItsEnd() throws IOException {
        ReadySignal signal = signal();
        assertThat(signal.hasReached(manager)).isFalse();
        signal.setManager(manager);
        assertThat(signal.hasReached(manager)).isTrue();
        assertThat(folder.resolve("ready")).exists();
        state = Bundle.STOPPING;
        signal.stop();
        assertThat(manager.told).hasSize(2).last().isEqualTo("stopping");
        assertThat(manager.told.get(0)).matches("ready [0-9]+ ms after the start of the process, [0-9]+ MB resident");
        assertThat(Files.exists(folder.resolve("ready"))).isFalse();
    }

    /** systemd would wait for the end of the process, and kill it after a minute. */
    @Test
    void anUpdateOfTheCoreOrTheShellIsNotTheEndOfTheDaemon() throws IOException {
        ReadySignal signal = signal();
        signal.setManager(manager);
        signal.stop();
        assertThat(manager.told).hasSize(1);
        assertThat(folder.resolve("ready")).as("nobody is served meanwhile").doesNotExist();
    }

    @Test
    void aManagerThatHasLeftHearsNothing() throws IOException {
        ReadySignal signal = signal();
        signal.setManager(manager);
        signal.unsetManager(manager);
        assertThat(signal.hasReached(manager)).isFalse();
        state = Bundle.STOPPING;
        signal.stop();
        assertThat(manager.told).hasSize(1);
    }
}
