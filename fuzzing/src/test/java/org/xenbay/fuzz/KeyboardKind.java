// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.Place;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.backend.vkbd.VkbdBackend;

/** A keyboard and pointer: struct xenkbd_page of xen/include/public/io/kbdif.h. */
final class KeyboardKind implements DeviceKind {

    private static final String SOURCE = "keys";

    private final VkbdBackend backend = new VkbdBackend(Map.of());
    private volatile InputSource.Sink sink;

    KeyboardKind() {
        backend.addSource(new Source());
    }

    /** Keys and a pointer that the input presses. */
    private final class Source implements InputSource {

        @Override
        public SourceInfo info() {
            return new SourceInfo(
                    SOURCE, "keys", "1234:5678", "", Set.of(SourceInfo.Ability.KEYS, SourceInfo.Ability.POSITION));
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
    }

    @Override
    public XenDevOps backend() {
        return backend;
    }

    @Override
    public String type() {
        return "vkbd";
    }

    @Override
    public String frontendType() {
        return "vkbd";
    }

    @Override
    public Map<String, String> options(int variant) {
        return Map.of("feature-multi-touch", (variant & 1) == 0 ? "0" : "1");
    }

    @Override
    public List<String> nodes() {
        return List.of(
                "page-ref",
                "page-gref",
                "event-channel",
                "request-abs-pointer",
                "request-raw-pointer",
                "request-multi-touch",
                "state");
    }

    @Override
    public int[] offsets() {
        return new int[] {0, 4, 8, 12, 2048, 1024};
    }

    @Override
    public int pages() {
        return 1;
    }

    @Override
    public Map<String, String> publish(GuestHands hands) {
        Map<String, String> nodes = new LinkedHashMap<>(hands.references("page-gref"));
        nodes.put("page-ref", Long.toString(hands.pages.frames()[0]));
        nodes.put("event-channel", Integer.toString(hands.port.number()));
        nodes.put("request-abs-pointer", "1");
        return nodes;
    }

    /** Takes events, or writes an index as if it had taken more than there are. */
    @Override
    public void act(GuestHands hands, Input input) {
        hands.memory.putIntRelease(0, hands.memory.getIntAcquire(4) + input.choose(3) - 1);
        hands.port.signal();
    }

    @Override
    public void happen(GuestHands hands, Input input) {
        if (backend.targets().stream().anyMatch(target -> target.device().equals(hands.id))) {
            try {
                backend.focus(SOURCE, hands.id);
            } catch (IllegalArgumentException gone) {
                return;
            }
        }
        InputSource.Sink to = sink;
        for (int i = input.u8(); to != null && i > 0; i--) {
            to.frame(List.of(
                    input.choose(2) == 0
                            ? new InputEvent.Key(1 + input.choose(200), (i & 1) == 0)
                            : new InputEvent.Position(new Place(i, i, 799, 599))));
        }
    }

    @Override
    public void close() {
        backend.deactivate();
    }
}
