// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantException;
import org.xenbay.backend.qusb.CompletionQueue.Completion;

/**
 * One connection to the guest's driver: takes requests, submits them to the devices in the ports, and answers each one when it
 * has ended, in any order. The ring has room for 16 requests of 64 KiB, so at most 16 are under way. On the device's executor;
 * devices complete requests on their own threads, through a queue.
 */
final class Controller {

    /** Most requests of one turn, so that other devices get their turns. */
    private static final int MAX_A_TURN = 64;

    /** Time for requests to end before they are cancelled, because a device may wait for ever. */
    private static final Duration GRACE = Duration.ofMillis(300);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Ports ports;
    private final DeviceLink link;
    private final BufferPool pool;
    private final UrbRing urbs;
    private final GuestReplies replies;
    private final Runnable wake;
    private final Consumer<String> debug;
    private final Consumer<UrbRequest> accepting = this::accept;
    private final CompletionQueue ended;
    private final RingStarvationGuard starvationGuard;
    private final Statistics statistics;
    /** Whether requests are no longer begun, because a successor takes over. */
    private boolean parking;

    private final List<byte[]> leftOver = new ArrayList<>();
    /** Requests of a predecessor that wait for their devices. */
    private final List<byte[]> leftToUs = new ArrayList<>();

    /** The guest's side: both rings, and the channel that signals new entries to the guest. */
    record Rings(UrbRing urbs, ConnRing plugs, EventChannel channel) {}

    /** @param wake causes a call of {@link #turn}; from any thread */
    Controller(
            Ports ports,
            DeviceLink link,
            Rings rings,
            BufferPool pool,
            RingStarvationGuard starvationGuard,
            Statistics statistics,
            Runnable wake,
            Consumer<String> debug) {
        this.ports = ports;
        this.pool = pool;
        this.starvationGuard = starvationGuard;
        this.link = link;
        this.urbs = rings.urbs;
        this.replies = new GuestReplies(ports, rings, starvationGuard, statistics);
        this.statistics = statistics;
        this.wake = wake;
        this.ended = new CompletionQueue(wake);
        this.debug = debug;
    }

    int underWay() {
        return replies.unanswered().size();
    }

    /** Continues requests that a predecessor has not ended, as soon as the devices are present. */
    void resume(List<byte[]> requests) {
        leftToUs.addAll(requests);
        replies.signal();
    }

    /**
     * Takes no more requests and ends those under way: by waiting, then by cancelling. The successor repeats a transfer that
     * was cancelled before it moved data; other cancelled transfers are answered with their result.
     *
     * @return requests that were not answered, in order; empty when a device does not end its requests
     * @throws InterruptedException when interrupted
     */
    Optional<List<byte[]>> park() throws InterruptedException {
        parking = true;
        leftOver.addAll(leftToUs);
        long start = System.nanoTime();
        awaitIdle(start + GRACE.toNanos());
        begun().forEach(Urb::cancel);
        boolean idle = awaitIdle(start + TIMEOUT.toNanos());
        replies.unanswered().forEach(urb -> leftOver.add(urb.request().bytes()));
        replies.publish();
        return idle ? Optional.of(List.copyOf(leftOver)) : Optional.empty();
    }

    private boolean awaitIdle(long end) throws InterruptedException {
        while (!begun().isEmpty() || isChanging()) {
            Completion next = ended.poll(end);
            if (next == null) {
                return false;
            }
            end(next);
        }
        return true;
    }

    private List<Urb> begun() {
        return replies.unanswered().stream().filter(Urb::isUnderWay).toList();
    }

    private boolean isChanging() {
        return ports.all().stream().anyMatch(Port::isChanging);
    }

    /** Processes ended requests, and takes new ones. */
    void turn() {
        endAll();
        if (!ports.isAdopting()) {
            List<byte[]> first = List.copyOf(leftToUs);
            leftToUs.clear();
            first.forEach(bytes -> begin(new UrbRequest(bytes)));
        }
        boolean more = !ports.isAdopting() && urbs.drain(MAX_A_TURN, accepting);
        replies.tell();
        starvationGuard.check(replies.unanswered());
        if (more) {
            wake.run();
        }
    }

    private void endAll() {
        for (Completion next = ended.poll(); next != null; next = ended.poll()) {
            end(next);
        }
    }

