// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.simulation.Waiting;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.Exempt;
import org.xenbay.testkit.GuestClient;
import org.xenbay.testkit.Rule;

/** The contract of every device: the guest's output appears on its terminal. */
@Exempt(
        rule = Rule.OUTLASTS_A_KILL,
        because = "SimulationTest kills it at each step, together with the store of descriptors")
class ConsoleContractTest extends BackendContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final FakeTerminals terminals = new FakeTerminals();

    @Override
    protected XenDevOps newVersion() {
        ConsoleBackend backend = new ConsoleBackend(Fixture.PLAIN);
        backend.setTerminals(terminals);
        backend.setDescriptorStore(terminals);
        return backend;
    }

    @Override
    protected void stop(XenDevOps version) {
        ((ConsoleBackend) version).deactivate();
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "console", 1);
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        ConsoleFrontend driver = new ConsoleFrontend(domain, 1, frontends, listener);
        Writer writer = new Writer(driver);
        return GuestClient.of(driver::start, driver::unload, driver::reload, driver::close, writer::writeALine);
    }

    /** A program of a guest. */
    private final class Writer {
        private final ConsoleFrontend driver;
        private int lines;
        private String seen = "";

        Writer(ConsoleFrontend driver) {
            this.driver = driver;
        }

        private void writeALine() throws Exception {
            String line = "line " + lines++ + "\n";
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            driver.writeFully(bytes, TIMEOUT);
            Waiting.until(TIMEOUT, () -> {
                if (!Thread.currentThread().isInterrupted()) {
                    seen += text();
                }
                return seen.endsWith(line) || Thread.currentThread().isInterrupted();
            });
        }
    }

    private String text() {
        return terminals.opened.isEmpty() ? "" : terminals.last().text();
    }
}
