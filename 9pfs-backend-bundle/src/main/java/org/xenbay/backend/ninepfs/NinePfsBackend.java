// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenDeviceType;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.thread.ThreadPriorities;
import org.xenbay.backend.ninepfs.command.FileOperationView;
import org.xenbay.backend.ninepfs.command.FileShareView;
import org.xenbay.backend.ninepfs.command.FileShares;
import org.xenbay.backend.ninepfs.command.ShareCount;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.server.Workers;

/**
 * Serves the types {@code 9pfs}, which libxl gives to QEMU, and {@code xen_9pfs}, which it gives to xen-9pfsd.
 */
@Component(
        service = {XenDevOps.class, FileShares.class, Configured.class},
        configurationPid = "org.xenbay.ninepfs")
@ModifiedOnDelete
@XenDeviceType({"9pfs", "xen_9pfs"})
public final class NinePfsBackend implements XenDevOps, FileShares, Configured {

    private final Set<NinePfsHandler> handlers = ConcurrentHashMap.newKeySet();
    private final Settings settings = NinePfsSettings.settings();
    private volatile NinePfsSettings config;
    private final Workers workers;
    private final Housekeeping housekeeping = new Housekeeping();
    private volatile @Nullable HostFiles files;
    private volatile @Nullable DescriptorStore descriptorStore;

    /** Present while it listens. */
    @GuardedBy("this")
    private @Nullable Listener listener;

    /** @param properties the configuration */
    @Activate
    public NinePfsBackend(Map<String, Object> properties) {
        config = NinePfsSettings.of(settings.update(properties).values());
        workers = new Workers(config.threads());
    }

    /**
     * The configuration has changed. Shares that are connected keep their limits, and get the new ones with their next
     * connection. Clients of this host are disconnected when the folder or the address that they use has changed.
     *
     * @param properties the configuration
     */
    @Modified
    public synchronized void modified(Map<String, Object> properties) {
        Optional<NinePfsSettings.Listen> before = config.listen();
        config = NinePfsSettings.of(settings.update(properties).values());
        workers.allow(config.threads());
        prioritize();
        if (!config.listen().equals(before)) {
            if (listener != null) {
                listener.close();
                listener = null;
            }
            HostFiles present = files;
            if (present != null) {
                listen(present);
            }
        }
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /**
     * The host offers its files.
     *
     * @param service opens files
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setFiles(HostFiles service) {
        files = service;
        prioritize();
        listen(service);
        handlers.forEach(NinePfsHandler::hostChanged);
    }

    /**
     * The descriptors of a killed process can be taken.
     *
     * @param service holds the descriptors
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setDescriptorStore(DescriptorStore service) {
        descriptorStore = service;
        handlers.forEach(NinePfsHandler::hostChanged);
    }

    /**
     * The descriptors of a killed process cannot be taken any more.
     *
     * @param service held the descriptors
     */
    public void unsetDescriptorStore(DescriptorStore service) {
        if (descriptorStore == service) {
            descriptorStore = null;
        }
    }

    /** Passes the host's priorities on to the threads, if the settings want real-time priority. */
    private synchronized void prioritize() {
        HostFiles present = files;
        workers.prioritize(present != null && config.realTime() ? present.priorities() : ThreadPriorities.NONE);
    }

    private synchronized void listen(HostFiles service) {
        if (listener == null && config.listen().isPresent()) {
            listener = Listener.start(config, config.listen().get(), service, workers, housekeeping)
                    .orElse(null);
        }
    }

    /**
     * The host does not offer its files any more; files that are open stay open.
     *
     * @param service opened files
     */
    public void unsetFiles(HostFiles service) {
        if (files == service) {
            files = null;
            prioritize();
        }
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        NinePfsHandler handler = new NinePfsHandler(
                device,
                () -> config,
                () -> Optional.ofNullable(files),
                () -> Optional.ofNullable(descriptorStore),
                workers,
                housekeeping,
                handlers::remove);
        handlers.add(handler);
        return handler;
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return NinePfsTemplate.of(id, options);
    }

    @Override
    public List<FileShareView> shares() {
        return handlers.stream()
                .flatMap(handler -> handler.view().stream())
                .sorted(Comparator.comparing(FileShareView::id))
                .toList();
    }

    @Override
    public Optional<List<FileOperationView>> operations(DeviceId id) {
        return handlers.stream()
                .filter(handler -> handler.id().equals(id))
                .findFirst()
                .map(handler -> handler.statistics().operations());
    }

    @Override
    public Optional<ShareCount> counting(DeviceId id) {
        return handlers.stream()
                .filter(handler -> handler.id().equals(id))
                .findFirst()
                .flatMap(NinePfsHandler::counting);
    }

    /** Ends what this bundle started; the core has parked or closed all devices before. */
    @Deactivate
    public synchronized void deactivate() {
        if (listener != null) {
            listener.close();
        }
        housekeeping.close();
        workers.close();
    }
}
