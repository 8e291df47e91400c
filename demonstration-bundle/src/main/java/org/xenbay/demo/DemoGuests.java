// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Xen;
import org.xenbay.frontend.FrontendThreads;

/**
 * Makes the demonstration guests, and attaches their devices as soon as a backend serves the type. The guests stay when the
 * core restarts.
 */
@Component(service = Configured.class, immediate = true, configurationPid = DemoSettings.PID)
@ModifiedOnDelete
public final class DemoGuests implements Configured {

    private static final System.Logger LOG = System.getLogger(DemoGuests.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(20);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    private final Settings settings = DemoSettings.settings();
    private final GuestFactory factory;
    private final Xen xen;
    private final FrontendThreads threads = new FrontendThreads();
    private final Executor executor = threads.serial();
    private final List<DemoGuest> guests = new ArrayList<>();
    /** Devices that have not been attached yet; used on the executor only. */
    private final Deque<Wanted> wanted = new ArrayDeque<>();

    private volatile @Nullable XenbusAdmin admin;

    @Activate
    public DemoGuests(
            @Reference GuestFactory factory,
            @Reference(target = "(xen.hypervisor=embedded)") Xen xen,
            Map<String, Object> properties)
            throws Exception {
        this.factory = factory;
        this.xen = xen;
        boolean made = false;
        try {
            settings.update(properties, this::apply);
            made = true;
        } finally {
            if (!made) {
                stop();
            }
        }
    }

    /**
     * The configuration has changed. Guests that are in both configurations stay, and get the devices that are new.
     *
     * @param properties the configuration
     * @throws Exception never: a guest or device that cannot be made is refused
     */
    @Modified
    void modified(Map<String, Object> properties) throws Exception {
        settings.update(properties, this::apply);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    private synchronized void apply(SettingValues values) {
        List<String> names = DemoSettings.guests(values);
        List<DemoGuest> made = new ArrayList<>();
        try {
            names.stream()
                    .filter(name ->
                            guests.stream().noneMatch(guest -> guest.name().equals(name)))
                    .forEach(name -> made.add(make(name)));
        } catch (RuntimeException refused) {
            made.forEach(this::end);
            throw refused;
        }
        List<DemoGuest> gone =
                guests.stream().filter(guest -> !names.contains(guest.name())).toList();
        gone.forEach(this::end);
        guests.removeAll(gone);
        guests.addAll(made);
        List<Wanted> devices = guests.stream()
                .flatMap(guest -> DemoSettings.devices(values).stream()
                        .map(device -> new Wanted(device.of(guest.domain()), device.options())))
                .toList();
        executor.execute(() -> {
            wanted.clear();
            wanted.addAll(devices);
            attachWanted(FIRST_RETRY);
        });
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setAdmin(XenbusAdmin there) {
        admin = there;
        executor.execute(() -> attachWanted(FIRST_RETRY));
    }

    void unsetAdmin(XenbusAdmin gone) {
        if (admin == gone) {
            admin = null;
        }
    }

    @Deactivate
    synchronized void stop() {
        guests.forEach(DemoGuest::close);
        guests.forEach(this::destroy);
        guests.clear();
        threads.close();
    }

    private DemoGuest make(String name) {
        Guest guest = factory.create(name);
        DemoGuest made = new DemoGuest(guest, threads, Clock.systemDefaultZone());
        // libxl assigns the first console to xenconsoled; an operator would reassign it in the same way.
        StorePath type = guest.path().child("console/type");
        xen.store().write(type, "ioemu");
        LOG.log(System.Logger.Level.INFO, "demonstration guest {0} is domain {1}", name, guest.domain());
        return made;
    }

    private void end(DemoGuest guest) {
        guest.close();
        destroy(guest);
    }

    private void destroy(DemoGuest guest) {
        try {
            factory.destroy(guest.domain());
        } catch (XenStoreException refusal) {
            LOG.log(System.Logger.Level.WARNING, "demonstration guest " + guest.domain() + " left nodes", refusal);
        }
    }

    /** Attaches the devices that can be attached, and tries the rest later. */
    private void attachWanted(Duration retry) {
        XenbusAdmin now = admin;
        if (now == null || wanted.isEmpty()) {
            return;
        }
        List<String> served = now.backends().stream().map(BackendView::type).toList();
        wanted.removeIf(device -> served.contains(device.id.type()) && isSettled(now, device));
        if (!wanted.isEmpty()) {
            Duration next = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
            threads.later(retry, executor, () -> {
                if (admin == now) {
                    attachWanted(next);
                }
            });
        }
    }

    /** Attaches a device; false when it has to be tried again. */
    private static boolean isSettled(XenbusAdmin admin, Wanted device) {
        try {
            if (admin.device(device.id).isEmpty()) {
                admin.attach(device.id, device.options);
            }
            return true;
        } catch (IllegalArgumentException refusal) {
            LOG.log(System.Logger.Level.ERROR, "demonstration device " + device.id + " is not attached", refusal);
            return true;
        } catch (XenStoreException refusal) {
            LOG.log(System.Logger.Level.WARNING, "demonstration device " + device.id + " will be tried again", refusal);
            return false;
        }
    }

    private record Wanted(DeviceId id, Map<String, String> options) {}
}
