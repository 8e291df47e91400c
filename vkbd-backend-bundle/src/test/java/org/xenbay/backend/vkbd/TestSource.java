// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;

/** A source as a third party may add one; it records which guest has it. */
final class TestSource implements InputSource {

    private final SourceInfo info;
    final List<String> notes = new CopyOnWriteArrayList<>();
    volatile Sink sink;
    volatile IOException broken;
    private final DeviceId companion;

    TestSource(String id, String seat) {
        this(id, seat, null);
    }

    /** A source that came with a guest's device. */
    static TestSource with(String id, DeviceId companion) {
        return new TestSource(id, "", companion);
    }

    private TestSource(String id, String seat, DeviceId companion) {
        this.companion = companion;
        info = new SourceInfo(id, "Test " + id, "1234:5678", seat, Set.of(SourceInfo.Ability.KEYS));
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public Optional<DeviceId> belongsTo() {
        return Optional.ofNullable(companion);
    }

    @Override
    public Session open(Sink to) throws IOException {
        if (broken != null) {
            throw broken;
        }
        notes.add("open");
        sink = to;
        return new Session() {
            @Override
            public void focus(InputTarget target) {
                notes.add(target.domainName());
            }

            @Override
            public void returnToHost() {
                notes.add("host");
            }

            @Override
            public void close() {
                notes.add("close");
            }
        };
    }

    void send(InputEvent... frame) {
        sink.frame(List.of(frame));
    }

    void press(int... codes) {
        for (int code : codes) {
            send(new Key(code, true));
        }
    }

    void release(int... codes) {
        for (int code : codes) {
            send(new Key(code, false));
        }
    }
}
