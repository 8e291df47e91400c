// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xenbay.api.usb.UsbSetup;

/** A device in a port, as a guest's USB stack uses it: gets an address, is configured, gets requests. */
public final class GuestDevice {

    private static final int SECONDS = 20;
    private static final int CLEAR_FEATURE = 1;
    private static final int SET_ADDRESS = 5;
    private static final int GET_DESCRIPTOR = 6;
    private static final int SET_CONFIGURATION = 9;
    private static final int DEVICE_IN = 0x80;
    private static final int TO_ENDPOINT = 0x02;
    private static final int DEVICE_DESCRIPTOR = 0x0100;
    private static final int CONFIGURATION_DESCRIPTOR = 0x0200;
    private static final int DEVICE_DESCRIPTOR_SIZE = 18;

    private final VusbFrontend controller;
    private final int port;
    private int address;

    /**
     * @param controller the host controller
     * @param port 1 and up
     */
    public GuestDevice(VusbFrontend controller, int port) {
        this.controller = controller;
        this.port = port;
    }

    /**
     * Enumerates as Linux does: the descriptor at address 0, an address, the descriptors again, the first configuration.
     *
     * @param as the address that the device gets
     * @return the device descriptor, 18 bytes
     * @throws UsbFailure when a step fails
     */
    public byte[] enumerate(int as) {
        address = 0;
        done(control(new UsbSetup(DEVICE_IN, GET_DESCRIPTOR, DEVICE_DESCRIPTOR, 0, 64)));
        done(control(new UsbSetup(0, SET_ADDRESS, as, 0, 0)));
        address = as;
        byte[] device = done(control(
                        new UsbSetup(DEVICE_IN, GET_DESCRIPTOR, DEVICE_DESCRIPTOR, 0, DEVICE_DESCRIPTOR_SIZE)))
                .data();
        byte[] configuration = done(control(new UsbSetup(DEVICE_IN, GET_DESCRIPTOR, CONFIGURATION_DESCRIPTOR, 0, 9)))
                .data();
        configure(configuration[5] & 0xFF);
        return device;
    }

    /** @param value bConfigurationValue, or 0 for none */
    public void configure(int value) {
        done(control(new UsbSetup(0, SET_CONFIGURATION, value, 0, 0)));
    }

    /** @param endpoint bEndpointAddress of a halted endpoint */
    public void clearHalt(int endpoint) {
        done(control(new UsbSetup(TO_ENDPOINT, CLEAR_FEATURE, 0, endpoint, 0)));
    }

    /** @return its address; 0 before it has one */
    public int address() {
        return address;
    }

    /**
     * @param setup the first stage
     * @param out the data to send
     * @return how it ended
     */
    public GuestResult control(UsbSetup setup, byte... out) {
        return await(controller.submit(GuestUrb.control(port, address, setup, out)));
    }

    /**
     * @param endpoint bEndpointAddress
     * @param data the data to send; for IN, an array of the buffer's size
     * @return completes with the result
     */
    public CompletableFuture<GuestResult> bulk(int endpoint, byte[] data) {
        return controller.submit(GuestUrb.bulk(port, address, endpoint, data));
    }

    /**
     * @param result of a request
     * @return how it ended
     * @throws UsbFailure when it does not end within 20 seconds
     */
    public static GuestResult await(CompletableFuture<GuestResult> result) {
        try {
            return result.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new UsbFailure("the request has not been answered: " + failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UsbFailure("interrupted");
        }
    }

    static GuestResult done(GuestResult result) {
        if (result.status() != 0) {
            throw new UsbFailure("the request ended with " + result.status());
        }
        return result;
    }
}
