package org.xenbay.backend.qusb;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSession;

/**
 * One port: what is wanted there, what is there, and what the guest was told. Whatever happens while the guest has no tickets
 * left, what it is to be told is at most that the old device is gone and which speed the new one has; so nothing piles up.
 * On the device's executor.
 */
final class Port {

    final int number;
    /** Path of the device wanted; empty for none. */
    String wanted = "";
    /** Whether a rule wants it, and not a toolstack. */
    boolean byRule;
    /** What is plugged in; null for nothing. */
    Attachment attachment;
    /** The service it came from; null when a predecessor of this code took it. */
    UsbDevice device;
    /** A device that is being taken; null for none. */
    CompletableFuture<UsbSession> opening;
    /** Why the wanted device is not plugged in; empty when there is no reason. */
    String trouble = "";

    /** What the guest believes to be plugged in: an attachment's number. */
    long toldNumber;

    int toldSpeed = ConnRing.NONE;

    Port(int number) {
        this.number = number;
    }

    /** @return whether a device is there, or on its way */
    boolean isTaken() {
        return attachment != null || opening != null;
    }

    boolean isFree() {
        return wanted.isEmpty() && !isTaken();
    }

    /** @return the speed that the guest is to be told next, if anything */
    OptionalInt news() {
        boolean right = attachment != null && attachment.number() == toldNumber;
        if (toldSpeed != ConnRing.NONE) {
            return right ? OptionalInt.empty() : OptionalInt.of(ConnRing.NONE);
        }
        return attachment == null
                ? OptionalInt.empty()
                : OptionalInt.of(ConnRing.code(attachment.info().speed()));
    }

    void told(int speed) {
        toldSpeed = speed;
        toldNumber = speed == ConnRing.NONE ? 0 : attachment.number();
    }

    String describe() {
        if (attachment != null) {
            return attachment.info().path() + " " + attachment.info().hardware() + " "
                    + attachment.info().name();
        }
        return trouble.isEmpty() ? wanted + " waits for the guest's driver" : trouble;
    }
}
