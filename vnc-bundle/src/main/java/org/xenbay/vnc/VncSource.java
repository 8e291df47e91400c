// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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
import org.xenbay.vnc.keys.Keysyms;

/**
 * A source of input from VNC viewers: a keyboard and a tablet. Viewers may connect whether or not a guest has its input.
 */
@Component(
        service = {InputSource.class, Configured.class},
        configurationPid = "org.xenbay.vnc",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class VncSource implements InputSource, Display, Configured {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    private final Settings settings = VncSettings.settings();
    /** Null while there is neither a socket nor a port. Changed by the configuration's thread. */
    private volatile @Nullable Listening listening;

    /** How viewers are told that there is another screen. */
    private final Set<Runnable> looking = ConcurrentHashMap.newKeySet();

    /** Held only while the sink is called, so that viewers take turns. */
    private final Object turn = new Object();

    private volatile @Nullable Sink sink;
    /** Null while no guest has the input. */
    private volatile @Nullable InputTarget target;

    /** Viewers can connect. */
    private record Listening(RfbAddress address, RfbServer server) {}

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
        RfbAddress wanted = VncSettings.address(values).orElse(null);
        Keysyms keysyms = new Keysyms(VncSettings.layout(values));
        Listening present = listening;
        if (wanted != null && (present == null || !wanted.equals(present.address()))) {
            RfbAddress.Listening at = wanted.listen();
            close();
            RfbServer next = new RfbServer(this, keysyms);
            next.listen(wanted, at, Security.OPEN);
            listening = new Listening(wanted, next);
        } else if (present != null) {
            present.server().setKeysyms(keysyms);
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
        Listening present = listening;
        String where = present == null ? "VNC, nowhere yet" : "VNC at " + present.address();
        return new SourceInfo(
                "vnc-" + VncSettings.name(settings.values()), where, "", "", Set.of(Ability.KEYS, Ability.POSITION));
    }

    @Override
    public Session open(Sink to) {
        sink = to;
        return new Session() {
            @Override
            public void focus(InputTarget now) {
                show(now);
            }

            @Override
            public void returnToHost() {
                show(null);
            }

            @Override
            public void close() {
                sink = null;
                show(null);
            }
        };
    }

    private void show(@Nullable InputTarget now) {
        target = now;
        looking.forEach(Runnable::run);
    }

    @Override
    public String name() {
        return "xenbay " + info().id().toUpperCase(Locale.ROOT);
    }

    @Override
    public Look look(Runnable changed) {
        looking.add(changed);
        return new StatusLook(this::screen, () -> looking.remove(changed));
    }

    private StatusScreen screen() {
        InputTarget now = target;
        return now == null ? idle() : of(now);
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
        Listening ending = listening;
        if (ending != null) {
            ending.server().close();
            listening = null;
        }
    }
}
