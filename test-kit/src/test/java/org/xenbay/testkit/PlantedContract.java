// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.function.Function;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.testkit.planted.EchoDriver;
import org.xenbay.testkit.planted.SoundBackend;

/** What an author writes, for a planted backend. */
final class PlantedContract extends BackendContract {

    private final Function<DeviceContext, DeviceHandler> handlers;

    PlantedContract(Function<DeviceContext, DeviceHandler> handlers) {
        this.handlers = handlers;
    }

    @Override
    protected XenDevOps newVersion() {
        return new SoundBackend(handlers);
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "planted", 0);
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        return EchoDriver.client(domain, frontends, listener);
    }
}
