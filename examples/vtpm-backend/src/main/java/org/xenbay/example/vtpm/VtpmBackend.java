// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenDeviceType;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.Settings;

/**
 * Serves devices of type {@code vtpm}: a TPM for a guest. Each device has its own swtpm, which gets the guest's commands
 * through its socket.
 */
@Component(
        service = {XenDevOps.class, Configured.class},
        configurationPid = VtpmBackend.PID)
@ModifiedOnDelete
@XenDeviceType("vtpm")
public final class VtpmBackend implements XenDevOps, Configured {

    static final String PID = "org.xenbay.example.vtpm";

    /** The option and the node with a device's own socket. */
    static final String PATH = "path";

    private static final Setting<Path> SOCKETS = Setting.text(
                    "sockets",
                    "/run/swtpm",
                    "the path of a folder, from / on",
                    "Where the sockets of xl's devices are: UUID.sock, with the UUID of vtpm=[\"uuid=…\"]")
            .as(VtpmBackend::absolute);

    private final Settings settings = Settings.of(PID, SOCKETS).concerning("vtpm");

    /** @param properties the configuration */
    @Activate
    public VtpmBackend(Map<String, Object> properties) {
        modified(properties);
    }

    /**
     * The configuration has changed: new connections use it.
     *
     * @param properties the configuration
     */
    @Modified
    public void modified(Map<String, Object> properties) {
        settings.update(properties);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        return new VtpmHandler(device, () -> settings.get(SOCKETS));
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        String path = options.get(PATH);
        if (path == null || options.size() > 1) {
            throw new IllegalArgumentException(
                    "a vtpm device has one option, path=SOCKET of its swtpm: not " + options.keySet());
        }
        String handle = Integer.toString(id.device());
        return new DeviceTemplate(
                "vtpm",
                Map.of(PATH, absolute(path).toString(), "handle", handle),
                Map.of("handle", handle),
                Set.of("handle"));
    }

    private static Path absolute(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path from / on is needed, not " + text);
        }
        return Path.of(text);
    }
}
