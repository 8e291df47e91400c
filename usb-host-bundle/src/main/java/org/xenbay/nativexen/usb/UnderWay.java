// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;

/** What of a session is under way, and whether more may be. Any thread; nobody is called with the lock held but executors. */
final class UnderWay {

    /** Transfers, oldest first. */
    private final Set<Flight> flights = new LinkedHashSet<>();

    private int changes;
    private long bytes;
    private boolean gone;
    private boolean closed;

    /** @return nothing when it is let in, else why not */
    synchronized Optional<Status> add(Flight flight) {
        Optional<Status> refusal = refusal(flight.length());
        if (refusal.isEmpty()) {
            flights.add(flight);
            bytes += flight.length();
        }
        return refusal;
    }

    /**
     * @param begin hands the change to its executor
     * @return nothing when it is let in, else why not
     */
    synchronized Optional<Status> addChange(Runnable begin) {
        Optional<Status> refusal = refusal(0);
        if (refusal.isEmpty()) {
            changes++;
            begin.run();
        }
        return refusal;
    }

    private Optional<Status> refusal(int length) {
        if (closed) {
            return Optional.of(Status.CANCELLED);
        }
        if (gone) {
            return Optional.of(Status.NO_DEVICE);
        }
        boolean full = flights.size() + changes >= UsbSession.MAX_REQUESTS || bytes + length > UsbSession.MAX_BYTES;
        return full ? Optional.of(Status.REJECTED) : Optional.empty();
    }

    synchronized void remove(Flight flight) {
        if (flights.remove(flight)) {
            bytes -= flight.length();
            notifyAll();
        }
    }

    synchronized void changeIsOver() {
        changes--;
    }

    /** Lets no more in: the device is gone. */
    synchronized void gone() {
        gone = true;
    }

    /**
     * Lets no more in: the session is closed.
     *
     * @param begin hands the end to its executor, after all changes
     * @return whether it was open
     */
    synchronized boolean close(Runnable begin) {
        if (closed) {
            return false;
        }
        closed = true;
        begin.run();
        return true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Cancels transfers.
     *
     * @param endpoints on which ones
     * @return those that were under way
     */
    List<Flight> cancel(IntPredicate endpoints) {
        List<Flight> chosen;
        synchronized (this) {
            chosen = flights.stream()
                    .filter(flight -> endpoints.test(flight.endpoint()))
                    .toList();
        }
        chosen.forEach(Flight::cancel);
        return chosen;
    }

    /**
     * Waits for transfers to end.
     *
     * @param chosen which ones
     * @param millis how long at most
     * @return whether all of them have
     */
    synchronized boolean await(List<Flight> chosen, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (chosen.stream().anyMatch(flights::contains)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
