// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.backend.qusb.ParkedController.ParkedPort;

/**
 * One port: what is wanted there, what is there, and what the guest was told. Whatever happens while the guest has no tickets
 * left, what it is to be told is at most that the old device is gone and which speed the new one has; so nothing piles up.
 * On the device's executor.
 */
final class Port {

    static final String PLUGGED_IN = "plugged in";

    final int number;
    /** Path of the device wanted; empty for none. */
    String wanted = "";
    /** Whether a rule wants it, and not a toolstack. */
    boolean byRule;
    /** Whether an operator wants it also while the host uses it. */
    boolean byForce;
    /** What is plugged in; null for nothing. */
    Attachment attachment;
    /** The service it came from; null when a predecessor of this code took it. */
    UsbDevice device;
    /** A device that could not be taken, and is left alone for a while; null for none. */
    UsbDevice refusing;
    /** A device that is being taken; null for none. */
    CompletableFuture<UsbSession> opening;
    /** Told when it has been taken; null when nobody asked. */
    CompletableFuture<Integer> asked;
    /** Why the wanted device is not plugged in; empty when there is no reason. */
    String trouble = "";

    /** Path of the device that was here when another process served the guest, and is to go on; empty for none. */
    String expected = "";

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
        if (!expected.isEmpty()) {
            return OptionalInt.empty();
        }
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

    /** @return for who takes over after a crash; see {@link Ports#TOLD_NODE} */
    String toldNode() {
        return toldSpeed == ConnRing.NONE
                ? ""
                : toldSpeed + " " + attachment.info().path();
    }

    ParkedPort park() {
        return attachment == null
                ? new ParkedPort(number, expected, byRule, toldSpeed, !expected.isEmpty(), 0, false, null)
                : new ParkedPort(
                        number,
                        attachment.info().path(),
                        byRule,
                        toldSpeed,
                        attachment.number() == toldNumber,
                        attachment.address(),
                        attachment.isUsed(),
                        attachment.session());
    }

    PortState state() {
        String state = attachment != null
                ? PLUGGED_IN
                : !trouble.isEmpty() ? trouble : opening != null ? "is being taken" : "waits for the guest's driver";
        return new PortState(number, wanted, state);
    }

    String describe() {
        PortState now = state();
        return attachment == null
                ? now.path() + ": " + now.state()
                : now.path() + " " + attachment.info().hardware() + " "
                        + attachment.info().name();
    }
}
