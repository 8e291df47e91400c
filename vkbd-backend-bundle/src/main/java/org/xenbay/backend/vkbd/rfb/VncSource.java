package org.xenbay.backend.vkbd.rfb;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.api.input.SourceInfo.Ability;

/** A keyboard and a tablet that VNC viewers bring. Viewers may connect whether a guest has its input or not. */
@Component(
        service = InputSource.class,
        configurationPid = "org.xenbay.vnc",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = VncSettings.class, factory = true)
public final class VncSource implements InputSource, RfbServer.Desk {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    private final SourceInfo info;
    private final RfbServer server;
    /** Held while the sink is called, so that viewers take turns; never while anything else is. */
    private final Object turn = new Object();

    private volatile Sink sink;
    private volatile StatusScreen screen;

    /**
     * @param settings the configuration
     * @throws IOException when the address cannot be listened at
     */
    @Activate
    public VncSource(VncSettings settings) throws IOException {
        this(settings.name(), RfbAddress.of(settings.socket(), settings.port()), settings.layout());
    }

    VncSource(String name, RfbAddress address, String layout) throws IOException {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("a source's name has letters, digits, - and _, not " + name);
        }
        info = new SourceInfo("vnc-" + name, "VNC at " + address, "", "", Set.of(Ability.KEYS, Ability.POSITION));
        screen = idle();
        server = new RfbServer(address, this, new Keysyms(layout));
    }

    private StatusScreen idle() {
        return new StatusScreen(WIDTH, HEIGHT, List.of(info.id(), "", "no guest has this input"));
    }

    private StatusScreen of(InputTarget target) {
        return new StatusScreen(
                target.width(),
                target.height(),
                List.of(
                        info.id(),
                        "",
                        "input goes to " + target.domainName(),
                        target.device().toString(),
                        String.join(", ", target.takes())));
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public Session open(Sink to) {
        sink = to;
        return new Session() {
            @Override
            public void focus(Optional<InputTarget> target) {
                show(target.map(VncSource.this::of).orElseGet(VncSource.this::idle));
            }

            @Override
            public void close() {
                sink = null;
                show(idle());
            }
        };
    }

    private void show(StatusScreen now) {
        screen = now;
        server.screenChanged();
    }

    @Override
    public StatusScreen screen() {
        return screen;
    }

    @Override
    public void happened(List<InputEvent> frame) {
        synchronized (turn) {
            Sink to = sink;
            if (to != null) {
                to.frame(frame);
            }
        }
    }

    @Override
    public boolean isCapsLocked() {
        Sink to = sink;
        return to != null && to.isCapsLocked();
    }

    /** Sends the viewers away. */
    @Deactivate
    public void close() {
        server.close();
    }
}
