// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.xen.Xen;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.SystemCalls;
import org.xenbay.nativexen.xen.NativeXen.HostDevices;
import org.xenbay.xenstore.client.XenStoreAddress;

/**
 * Registers this machine's hypervisor as the service {@link Xen}, if it can be used; otherwise logs one line with the reason.
 * The component registers the service itself, because that depends on the machine.
 */
@Component(service = Configured.class, immediate = true, configurationPid = NativeXenComponent.PID)
@ModifiedOnDelete
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.xenbay.api.xen.Xen\"")
public final class NativeXenComponent implements Configured {

    /** The configuration's PID. */
    static final String PID = "org.xenbay.native";

    private static final Setting<String> EMBEDDED = Setting.oneOf(
                    "embedded",
                    "auto",
                    List.of("auto", "always", "never"),
                    "always: leave this machine's Xen alone, as the embedded one is used")
            .atStart();

    private static final System.Logger LOG = System.getLogger(NativeXenComponent.class.getName());

    /** Files that only a machine on Xen has: the event channels' device, and the domain's privileges in xenfs. */
    private static final Path[] SIGNS = {Path.of("dev/xen/evtchn"), Path.of("proc/xen/capabilities")};

    private final Settings settings;
    private final Optional<DelayedRegistration> announcement;

    /**
     * @param context registers the service
     * @param properties the configuration: whether to leave Xen alone
     * @param process has to be active first, because it frees the ports that the previous process had bound
     */
    @Activate
    public NativeXenComponent(BundleContext context, Map<String, Object> properties, @Reference ThisProcess process) {
        this(
                context,
                Settings.of(PID, EMBEDDED).concerning(Settings.ALL_TYPES).update(properties),
                Path.of("/"),
                XenStoreAddress.resolve(System.getenv()));
    }

    /**
     * The configuration has changed. It takes effect at the next start, because devices are being served.
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

    NativeXenComponent(BundleContext context, String embedded, Path root, XenStoreAddress store) {
        this(context, Settings.of(PID, EMBEDDED).update(Map.of(EMBEDDED.key(), embedded)), root, store);
    }

    private NativeXenComponent(BundleContext context, Settings settings, Path root, XenStoreAddress store) {
        this.settings = settings;
        announcement = devices(settings.get(EMBEDDED), root)
                .map(devices -> new DelayedRegistration(devices, store, xen -> {
                    Hashtable<String, Object> properties = new Hashtable<>();
                    properties.put(Xen.HYPERVISOR, Xen.NATIVE);
                    return context.registerService(Xen.class, xen, properties);
                }));
    }

    private static Optional<HostDevices> devices(String embedded, Path root) {
        if ("always".equals(embedded)) {
            LOG.log(Level.INFO, "no native Xen: the embedded one is asked for");
            return Optional.empty();
        }
        if (Arrays.stream(SIGNS).map(root::resolve).noneMatch(Files::exists)) {
            LOG.log(Level.INFO, "no native Xen: this machine has neither /" + SIGNS[0] + " nor /" + SIGNS[1]);
            return Optional.empty();
        }
        try {
            SystemCalls.load();
            return Optional.of(HostDevices.open(root));
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "no native Xen: " + MissingLibrary.explain(failed));
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "no native Xen: " + failed.getMessage());
        }
        return Optional.empty();
    }

    /** Unregisters the service first, so that its users close their devices; then closes the kernel's devices. */
    @Deactivate
    public void deactivate() {
        announcement.ifPresent(DelayedRegistration::close);
    }
}
