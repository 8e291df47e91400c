package org.xenbay.backend.qusb;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.xen.SharedMemory;

/**
 * Which requests are under way, noted where it outlasts this process: in the ring's page, between the indices and the slots
 * (struct *_sring in xen/include/public/io/ring.h has 48 bytes there, zeroed by the frontend and used by no driver of usbif). A
 * daemon that takes the connection over after a crash can answer them; without that a guest would wait for ever, as answers
 * given out of order leave no trace of what is missing.
 *
 * <p>The guest can write there, too: all it can achieve is that its own requests are answered wrongly.
 */
final class Journal {

    private static final int CONSUMER = 20;
    private static final int USED = 24;
    private static final int IDS = 26;
    private static final int SLOTS = 16;

    private final SharedMemory page;

    Journal(SharedMemory page) {
        this.page = page;
    }

    /** Nothing is under way. */
    void begin(int consumer) {
        page.putShort(USED, 0);
        page.putInt(CONSUMER, consumer);
    }

    void taken(int id, int consumer) {
        int used = page.getShort(USED);
        int slot = Integer.numberOfTrailingZeros(~used);
        if (slot < SLOTS) {
            page.putShort(IDS + 2 * slot, id);
            page.putShort(USED, used | 1 << slot);
        }
        page.putInt(CONSUMER, consumer);
    }

    void answered(int id) {
        int used = page.getShort(USED);
        for (int slot = 0; slot < SLOTS; slot++) {
            if ((used & 1 << slot) != 0 && page.getShort(IDS + 2 * slot) == id) {
                page.putShort(USED, used & ~(1 << slot));
                return;
            }
        }
    }

    /** @return where the last one stopped taking requests; whoever asks checks it */
    int consumer() {
        return page.getInt(CONSUMER);
    }

    /** @return ids of requests that were taken and not answered, 16 at most */
    List<Integer> ids() {
        int used = page.getShort(USED);
        List<Integer> ids = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if ((used & 1 << slot) != 0) {
                ids.add(page.getShort(IDS + 2 * slot));
            }
        }
        return ids;
    }
}
