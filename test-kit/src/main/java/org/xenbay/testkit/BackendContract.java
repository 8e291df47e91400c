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
 * What the platform wants of every backend, as tests: on the embedded Xen, with the real core and one guest. A backend's test
 * extends this, and says how a version of the backend is made and what the guest's half is; each case of the contract is a test
 * then, with an instance of the class of its own. A failure names the {@link Rule} that is not kept.
 *
 * <p>When the device does not connect in the usual order, that case fails, and the other tests are skipped.
 *
 * <p>The class may have tests of its own too. Each of them begins with the device Connected, and fails when at its end anything
 * of the guest is still held.
 */
@ExtendWith(UsualHandshake.class)
public abstract class BackendContract {

    private static final Duration TIMEOUT = Duration.ofMillis(Long.getLong("contract.timeout.millis", 20_000));

    private @Nullable ContractHost host;

    /** @return the service of another version of the backend, as its component is activated */
    protected abstract XenDevOps newVersion();

    /**
     * A version ends, as its component is deactivated: after its devices were parked or closed.
     *
     * @param version the result of {@link #newVersion}
     */
    protected void stop(XenDevOps version) {}

    /** A host of a test is over, and so are all versions: closes what the author has opened for it. */
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
     * Makes the guest's half. May be called several times, for one guest after another: what belongs to a guest belongs to its
     * client, not to the test.
     *
     * @param domain the guest
     * @param frontends threads for the driver
     * @param listener of the driver's states
     * @return the guest's driver and a program that uses it
     */
    protected abstract GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener);

    /** How long a case waits for something that is to happen. */
    Duration timeout() {
        return TIMEOUT;
    }

    /** How long a case waits until what is to be given back is given back. */
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

    /** @return the backend's states as the guest has seen them */
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
     * A test of the author's own: the device is attached, and the guest's driver connects.
     *
     * @param test which
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
