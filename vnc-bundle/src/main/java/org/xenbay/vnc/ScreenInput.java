// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.api.input.SourceInfo.Ability;

/** The keys and the pointers of all viewers of one guest's screen, as a source of input. From any thread. */
final class ScreenInput implements InputSource {

    private final SourceInfo info;
    private final DeviceId device;

    /** Held only while the sink is called, so that viewers take turns. */
    private final Object turn = new Object();

    private volatile @Nullable Sink sink;

    /** @param name the guest's */
    ScreenInput(DeviceId device, String name) {
        this.device = device;
        this.info = new SourceInfo(
                "screen-" + device.domain() + "-" + device.device(),
                "VNC viewers of " + name,
                "",
                "",
                Set.of(Ability.KEYS, Ability.POSITION));
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public Optional<DeviceId> belongsTo() {
        return Optional.of(device);
    }

    @Override
    public Session open(Sink to) {
        sink = to;
        return new Session() {
            @Override
            public void focus(InputTarget target) {}

            @Override
            public void returnToHost() {}

            @Override
            public void close() {
                sink = null;
            }
        };
    }

    void happened(List<InputEvent> frame) {
        synchronized (turn) {
            Sink to = sink;
            if (to != null) {
                to.frame(frame);
            }
        }
    }

    boolean isCapsLocked() {
        Sink to = sink;
        return to != null && to.isCapsLocked();
    }
}
