// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.GuestScreen;

/** The present screens, for commands. From any thread. */
@Component(service = KnownScreens.class)
public final class KnownScreens {

    /** Pictures that are made at a time: each has buffers of 0.8 MiB, and 0.3 MiB of zlib's. */
    private static final int MOST = 8;

    private final Semaphore places = new Semaphore(MOST);
    private final List<GuestScreen> screens = new CopyOnWriteArrayList<>();

    /** Made by Declarative Services. */
    @Activate
    public KnownScreens() {}

    /**
     * A screen appears.
     *
     * @param screen its service
     */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addScreen(GuestScreen screen) {
        screens.add(screen);
    }

    /**
     * A screen leaves.
     *
     * @param screen its service
     */
    public void removeScreen(GuestScreen screen) {
        screens.remove(screen);
    }

    /** The right to make a picture, given back by {@link #close}. */
    @FunctionalInterface
    interface Place extends AutoCloseable {

        @Override
        void close();
    }

    /** @throws CommandFailure when as many pictures as may be are being made */
    Place begin() {
        if (!places.tryAcquire()) {
            throw new CommandFailure(MOST + " pictures of screens are being made already; try again later");
        }
        return places::release;
    }

    GuestScreen of(DeviceId device) {
        return screens.stream()
                .filter(each -> each.device().equals(device))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no screen " + device));
    }

    List<DeviceId> devices() {
        return screens.stream().map(GuestScreen::device).toList();
    }

    List<String> names() {
        return devices().stream().map(DeviceId::toString).toList();
    }
}
