// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
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
    private final ReentrantLock turn = new ReentrantLock();

    private volatile @Nullable Sink sink;

    /** Keys that viewers of a killed process held down. */
    private final Set<Integer> leftDown = ConcurrentHashMap.newKeySet();

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
        releaseLeft();
        return new Session() {
            @Override
            public void focus(InputTarget target) {
                // Only now the sink has somebody to give it to.
                leftDown.removeAll(releaseLeft());
            }

            @Override
            public void returnToHost() {}

            @Override
            public void close() {
                sink = null;
            }
        };
    }

    void happened(List<InputEvent> frame) {
        turn.lock();
        try {
            Sink to = sink;
            if (to != null) {
                to.frame(frame);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Releases keys that viewers of a killed process held down, as soon as somebody takes input. To be called before that. */
    void releaseLater(Set<Integer> codes) {
        leftDown.addAll(codes);
    }

    /**
     * Does not wait, as the caller may have the sink's lock.
     *
     * @return what was released; nothing while another viewer types
     */
    private Set<Integer> releaseLeft() {
        Set<Integer> codes = new TreeSet<>(leftDown);
        Sink to = sink;
        if (to != null && !codes.isEmpty() && turn.tryLock()) {
            try {
                to.frame(codes.stream()
                        .<InputEvent>map(code -> new InputEvent.Key(code, false))
                        .toList());
                return codes;
            } finally {
                turn.unlock();
            }
        }
        return Set.of();
    }

    boolean isCapsLocked() {
        Sink to = sink;
        return to != null && to.isCapsLocked();
    }
}
