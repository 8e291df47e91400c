// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.backend.qusb.Occupancy.Opening;
import org.xenbay.backend.qusb.Occupancy.Plugged;
import org.xenbay.backend.qusb.ParkedController.ParkedPort;

/**
 * Opens devices for a controller's ports and releases them; failures are written to the log and to the node {@code
 * port-error/N}. On the device's executor.
 */
final class Plugging {

    /** Pause before a device in use is tried again: its release is not reported. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final DeviceContext context;
    private final UsbDevices devices;
    private final UsbSpeed most;
    private final Consumer<Attachment> pulled;
    private final Runnable changed;
    private long attachments;

    /**
     * @param most the greatest speed of the controller
     * @param pulled called for each device that was removed from a port
     * @param changed called when the ports have to be evaluated again
     */
    Plugging(DeviceContext context, UsbDevices devices, UsbSpeed most, Consumer<Attachment> pulled, Runnable changed) {
        this.context = context;
        this.devices = devices;
        this.most = most;
        this.pulled = pulled;
        this.changed = changed;
    }

    /** Writes the node as libxl does, so that {@code xl usb-list} shows the device. */
    void assign(Port port, PortAssignment wish) {
        port.assign(wish);
        context.publish(Map.of(Ports.NODE + port.number(), wish.path()));
    }

    private Holder holder(Port port) {
        return new Holder(context.id(), port.number());
    }

    /** @return why a device cannot be plugged in at this controller; empty if nothing prevents it */
    Optional<String> obstacle(UsbDevice device) {
        UsbDeviceInfo info = device.info();
        if (info.descriptors().deviceClass() == UsbDescriptors.CLASS_HUB) {
            return Optional.of("the USB device at " + info.path() + " is a hub: give the guest the devices behind it");
        }
        if (info.speed().compareTo(most) > 0) {
            return Optional.of("the USB device at " + info.path() + " runs at "
                    + info.speed().megabits() + " Mbit/s; ports of this controller take " + most.megabits() + " at most"
                    + (most == UsbSpeed.HIGH ? ": plug it in at a USB 2 port or hub" : " (usb-ver 1)"));
        }
        return Optional.empty();
    }

    void take(Port port, UsbDevice device) {
        String path = device.info().path();
        Optional<Holder> other = devices.claim(path, holder(port));
        if (other.isEmpty()) {
            UsbSession.Listener listener = () -> context.execute(() -> gone(device));
            CompletableFuture<UsbSession> opening =
                    port.wish().byForce() ? device.openByForce(listener) : device.open(listener);
            // By force only once: when the guest returns later, the host may be using the device.
            port.open(device, opening);
            opening.whenComplete((session, failed) -> context.execute(() -> {
                if (failed == null) {
                    taken(port, opening, session);
                } else {
                    notTaken(port, opening, failed);
                }
            }));
        } else if (!other.get().equals(holder(port))) {
            refused(port, attachedTo(path, other.get()));
        }
        // else its session is being closed here: the release evaluates the ports again
    }

    private void taken(Port port, CompletableFuture<UsbSession> opening, UsbSession session) {
        if (port.isOpening(opening)) {
            UsbDevice device = port.device().orElseThrow();
            plug(port, new Attachment(device.info(), session, ++attachments));
            port.answer();
            changed.run();
        }
    }

    private void notTaken(Port port, CompletableFuture<UsbSession> opening, Throwable failure) {
        if (port.isOpening(opening)) {
            UsbDevice device = port.device().orElseThrow();
            port.failed();
            refused(port, why(port, failure));
            retry(port, device);
            devices.release(device.info().path(), holder(port));
            changed.run();
        }
    }

    private static String why(Port port, Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable reason = failure instanceof CompletionException && cause != null ? cause : failure;
        boolean used = reason instanceof UsbException refused && refused.reason() == Reason.IN_USE_BY_HOST;
        return reason.getMessage()
                + (!used
                        ? ""
                        : port.wish().asker() == null
                                ? "; it is taken when it is free"
                                : "; --force takes it all the same");
    }

    /** An operator's request ends with the failure; assignments by the toolstack or by a rule stay. */
    private void refused(Port port, String why) {
        Optional<CompletableFuture<Integer>> asker = port.takeAsker();
        if (asker.isPresent()) {
            assign(port, PortAssignment.NONE);
            asker.get().completeExceptionally(new IllegalStateException(why));
        } else {
            trouble(port, why);
        }
    }

    private void retry(Port port, UsbDevice device) {
        context.schedule(RETRY, () -> {
            port.retry(device);
            changed.run();
        });
    }

    private void plug(Port port, Attachment attachment) {
        if (port.opened(attachment)) {
            attachment.restore(Attachment.UNKNOWN_ADDRESS, true);
        }
        trouble(port, "");
        context.log()
                .info("port " + port.number() + ": " + attachment.info().path() + " ("
                        + attachment.info().hardware() + ") is plugged in");
    }

    private void gone(UsbDevice device) {
        devices.remove(device);
        changed.run();
    }

    /** @return done when the device is free */
    CompletableFuture<Void> letGo(Port port) {
        Holder self = holder(port);
        Occupancy left = port.letGo();
        if (left instanceof Opening opening) {
            String path = opening.device().info().path();
            CompletableFuture<Void> free = opening.session()
                    .handle((session, failed) -> session == null ? release(path, self) : close(session, path, self))
                    .thenCompose(released -> released);
            opening.session().cancel(false);
            return free;
        } else if (left instanceof Plugged plugged) {
            Attachment attachment = plugged.attachment();
            pulled.accept(attachment);
            String path = attachment.info().path();
            context.log().info("port " + port.number() + ": " + path + " is pulled out");
            return close(attachment.session(), path, self);
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> close(UsbSession session, String path, Holder self) {
        session.close();
        return session.closed().thenRun(() -> devices.release(path, self));
    }

    private CompletableFuture<Void> release(String path, Holder self) {
        devices.release(path, self);
        return CompletableFuture.completedFuture(null);
    }

    /** Keeps the failure visible; logs it when it has changed. */
    void trouble(Port port, String why) {
        if (!port.trouble(why)) {
            return;
        }
        context.publish(Map.of(Ports.ERROR_NODE + port.number(), why));
        if (!why.isEmpty()) {
            context.log().error("port " + port.number() + ": " + why);
        }
    }

    void adopt(Port port, ParkedPort from, UsbSession session, UsbDevice device) {
        devices.take(from.path(), holder(port));
        Attachment attachment = new Attachment(device.info(), session, ++attachments);
        attachment.restore(from.address(), from.used());
        port.adopt(from, device, attachment);
        session.listen(() -> context.execute(() -> gone(device)));
    }

    static String attachedTo(String path, Holder holder) {
        return "the USB device at " + path + " is attached to " + holder;
    }
}
