// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;

/**
 * The platform's requirements of every backend, as tests: on the embedded Xen, with the real core and one guest. A backend's
 * test extends this class and implements two parts: how to make a version of the backend, and the guest's driver. Each case of
 * the contract then becomes a test with its own instance of the class. A failure names the {@link Rule} that is broken.
 *
 * <p>When the device does not connect in the usual order, that case fails, and the other tests are skipped.
 *
 * <p>The class may also have its own tests. Each of them begins with the device Connected, and fails if a resource of the guest
 * is still held at its end.
 */
@ExtendWith(UsualHandshake.class)
public abstract class BackendContract {

    private static final Duration TIMEOUT = Duration.ofMillis(Long.getLong("contract.timeout.millis", 20_000));

    private @Nullable ContractHost host;

    /** @return the service of another version of the backend, as its component is activated */
    protected abstract XenDevOps newVersion();

    /**
     * Ends a version, as when its component is deactivated: after its devices were parked or closed.
     *
     * @param version the result of {@link #newVersion}
     */
    protected void stop(XenDevOps version) {}

    /** Closes what the author has opened for a test's host. Called when the host and all versions have ended. */
    protected void closeHost() {}

    /**
     * @param domain the guest's number
     * @return the device: a type that the backend serves, and a number
     */
    protected abstract DeviceId device(int domain);

    /** @return the device's options, as in xl.cfg */
    protected Map<String, String> options() {
        return Map.of();
    }

    /**
     * Makes the guest's driver. May be called several times, for one guest after another, so a guest's state belongs to its
     * client, not to the test.
     *
     * @param domain the guest
     * @param frontends threads for the driver
     * @param listener of the driver's states
     * @return the guest's driver and a program that uses it
     */
    protected abstract GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener);

    /** How long a case waits for an expected event. */
    Duration timeout() {
        return TIMEOUT;
    }

    /** How long a case waits for resources to be released. */
    Duration leakTimeout() {
        return timeout();
    }

    /** @return the toolstack and the operator */
    protected final XenbusAdmin admin() {
        return host().admin();
    }

    /** @return the device */
    protected final DeviceId id() {
        return host().id();
    }

    /** @return the backend's states as the guest has read them */
    protected final FrontendProbe probe() {
        return host().probe();
    }

    /** Replaces the backend by another version. */
    protected final void replaceBackend() {
        host().replace();
    }

    private ContractHost host() {
        if (host == null) {
            throw new IllegalStateException("there is a host in tests only");
        }
        return host;
    }

    /**
     * Prepares a test of the author's: attaches the device and connects the guest's driver.
     *
     * @param test the test
     */
    @BeforeEach
    protected final void connect(TestInfo test) {
        if (!ContractCases.isCase(test)) {
            host = new ContractHost(this).connect();
        }
    }

    /** Closes guest, core and host. */
    @AfterEach
    protected final void end() {
        if (host != null) {
            host.close();
        }
    }

    /** The cases of the contract. */
    @TestTemplate
    @ExtendWith(ContractCases.class)
    protected final void contract() {}
}
