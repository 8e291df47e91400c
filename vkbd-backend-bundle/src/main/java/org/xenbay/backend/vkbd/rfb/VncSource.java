// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.rfb;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.api.input.SourceInfo.Ability;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;

/**
 * A source of input from VNC viewers: a keyboard and a tablet. Viewers may connect whether or not a guest has its input.
 */
@Component(
        service = {InputSource.class, Configured.class},
        configurationPid = "org.xenbay.vnc",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class VncSource implements InputSource, RfbServer.Display, Configured {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    private final Settings settings = VncSettings.settings();
    private volatile String name;
    /** Null while there is neither a socket nor a port. Changed by the configuration's thread. */
    private volatile RfbServer server;

    private volatile RfbAddress address;
    /** Held only while the sink is called, so that viewers take turns. */
    private final Object turn = new Object();

    private volatile Sink sink;
    /** Null until there is a first configuration. */
    private volatile StatusScreen screen;

    /**
     * @param properties the configuration
     * @throws Exception never: what cannot be had is refused
     */
    @Activate
    public VncSource(Map<String, Object> properties) throws Exception {
        settings.update(properties, this::listen);
    }

    /**
     * The configuration has changed. Viewers stay connected unless the address has changed; a new layout counts for new
     * viewers.
     *
     * @param properties the configuration
     * @throws Exception never: what cannot be had is refused
     */
    @Modified
    public void modified(Map<String, Object> properties) throws Exception {
        settings.update(properties, this::listen);
    }

    private void listen(SettingValues values) throws IOException {
        if (screen == null) {
            name = VncSettings.name(values);
            screen = idle();
        }
        RfbAddress wanted = VncSettings.address(values).orElse(null);
        Keysyms keysyms = new Keysyms(VncSettings.layout(values));
        if (wanted != null && !wanted.equals(address)) {
            RfbServer next = new RfbServer(wanted, this, keysyms);
            close();
            server = next;
            address = wanted;
        } else if (server != null) {
            server.setKeysyms(keysyms);
        }
    }

    @Override
    public Settings settings() {
        return settings;
    }

    private StatusScreen idle() {
        return new StatusScreen(WIDTH, HEIGHT, List.of(info().id(), "", "no guest has this input"));
    }

    private StatusScreen of(InputTarget target) {
        return new StatusScreen(
                target.width(),
                target.height(),
                List.of(
                        info().id(),
                        "",
                        "input goes to " + target.domainName(),
                        target.device().toString(),
                        String.join(", ", target.takes())));
    }

    @Override
    public SourceInfo info() {
        String where = address == null ? "VNC, nowhere yet" : "VNC at " + address;
        return new SourceInfo("vnc-" + name, where, "", "", Set.of(Ability.KEYS, Ability.POSITION));
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
        RfbServer to = server;
        if (to != null) {
            to.screenChanged();
        }
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

    /** Disconnects the viewers. */
    @Deactivate
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
