// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.SharedMemory;

/** One framebuffer of one guest. */
final class VfbHandler implements DeviceHandler, FbEvents.Listener {

    private static final String PAGE = "page-ref";
    private static final String CHANNEL = "event-channel";
    private static final String PROTOCOL = "protocol";
    private static final String TELLS = "feature-update";
    private static final long MOST_FRAME = (1L << 52) - 1;

    private final DeviceContext device;
    private final Supplier<VfbSettings> settings;
    private final ScreenServices services;
    private final FbEvents.Counts counts;
    private final Picture picture;
    private final Refresher refresher;
    private @Nullable HandlerScreen screen;
    private @Nullable Connection connection;
    /** The connection whose picture can be viewed. */
    private @Nullable Connection shown;

    /** The state of a connection. */
    private record Connection(
            Framebuffer framebuffer,
            FbEvents events,
            @Nullable GeometryJournal journal,
            boolean tells) {}

    /** @param services where the screen is registered */
    VfbHandler(DeviceContext device, Supplier<VfbSettings> settings, ScreenServices services) {
        this.device = device;
        this.settings = settings;
        this.services = services;
        this.counts = FbEvents.Counts.of(device.figures());
        this.picture = new Picture(device.memory());
        this.refresher = new Refresher(device, picture, settings.get().period(), this::advise, this::hasRoom);
        device.figures().gauge("views", "viewers and others that look at the picture", picture::views);
    }

    @Override
    public Readiness init(Publication keys) {
        VfbNodes.offer(device, keys, settings.get());
        show();
        return Readiness.ready();
    }

    /** Registers the screen, once: a toolstack asks for its address before the guest runs. */
    private HandlerScreen show() {
        HandlerScreen present = screen;
        if (present == null) {
            present = new HandlerScreen(device, picture, VfbNodes.request(device), refresher::viewsChanged);
            if (present.vnc().password().isPresent()) {
                device.log().info("its VNC password is in node vncpasswd, which the guest can read");
            }
            screen = present;
            services.add(present);
        }
        return present;
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        NodeValues frontend = link.frontend(PAGE, CHANNEL, PROTOCOL, TELLS);
        Optional<String> missing = frontend.firstMissing(PAGE, CHANNEL);
        if (missing.isPresent()) {
            return Readiness.waitFor(Side.FRONTEND, "node " + missing.get());
        }
        Geometry parked = origin instanceof Origin.Resumed resumed ? ParkedGeometry.decode(resumed.parked()) : null;
        show();
        boolean tells = frontend.flag(TELLS);
        int port = frontend.eventChannel(CHANNEL);
        SharedMemory page = link.mapForeign(frontend.number(PAGE, 0, MOST_FRAME));
        WordSize words = WordSize.of(frontend.text(PROTOCOL).orElse(null), page);
        GeometryJournal journal = device.persistentMemory("vfb", GeometryJournal.SIZE)
                .map(memory -> new GeometryJournal(memory, device.atCommit()))
                .orElse(null);
        Geometry geometry = parked == null ? geometry(link, origin, page, journal) : parked;
        Framebuffer framebuffer =
                Framebuffer.map(link, page, words, settings.get().most(), geometry);
        if (journal != null) {
            journal.begin(link.fingerprint(), geometry);
        }
        EventChannel channel = link.bind(port, this::turn);
        if (tells) {
            device.publish(Map.of("request-update", "1"));
        }
        connection = new Connection(framebuffer, new FbEvents(page, channel, counts), journal, tells);
        return Readiness.ready();
    }

    private static Geometry geometry(
            DeviceLink link, Origin origin, SharedMemory page, @Nullable GeometryJournal journal) {
        if (origin == Origin.adopted() && journal != null) {
            return journal.find(link.fingerprint()).orElseGet(() -> Geometry.of(page));
        }
        return Geometry.of(page);
    }

    @Override
    public void connected() {
        turn();
    }

    /** Handles events of the guest. The first call comes at once, and another one when events are left. */
    private void turn() {
        Connection now = connection;
        if (now != null) {
            begin(now);
            if (now.events().drain(now.framebuffer()::geometry, this)) {
                device.execute(this::turn);
            }
            refresher.settle();
        }
    }

    /** Does not wait for the guest's state: XenStore may be away, and the guest draws nevertheless. */
    private void begin(Connection now) {
        if (shown != now) {
            shown = now;
            show().waitsFor("");
            refresher.begin(now.framebuffer(), now.tells());
        }
    }

    @Override
    public void touched(Area area) {
        refresher.touched(area);
    }

    @Override
    public void moved(Geometry geometry) {
        Connection now = connection;
        if (now != null) {
            now.framebuffer().move(geometry);
            GeometryJournal notes = now.journal();
            if (notes != null) {
                notes.note(geometry);
            }
            refresher.moved();
        }
    }

    private void hasRoom(boolean there) {
        show().waitsFor(there ? "" : "room in memory");
    }

    private void advise(boolean watched) {
        Connection now = connection;
        if (now != null) {
            now.events().advise(watched ? (int) settings.get().period().toMillis() : 0);
        }
    }

    @Override
    public Optional<Parked> park() {
        Connection now = connection;
        if (now == null) {
            return Optional.empty();
        }
        Parked parked = ParkedGeometry.encode(now.framebuffer().geometry());
        leave("another version of its backend");
        return Optional.of(parked);
    }

    @Override
    public void disconnect() {
        leave("the guest's driver");
    }

    private void leave(String waitsFor) {
        connection = null;
        shown = null;
        HandlerScreen present = screen;
        if (present != null) {
            present.waitsFor(waitsFor);
        }
        // Views are told, and ask what the screen waits for.
        refresher.end();
    }

    @Override
    public void close() {
        leave("its backend");
        GuestScreen gone = screen;
        if (gone != null) {
            services.remove(gone);
        }
    }

    @Override
    public Optional<String> trouble() {
        return refresher.hasNoRoom() ? Optional.of("there is no room in memory for its picture") : Optional.empty();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        Connection now = connection;
        if (now != null) {
            details.put("picture", now.framebuffer().geometry().toString());
            details.put("updates", now.tells() ? "reported by the guest" : "found by comparison");
        }
        return details;
    }
}
