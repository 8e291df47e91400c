// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.device.XenbusState;

/**
 * A backend with a guest that uses its nodes, its pages and its port in any way. An input says how the toolstack made the
 * device, whether a driver has connected it first, and then the guest's steps. Meanwhile another guest's device must stay as it
 * is; afterwards no resource of the guest may be held.
 */
final class DeviceTarget implements FuzzTarget {

    static final int CONNECTED_FIRST = 0x80;
    private static final int MAX_STEPS = 120;

    private final DeviceKind kind;
    private final DeviceHost host;
    private final GuestHands polite;
    private long guests;

    DeviceTarget(DeviceKind kind) {
        this.kind = kind;
        this.host = new DeviceHost(kind.backend(), kind.type());
        this.polite = new GuestHands(host, kind, "polite", 0);
        polite.connect();
    }

    @Override
    public void run(Input input) throws Exception {
        int pages = host.xen.usage().mappedPages();
        int ports = host.xen.usage().boundPorts();
        int how = input.u8();
        GuestHands hands = new GuestHands(host, kind, "guest" + ++guests, how & 0x7F);
        if ((how & CONNECTED_FIRST) != 0) {
            hands.connect();
        }
        hands.play(input, MAX_STEPS);
        hands.end();
        host.await("pages are still mapped", () -> host.xen.usage().mappedPages() <= pages);
        host.await("ports are still bound", () -> host.xen.usage().boundPorts() <= ports);
        Finding.require(
                host.state(polite.id) == XenbusState.CONNECTED,
                "another guest's device is " + host.admin.device(polite.id));
    }

    @Override
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (int connected : new int[] {0, CONNECTED_FIRST}) {
            String when = connected == 0 ? "before-it-is-connected" : "after-it-was-connected";
            for (int node = 0; node < kind.nodes().size(); node++) {
                String name = kind.nodes().get(node).replace('/', '.');
                // Published, the node replaced by each kind of value, and removed.
                InputWriter script = new InputWriter().u8(connected);
                for (int text = 1; text < 8; text++) {
                    script.u8(0).u8(node).u8(4).u8(text).u8(10).u8(7);
                }
                script.u8(1)
                        .u8(node)
                        .u8(7)
                        .u8(2)
                        .u8(5)
                        .u8(7)
                        .u8(2)
                        .u8(6)
                        .u8(7)
                        .u8(10)
                        .u8(7);
                seeds.put("the-node-" + name + "-is-changed-" + when, script.toBytes());
            }
            InputWriter states = new InputWriter().u8(connected);
            for (int state : new int[] {1, 2, 3, 4, 5, 6, 1, 3, 4, 6, 8, 0, 4}) {
                states.u8(2).u8(state).u8(7);
            }
            seeds.put("all-states-" + when, states.u8(11).u8(7).toBytes());
        }
        for (int at = 0; at < kind.offsets().length; at++) {
            InputWriter script = new InputWriter().u8(CONNECTED_FIRST);
            for (int edge = 0; edge < Input.EDGES.length; edge++) {
                script.u8(4)
                        .u8(at)
                        .u8(Input.EDGE + edge)
                        .u8(6)
                        .u8(9)
                        .u8(1)
                        .u8(2)
                        .u8(3)
                        .u8(7);
            }
            seeds.put("nonsense-at-offset-" + kind.offsets()[at], script.toBytes());
        }
        InputWriter work = new InputWriter().u8(CONNECTED_FIRST);
        for (int i = 0; i < 20; i++) {
            work.u8(8).u8(i).u8(i).u8(i + 1).u8(6).u8(9).u8(i).u8(1).u8(7);
        }
        seeds.put("the-driver-works", work.toBytes());
        return seeds;
    }

    @Override
    public void close() throws Exception {
        host.close();
        kind.close();
    }
}
