// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenDeviceType;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.KeyboardLayout;
import org.xenbay.api.service.LateServices;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Settings;

/**
 * Serves the types {@code vkbd} and {@code vinput} (libxl's name when xl.cfg says {@code backend-type=linux}); the frontend
 * is the same.
 */
@Component(
        service = {XenDevOps.class, InputControl.class, Configured.class},
        configurationPid = "org.xenbay.vkbd")
@ModifiedOnDelete
@XenDeviceType({"vkbd", "vinput"})
public final class VkbdBackend implements XenDevOps, InputControl, Configured {

    private final Map<DeviceId, VkbdHandler> handlers = new ConcurrentHashMap<>();
    private final Settings settings = VkbdSettings.settings();
    private final InputRouter router;
    private final LateServices<ServiceReference<InputSource>, InputSource> sources =
            new LateServices<>((reference, source) -> addSource(source), (reference, source) -> removeSource(source));

    /** @param properties the configuration */
    @Activate
    public VkbdBackend(Map<String, Object> properties) {
        this(VkbdSettings.PLAIN);
        modified(properties);
    }

    /**
     * The configuration has changed. Rules and hot keys take effect at once, offered features when the guest connects the
     * next time.
     *
     * @param properties the configuration
     */
    @Modified
    public void modified(Map<String, Object> properties) {
        router.configure(VkbdSettings.of(settings.update(properties).values()));
    }

    @Override
    public Settings settings() {
        return settings;
    }

    VkbdBackend(VkbdSettings config) {
        this.router = new InputRouter(config);
    }

    /**
     * A source's service appears.
     *
     * @param reference its service
     * @param objects returns the source
     */
    @Reference(
            service = InputSource.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void bindSource(ServiceReference<InputSource> reference, ComponentServiceObjects<InputSource> objects) {
        sources.add(reference, objects::getService, objects::ungetService);
    }

    /**
     * A source's service leaves.
     *
     * @param reference its service
     */
    public void unbindSource(ServiceReference<InputSource> reference) {
        sources.remove(reference);
    }

    /**
     * A source arrives.
     *
     * @param source the source
     */
    public void addSource(InputSource source) {
        router.add(source);
    }

    /**
     * A source leaves.
     *
     * @param source the source
     */
    public void removeSource(InputSource source) {
        router.remove(source);
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        VkbdHandler handler = new VkbdHandler(device, router, closed -> handlers.remove(device.id(), closed));
        handlers.put(device.id(), handler);
        return handler;
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return VkbdTemplate.of(id, options, router.config());
    }

    @Override
    public List<InputTarget> targets() {
        return router.targets();
    }

    @Override
    public List<RoutedSource> sources() {
        return router.sources();
    }

    @Override
    public void focus(String source, DeviceId device) {
        router.focus(source, device);
    }

    @Override
    public void returnToHost(String source) {
        router.returnToHost(source);
    }

    @Override
    public CompletableFuture<Void> play(DeviceId device, List<Step> steps) {
        if (steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException(steps.size() + " steps are too many at once; most are " + MAX_STEPS);
        }
        VkbdHandler handler = handlers.get(device);
        if (handler == null) {
            throw new IllegalArgumentException("there is no keyboard " + device);
        }
        return handler.play(steps);
    }

    @Override
    public List<Step> typing(String layout, String text, Duration pause) {
        return KeyboardLayout.named(layout).typing(text, pause);
    }

    @Override
    public Set<String> layouts() {
        return KeyboardLayout.names();
    }

    /** Returns all sources to the host; the core has parked or closed all devices before. */
    @Deactivate
    public void deactivate() {
        sources.close();
        router.close();
    }
}
