// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.GuestClient;

/** The contract of every device: the guest's output appears on its terminal. */
class ConsoleContractTest extends BackendContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final FakeTerminals terminals = new FakeTerminals();
    private ConsoleBackend backend;
    private ConsoleFrontend driver;
    private int lines;
    private String seen = "";

    @Override
    protected XenDevOps newVersion() {
        stopVersion();
        backend = new ConsoleBackend(Fixture.PLAIN);
        backend.setTerminals(terminals);
        backend.setDescriptorStore(terminals);
        return backend;
    }

    @AfterEach
    void stopVersion() {
        if (backend != null) {
            backend.deactivate();
        }
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "console", 1);
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        driver = new ConsoleFrontend(domain, 1, frontends, listener);
        return GuestClient.of(driver::start, driver::unload, driver::reload, driver::close, this::writeALine);
    }

    private void writeALine() throws Exception {
        String line = "line " + lines++ + "\n";
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        driver.writeFully(bytes, TIMEOUT);
        await().atMost(TIMEOUT).until(() -> {
            seen += text();
            return seen.endsWith(line);
        });
    }

    private String text() {
        return terminals.opened.isEmpty() ? "" : terminals.last().text();
    }
}
