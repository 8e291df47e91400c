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

/**
 * The transfers of a session that are in flight; decides whether more are accepted. From any thread; under the lock it calls
 * only executors.
 */
final class TransferLimiter {

    /** Transfers, oldest first. */
    private final Set<InFlightTransfer> transfers = new LinkedHashSet<>();

    private int changes;
    private long bytes;
    private boolean gone;
    private boolean closed;

    /** @return why the transfer is refused; empty when it is accepted */
    synchronized Optional<Status> add(InFlightTransfer transfer) {
        Optional<Status> refusal = refusal(transfer.length());
        if (refusal.isEmpty()) {
            transfers.add(transfer);
            bytes += transfer.length();
        }
        return refusal;
    }

    /**
     * @param begin submits the change to its executor
     * @return why the change is refused; empty when it is accepted
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
        boolean full = transfers.size() + changes >= UsbSession.MAX_REQUESTS || bytes + length > UsbSession.MAX_BYTES;
        return full ? Optional.of(Status.REJECTED) : Optional.empty();
    }

    synchronized void remove(InFlightTransfer transfer) {
        if (transfers.remove(transfer)) {
            bytes -= transfer.length();
            notifyAll();
        }
    }

    synchronized void changeIsOver() {
        changes--;
    }

    /** Refuses all further transfers: the device is gone. */
    synchronized void gone() {
        gone = true;
    }

    /**
     * Refuses all further transfers: the session is closed.
     *
     * @param begin submits the end to its executor, after all changes
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
     * @param endpoints selects the endpoints
     * @return the transfers that were under way
     */
    List<InFlightTransfer> cancel(IntPredicate endpoints) {
        List<InFlightTransfer> chosen;
        synchronized (this) {
            chosen = transfers.stream()
                    .filter(transfer -> endpoints.test(transfer.endpoint()))
                    .toList();
        }
        chosen.forEach(InFlightTransfer::cancel);
        return chosen;
    }

    /**
     * Waits for transfers to end.
     *
     * @param chosen selects transfers
     * @param millis most time to wait
     * @return whether all of them have ended
     */
    synchronized boolean await(List<InFlightTransfer> chosen, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (chosen.stream().anyMatch(transfers::contains)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
