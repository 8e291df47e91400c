// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;

/** A request under way in the ring (usbif.h): its pages are granted until its answer has been read. */
final class UrbFlight {

    /** Bytes of a slot of the ring. */
    static final int REQUEST_SIZE = 148;

    private static final int SEGMENTS_AT = 20;
    private static final int FRAME_SIZE = 16;
    private static final int PAGE = 4096;

    private final GuestUrb urb;
    /** The request that this one cancels; null for a transfer. */
    private final @Nullable UrbFlight target;

    private final CompletableFuture<GuestResult> result = new CompletableFuture<>();
    private int id = -1;
    private @Nullable GrantedPages data;
    private @Nullable GrantedPages frames;

    UrbFlight(GuestUrb urb, @Nullable UrbFlight target) {
        this.urb = urb;
        this.target = target;
    }

    GuestUrb urb() {
        return urb;
    }

    CompletableFuture<GuestResult> result() {
        return result;
    }

    /** @return the id in the ring, once {@link #encode} has been called */
    int id() {
        return id;
    }

    /** @return the slot's bytes; grants the pages that they name */
    byte[] encode(int idInRing, Guest guest, int backend) {
        id = idInRing;
        ByteBuffer bytes = ByteBuffer.allocate(REQUEST_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(0, (short) id)
                .putInt(4, urb.pipe())
                .putShort(8, (short) (urb.shortNotOk() ? 1 : 0))
                .putShort(10, (short) urb.out().length);
        if (target != null) {
            return bytes.putShort(12, (short) target.id).array();
        }
        int segment = 0;
        if (urb.out().length > 0) {
            data = grant(guest, backend, urb.out(), urb.isIn());
            segment = segments(bytes, segment, data, urb.out().length);
            bytes.putShort(2, (short) segment);
        }
        if (urb.setup() != null) {
            urb.setup().write(bytes.slice(12, 8));
        } else {
            bytes.putShort(12, (short) urb.interval());
        }
        if (urb.packets().length > 0) {
            byte[] packets = frames(urb.packets());
            frames = grant(guest, backend, packets, true);
            int count = segments(bytes, segment, frames, packets.length) - segment;
            bytes.putShort(16, (short) urb.packets().length).putShort(18, (short) count);
        }
        return bytes.array();
    }

    private static GrantedPages grant(Guest guest, int backend, byte[] content, boolean writable) {
        GrantedPages pages = guest.grant(backend, (content.length + PAGE - 1) / PAGE, writable);
        pages.memory().put(0, content, 0, content.length);
        return pages;
    }

    private static int segments(ByteBuffer bytes, int first, GrantedPages pages, int length) {
        int segment = first;
        for (int at = 0; at < length; at += PAGE) {
            int offset = SEGMENTS_AT + 8 * segment;
            bytes.putInt(offset, pages.references()[at / PAGE])
                    .putShort(offset + 4, (short) 0)
                    .putShort(offset + 6, (short) Math.min(PAGE, length - at));
            segment++;
        }
        return segment;
    }

    private static byte[] frames(int[] packets) {
        ByteBuffer frames = ByteBuffer.allocate(packets.length * FRAME_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (int length : packets) {
            frames.putInt(at).putInt(length).putInt(0).putInt(0);
            at += length;
        }
        return frames.array();
    }

    /**
     * @param answer the backend's slot
     * @param violations receives the backend's violations of the protocol
     * @return the answer's result, with the data; the pages are revoked
     */
    GuestResult decode(ByteBuffer answer, List<String> violations) {
        int length = urb.out().length;
        byte[] in = new byte[length];
        if (data != null) {
            data.memory().get(0, in, 0, length);
            revoke(data, violations);
        }
        int[] status = new int[urb.packets().length];
        int[] came = new int[status.length];
        if (frames != null) {
            for (int i = 0; i < status.length; i++) {
                came[i] = frames.memory().getInt(i * FRAME_SIZE + 8);
                status[i] = frames.memory().getInt(i * FRAME_SIZE + 12);
            }
            revoke(frames, violations);
        }
        return new GuestResult(answer.getInt(4), answer.getInt(8), in, answer.getInt(12), status, came);
    }

    /** Linux shuts the whole controller down when a page of an answered request is still mapped. */
    private void revoke(GrantedPages pages, List<String> violations) {
        if (!pages.revoke()) {
            violations.add("pages of " + urb + " are still mapped");
        }
    }

    /** The controller is disconnected before the answer came. */
    void end() {
        if (data != null) {
            data.close();
        }
        if (frames != null) {
            frames.close();
        }
        result.completeExceptionally(new IllegalStateException("the controller is disconnected"));
    }
}
