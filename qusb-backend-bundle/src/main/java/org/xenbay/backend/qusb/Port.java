// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.backend.qusb.Occupancy.Opening;
import org.xenbay.backend.qusb.Occupancy.Plugged;
import org.xenbay.backend.qusb.Occupancy.Refused;
import org.xenbay.backend.qusb.ParkedController.ParkedPort;

/**
 * One port: the wanted device ({@link PortAssignment}), the present one ({@link Occupancy}), and the one that was reported to
 * the guest ({@link ReportedPort}). Only the methods of this class change them. On the device's executor.
 */
final class Port {

    static final String PLUGGED_IN = "plugged in";

    private final int number;
    private PortAssignment wish = PortAssignment.NONE;
    private Occupancy occupancy = Occupancy.EMPTY;
    private ReportedPort reported = ReportedPort.NOTHING;
    /** Why the wanted device is not plugged in; an empty text, as in the node port-error, when there is no reason. */
    private String trouble = "";

    Port(int number) {
        this.number = number;
    }

    /** @return 1 and up */
    int number() {
        return number;
    }

    PortAssignment wish() {
        return wish;
    }

    /** @return path of the wanted device; an empty text, as in the port's node, for none */
    String wanted() {
        return wish.path();
    }

    Occupancy occupancy() {
        return occupancy;
    }

    ReportedPort reported() {
        return reported;
    }

    /** @return the device that is plugged in; null for none */
    @Nullable
    Attachment attachment() {
        return occupancy instanceof Plugged plugged ? plugged.attachment() : null;
    }

    /** @return whether the device in it is being reset or changed */
    boolean isChanging() {
        Attachment plugged = attachment();
        return plugged != null && plugged.isChanging();
    }

    /** @return the device that is there or being taken */
    Optional<UsbDevice> device() {
        if (occupancy instanceof Opening opening) {
            return Optional.of(opening.device());
        }
        return occupancy instanceof Plugged plugged ? Optional.of(plugged.device()) : Optional.empty();
    }

    /** @return whether it has a device, or one is being opened */
    boolean isTaken() {
        return occupancy instanceof Opening || occupancy instanceof Plugged;
    }

    boolean isFree() {
        return wanted().isEmpty() && !isTaken();
    }

    /** @return whether this device could not be opened a short time ago */
    boolean refuses(UsbDevice device) {
        return occupancy instanceof Refused refused && refused.device() == device;
    }

    /** @return whether the device that the guest uses has not been found yet */
    boolean isAwaiting() {
        return !reported.awaited().isEmpty();
    }

    /** Assigns another device, or none; a device that was awaited is given up. */
    void want(PortAssignment now) {
        reported = reported.awaitingNone();
        assign(now);
    }

    /** Assigns another device, or none; a device that is awaited stays awaited, if it is assigned again. */
    void assign(PortAssignment now) {
        CompletableFuture<Integer> asker = wish.asker();
        String before = wish.path();
        wish = now;
        if (occupancy instanceof Refused) {
            occupancy = Occupancy.EMPTY;
        }
        if (asker != null) {
            asker.completeExceptionally(notWanted(before));
        }
    }

    private static IllegalStateException notWanted(String path) {
        return new IllegalStateException(path + " is not wanted any more");
    }

    /** Reports to the operator who asked for the device that it is plugged in. */
    void answer() {
        Optional<CompletableFuture<Integer>> asker = takeAsker();
        asker.ifPresent(waiting -> waiting.complete(number));
    }

    /** @return the waiting operator's future, which the caller completes */
    Optional<CompletableFuture<Integer>> takeAsker() {
        Optional<CompletableFuture<Integer>> asker = Optional.ofNullable(wish.asker());
        wish = wish.answered();
        return asker;
    }

    /** A device is being opened, by force once at most. */
    void open(UsbDevice device, CompletableFuture<UsbSession> session) {
        if (isTaken()) {
            throw new IllegalStateException("port " + number + " is taken: " + occupancy);
        }
        wish = wish.withoutForce();
        occupancy = new Opening(device, session);
    }

    /** @return whether the port waits for this session; false when another device was assigned meanwhile */
    boolean isOpening(CompletableFuture<UsbSession> session) {
        return occupancy instanceof Opening opening && opening.session() == session;
    }

    /**
     * The device was opened.
     *
     * @return whether the guest has used it before
     */
    boolean opened(Attachment attachment) {
        occupancy = new Plugged(opening().device(), attachment);
        boolean continued = reported.isContinuedBy(attachment);
        reported = continued ? ReportedPort.of(reported.speed(), attachment) : reported.awaitingNone();
        return continued;
    }

