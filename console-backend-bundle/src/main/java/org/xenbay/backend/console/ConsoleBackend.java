// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Settings;
import org.xenbay.backend.console.command.ConsoleAttachment;
import org.xenbay.backend.console.endpoint.SocketLoop;

/** Serves the type {@code console}: the primary console of a domain, further ones, and channels. */
@Component(
        service = {XenDevOps.class, ConsoleAttachment.class, Configured.class},
        configurationPid = "org.xenbay.console")
@ModifiedOnDelete
@XenDeviceType("console")
public final class ConsoleBackend implements XenDevOps, ConsoleAttachment, Configured {

    private final Map<DeviceId, ConsoleHandler> handlers = new ConcurrentHashMap<>();
    private final SocketLoop sockets = new SocketLoop();
    private final Settings settings = ConsoleSettings.settings();
    private final ConsoleOpener opener;
    private volatile ConsoleSettings config;
    private volatile @Nullable PseudoTerminals terminals;
    private volatile @Nullable DescriptorStore descriptorStore;

    /** @param properties the configuration */
    @Activate
    public ConsoleBackend(Map<String, Object> properties) {
        this(ConsoleSettings.of(ConsoleSettings.settings().values()));
        config = ConsoleSettings.of(settings.update(properties).values());
    }

    ConsoleBackend(ConsoleSettings config) {
        this.config = config;
        opener = new ConsoleOpener(
                () -> this.config,
                () -> Optional.ofNullable(terminals),
                () -> Optional.ofNullable(descriptorStore),
                sockets);
    }

    /**
     * The configuration has changed. Connected consoles stay connected and take over the settings that concern them.
     *
     * @param properties the configuration
     */
    @Modified
    public void modified(Map<String, Object> properties) {
        config = ConsoleSettings.of(settings.update(properties).values());
        handlers.values().forEach(ConsoleHandler::configured);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /**
     * The host offers pseudo terminals.
     *
     * @param service makes them
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setTerminals(PseudoTerminals service) {
        terminals = service;
        handlers.values().forEach(ConsoleHandler::hostChanged);
    }

    /**
     * The host does not offer pseudo terminals any more; open ones fail at their next use.
     *
     * @param service made them
     */
    public void unsetTerminals(PseudoTerminals service) {
        if (terminals == service) {
            terminals = null;
        }
    }

    /**
     * Descriptors of a killed process can be taken.
     *
     * @param service returns the descriptors
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setDescriptorStore(DescriptorStore service) {
        descriptorStore = service;
        handlers.values().forEach(ConsoleHandler::hostChanged);
    }

    /**
     * The descriptor store leaves.
     *
     * @param service the one that leaves
     */
    public void unsetDescriptorStore(DescriptorStore service) {
        if (descriptorStore == service) {
            descriptorStore = null;
        }
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        ConsoleHandler handler = new ConsoleHandler(device, opener, closed -> handlers.remove(device.id(), closed));
        handlers.put(device.id(), handler);
        return handler;
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return ConsoleTemplate.of(id, options);
    }

    @Override
    public List<DeviceId> consoles() {
        return handlers.entrySet().stream()
                .filter(entry -> entry.getValue().isAttachable())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public Session attach(DeviceId id, Consumer<ByteBuffer> output, Runnable ended) {
        ConsoleHandler handler = handlers.get(id);
        return (handler == null ? Optional.<Session>empty() : handler.attach(output, ended))
                .orElseThrow(() -> new IllegalArgumentException("there is no connected console " + id));
    }

    /** Ends what this bundle started; the core has parked or closed all consoles before. */
    @Deactivate
    public void deactivate() {
        sockets.close();
    }
}
