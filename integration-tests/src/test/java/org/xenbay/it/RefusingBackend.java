package org.xenbay.it;

import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.XenDevOps;

/** A console backend that knows no earlier version's state; put into a jar of its own by {@link TestJars}. */
public final class RefusingBackend implements XenDevOps, DeviceHandler {

    @Override
    public DeviceHandler open(DeviceContext device) {
        return this;
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return new DeviceTemplate("console", options, Map.of(), Set.of());
    }

    @Override
    public Readiness init(Publication keys) {
        return Readiness.ready();
    }

    @Override
    public Readiness connect(DeviceLink link) {
        return Readiness.decline("a test");
    }

    @Override
    public Readiness resume(DeviceLink link, Parked parked) {
        throw new RefusedStateException("state of version " + parked.version() + " is not known here");
    }

    @Override
    public void disconnect() {
        // it is never connected
    }

    @Override
    public void close() {
        // it has nothing
    }
}