    /** The device could not be opened. */
    void failed() {
        occupancy = new Refused(opening().device());
    }

    private Opening opening() {
        if (occupancy instanceof Opening opening) {
            return opening;
        }
        throw new IllegalStateException("nothing is being taken for port " + number + ": " + occupancy);
    }

    /** Allows another attempt with a device that was refused. */
    void retry(UsbDevice device) {
        if (refuses(device)) {
            occupancy = Occupancy.EMPTY;
        }
    }

    /** @return the previous content, whose session the caller closes */
    Occupancy letGo() {
        Occupancy before = occupancy;
        if (before instanceof Opening opening) {
            occupancy = Occupancy.EMPTY;
            takeAsker()
                    .ifPresent(waiting -> waiting.completeExceptionally(
                            notWanted(opening.device().info().path())));
        } else if (before instanceof Plugged) {
            occupancy = Occupancy.EMPTY;
        }
        return before;
    }

    /**
     * Takes over a predecessor's device with its session.
     *
     * @param from the predecessor's state
     */
    void adopt(ParkedPort from, UsbDevice device, Attachment attachment) {
        if (isTaken()) {
            throw new IllegalStateException("port " + number + " is taken: " + occupancy);
        }
        wish = new PortAssignment(
                wish.path(), from.byRule() && wish.path().equals(from.path()), wish.byForce(), wish.asker());
        occupancy = new Plugged(device, attachment);
        reported = from.current() ? ReportedPort.of(from.toldSpeed(), attachment) : ReportedPort.of(from.toldSpeed());
    }

    /** A device was reported to the guest that is not present now. */
    void restore(int speed) {
        reported = ReportedPort.of(speed);
    }

    /**
     * The assigned device was in this port when another process served the guest: it is opened again and continues.
     *
     * @param speed that was reported to the guest
     */
    void await(int speed, boolean byRule) {
        wish = new PortAssignment(wish.path(), byRule, wish.byForce(), wish.asker());
        reported = ReportedPort.of(speed).awaiting(wish.path());
    }

    void awaitNoLonger() {
        reported = reported.awaitingNone();
    }

    /** The guest's driver is gone: another driver has got no reports. */
    void forgetGuest() {
        reported = ReportedPort.NOTHING;
    }

    /** @return the speed to report to the guest next, if there is a change */
    OptionalInt news() {
        return reported.news(attachment());
    }

    void told(int speed) {
        Attachment plugged = attachment();
        reported = plugged == null ? ReportedPort.of(speed) : ReportedPort.of(speed, plugged);
    }

    /** @return for the process that takes over after a crash; see {@link ReportedPortNodes} */
    String toldNode() {
        Attachment plugged = attachment();
        return plugged == null || reported.speed() == ConnRing.NONE
                ? ""
                : reported.speed() + " " + plugged.info().path();
    }

    String trouble() {
        return trouble;
    }

    /** @return whether that is something new */
    boolean trouble(String why) {
        boolean changed = !why.equals(trouble);
        trouble = why;
        return changed;
    }

    /** @return the state for a successor, which then owns the device; empty if there is none */
    Optional<ParkedPort> park() {
        Attachment left = attachment();
        if (left == null && reported.speed() == ConnRing.NONE) {
            return Optional.empty();
        }
        occupancy = Occupancy.EMPTY;
        String awaited = reported.awaited();
        return Optional.of(
                left == null
                        ? new ParkedPort(
                                number, awaited, wish.byRule(), reported.speed(), !awaited.isEmpty(), 0, false, null)
                        : new ParkedPort(
                                number,
                                left.info().path(),
                                wish.byRule(),
                                reported.speed(),
                                left.number() == reported.attachment(),
                                left.address(),
                                left.isUsed(),
                                left.session()));
    }

    PortState state() {
        String state = attachment() != null
                ? PLUGGED_IN
                : !trouble.isEmpty()
                        ? trouble
                        : occupancy instanceof Opening ? "is being taken" : "waits for the guest's driver";
        return new PortState(number, wanted(), state);
    }

    String describe() {
        PortState now = state();
        Attachment attachment = attachment();
        return attachment == null
                ? now.path() + ": " + now.state()
                : now.path() + " " + attachment.info().hardware() + " "
                        + attachment.info().name();
    }
}
