// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.ring.EventRingLayout;
import org.xenbay.api.ring.EventRingReader;
import org.xenbay.api.ring.EventRingWriter;
import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.ring.RequestRingFront;
import org.xenbay.api.xen.SharedMemory;

/** The ring library: it reports an amount that the ring can hold, or that the ring is corrupt; nothing else. */
final class RingsTarget implements FuzzTarget {

    private static final int PAGE = 4096;
    private static final int MOST = 500;
    private static final int[] INDICES = {0, 4, 8, 12, 3072, 3076};
    private static final EventRingLayout EVENTS = new EventRingLayout(2048, 40, 51, 0, 4);
    private static final int REQUEST = 148;

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(PAGE), () -> {});

    /** One half of one ring. */
    private interface Half {
        void use(Input input);
    }

    @Override
    public void run(Input input) {
        byte[] zeros = new byte[PAGE];
        page.put(0, zeros, 0, PAGE);
        for (int index : INDICES) {
            page.putIntRelease(index, (int) input.number());
        }
        Half half;
        try {
            half = half(input.u8());
        } catch (CorruptRingException said) {
            return;
        }
        for (int i = 0; i < MOST && !input.isEmpty(); i++) {
            int choice = input.u8();
            if (choice < INDICES.length) {
                page.putIntRelease(INDICES[choice], (int) input.number());
            } else {
                try {
                    half.use(input);
                } catch (CorruptRingException said) {
                    return;
                }
            }
        }
    }

    private Half half(int choice) {
        return switch (choice % 6) {
            case 0 -> byteReader(new ByteRingReader(page, 1024, 2048, 3072, 3076));
            case 1 -> byteWriter(new ByteRingWriter(page, 1024, 2048, 3072, 3076));
            case 2 -> eventReader(new EventRingReader(page, EVENTS));
            case 3 -> eventWriter(new EventRingWriter(page, EVENTS));
            case 4 -> back(new RequestRingBack(page, REQUEST));
            default -> front(new RequestRingFront(page, REQUEST));
        };
    }

    private static void within(int count, int most) {
        Finding.require(count >= 0 && count <= most, count + " of " + most);
    }

    private static Half byteReader(ByteRingReader ring) {
        return input -> {
            within(ring.available(), 2048);
            byte[] target = new byte[input.u8() * 16];
            within(ring.read(target, 0, target.length), target.length);
            within(ring.skip(input.u8()), 255);
        };
    }

    private static Half byteWriter(ByteRingWriter ring) {
        return input -> {
            within(ring.free(), 2048);
            byte[] source = new byte[input.u8() * 16];
            within(ring.write(source, 0, source.length), source.length);
        };
    }

    private static Half eventReader(EventRingReader ring) {
        return input -> {
            within(ring.available(), 51);
            ring.take(new byte[40]);
        };
    }

    private static Half eventWriter(EventRingWriter ring) {
        return input -> {
            within(ring.free(), 51);
            ring.put(new byte[40], 40);
            ring.publish();
        };
    }

    private static Half back(RequestRingBack ring) {
        return input -> {
            within(ring.available(), ring.slots());
            byte[] request = new byte[REQUEST];
            ring.drain(input.u8(), () -> request, taken -> within(ring.unanswered(), ring.slots()));
            if (ring.unanswered() > 0 && input.choose(2) == 0) {
                ring.put(new byte[12], 12);
                ring.publish();
            }
        };
    }

    private static Half front(RequestRingFront ring) {
        return input -> {
            within(ring.free(), ring.slots());
            ring.put(new byte[REQUEST], REQUEST);
            ring.publish();
            if (ring.hasNext()) {
                ring.take(new byte[REQUEST]);
            }
        };
    }

    @Override
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (int half = 0; half < 6; half++) {
            InputWriter work = new InputWriter().bytes(new byte[INDICES.length]).u8(half);
            for (int i = 0; i < 30; i++) {
                work.u8(i % 3 == 0 ? 1 : 0x20).number(i * 5L);
            }
            seeds.put("half-" + half + "-works", work.toBytes());
            for (int edge = 0; edge < Input.EDGES.length; edge++) {
                InputWriter begin = new InputWriter();
                for (int index = 0; index < INDICES.length; index++) {
                    begin.u8(index % 2 == 0 ? 0 : Input.EDGE + edge);
                }
                begin.u8(half).u8(0x20).u8(9).u8(0x20).u8(9);
                seeds.put("half-" + half + "-begins-with-edge-" + edge, begin.toBytes());
            }
        }
        return seeds;
    }

    @Override
    public void close() {
        page.close();
    }
}