    private void accept(UrbRequest request) {
        Optional<String> refusal = request.refusal(ports.count());
        if (refusal.isPresent()) {
            debug.accept("request " + request.id() + " is refused: " + refusal.get());
            replies.answer(request.id(), UrbStatus.INVAL);
        } else if (request.pipe().isUnlink()) {
            unlink(request);
        } else if (replies.unanswered(request.id()) != null) {
            debug.accept("request " + request.id() + " is refused: one of that id is under way");
            replies.answer(request.id(), UrbStatus.INVAL);
        } else {
            begin(request);
        }
    }

    private void begin(UrbRequest request) {
        Attachment attachment = ports.at(request.pipe().port()).attachment();
        if (attachment == null) {
            replies.answer(request.id(), UrbStatus.NODEV);
            return;
        }
        Urb urb = new Urb(request, link, pool);
        replies.expect(urb);
        attachment.waiting().add(urb);
        advance(attachment);
    }

    /** A cancelled request is answered before the request that cancels it. */
    private void unlink(UrbRequest request) {
        Urb urb = replies.unanswered(request.unlinkId());
        if (urb == null) {
            replies.answer(request.id(), UrbStatus.OK);
            return;
        }
        statistics.unlinked();
        urb.unlinks().add(request.id());
        Attachment attachment = ports.at(urb.pipe().port()).attachment();
        if (attachment != null && attachment.waiting().remove(urb)) {
            replies.answer(urb, UrbStatus.IOERROR, UsbResult.of(Status.CANCELLED));
        } else {
            urb.cancel();
        }
    }

    private void advance(Attachment attachment) {
        while (!parking && !attachment.isChanging() && !attachment.waiting().isEmpty()) {
            start(attachment, attachment.waiting().remove());
        }
    }

    private void start(Attachment attachment, Urb urb) {
        Attachment.Handling course = attachment.course(urb);
        if (course instanceof Attachment.Handling.Answer now) {
            replies.answer(urb, now.status(), UsbResult.of(Status.COMPLETED));
        } else if (course instanceof Attachment.Handling.ResetFirst) {
            attachment.waiting().addFirst(urb);
            attachment.changing(true);
            attachment
                    .session()
                    .submit(attachment.reset(), result -> ended.add(new Completion(attachment, null, true, result)));
        } else if (course instanceof Attachment.Handling.Change change) {
            attachment.changing(true);
            submit(attachment, urb, change.request(), true);
        } else {
            transfer(attachment, urb);
        }
    }

    private void transfer(Attachment attachment, Urb urb) {
        UsbRequest transfer;
        try {
            transfer = urb.transfer();
        } catch (GrantException | IllegalArgumentException refused) {
            debug.accept(urb.request() + " is refused: " + refused.getMessage());
            replies.answer(urb, UrbStatus.INVAL, UsbResult.of(Status.REJECTED));
            return;
        } catch (BufferPool.FullException full) {
            debug.accept(urb.request() + " is refused: " + full.getMessage());
            statistics.refused();
            replies.answer(urb, UrbStatus.IOERROR, UsbResult.of(Status.ERROR));
            return;
        }
        submit(attachment, urb, transfer, false);
    }

    private void submit(Attachment attachment, Urb urb, UsbRequest request, boolean change) {
        urb.begin(attachment.session(), request, result -> ended.add(new Completion(attachment, urb, change, result)));
    }

    /** Ends the connection. A buffer that a device still uses is freed when the device returns it. */
    void close() {
        ended.close();
        pool.close();
    }

    private void end(Completion what) {
        Attachment attachment = what.attachment();
        if (what.change()) {
            attachment.changing(false);
        }
        if (what.urb() != null) {
            end(what.urb(), what.result(), ports.at(what.urb().pipe().port()).attachment() == attachment);
        }
        advance(attachment);
    }

    private void end(Urb urb, UsbResult result, boolean plugged) {
        urb.ended();
        if (parking && urb.canBeginAnew(result)) {
            urb.release();
            return;
        }
        UrbStatus status = GuestReplies.status(urb, result, plugged);
        try {
            urb.deliver(result);
        } catch (GrantException refused) {
            debug.accept(urb.request() + ", its data: " + refused.getMessage());
            status = UrbStatus.INVAL;
        }
        replies.answer(urb, status, result);
    }

    /** A device was pulled out, and its session is being closed: answers requests that have not begun. */
    void pulled(Attachment attachment) {
        for (Urb urb = attachment.waiting().poll();
                urb != null;
                urb = attachment.waiting().poll()) {
            replies.answer(urb, UrbStatus.NODEV, UsbResult.of(Status.NO_DEVICE));
        }
    }
}
