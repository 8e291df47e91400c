// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.time.Duration;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.testkit.planted.EchoDriver;
import org.xenbay.testkit.planted.PlantedBackend;

/** The class that an author writes, for a planted backend. */
class PlantedContract extends BackendContract {

    private final PlantedBackend.Handlers handlers;
    private final Duration timeout;

    PlantedContract(PlantedBackend.Handlers handlers, Duration timeout) {
        this.handlers = handlers;
        this.timeout = timeout;
    }

    @Override
    protected XenDevOps newVersion() {
        return new PlantedBackend(handlers);
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "planted", 0);
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        return EchoDriver.client(domain, frontends, listener);
    }

    /** A bug's leftovers are never freed, so the test does not wait for them. */
    @Override
    Duration leakTimeout() {
        return timeout.dividedBy(10);
    }

    @Override
    Duration timeout() {
        return timeout;
    }
}
