// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.ParkedForm;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.usb.UsbSession;

/**
 * The state that a controller hands over to its successor: the open sessions of the devices in its ports, and unanswered
 * requests, which are repeated.
 *
 * <p>Version 1: a CRC-32 of the rest, then the ports that are not empty (number, device, whether a rule assigned it, the speed
 * reported to the guest, address, whether it was used, whether there is a session), then the requests, 148 bytes each as they
 * were in the ring.
 *
 * @param ports ports with a device, or for which a device was reported to the guest
 * @param requests in the order in which they were taken
 */
record ParkedController(List<ParkedPort> ports, List<byte[]> requests) {

    private static final ParkedForm FORM = new ParkedForm("USB controller", 1, Integer.BYTES);

    /**
     * A port.
     *
     * @param number 1 and up
     * @param path of its device; empty for none
     * @param byRule whether a rule assigned it
     * @param toldSpeed the speed that was last reported to the guest
     * @param current whether that report is of the present device
     * @param address the address that the guest assigned to the device
     * @param used whether the device was used since its last reset
     * @param session the session; null for none
     */
    record ParkedPort(
            int number,
            String path,
            boolean byRule,
            int toldSpeed,
            boolean current,
            int address,
            boolean used,
            @Nullable UsbSession session) {}

    Parked encode() {
        Map<String, AutoCloseable> resources = new HashMap<>();
        ports.stream()
                .filter(port -> port.session != null)
                .forEach(port -> resources.put(name(port.number), port.session));
        return FORM.encode(resources, this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(ports.size());
        for (ParkedPort port : ports) {
            out.writeInt(port.number);
            out.writeUTF(port.path);
            out.writeBoolean(port.byRule);
            out.writeInt(port.toldSpeed);
            out.writeBoolean(port.current);
            out.writeInt(port.address);
            out.writeBoolean(port.used);
        }
        out.writeInt(requests.size());
        for (byte[] request : requests) {
            out.write(request);
        }
    }

    /** @throws RefusedStateException when the state is of another version, or damaged: the message says which */
    static ParkedController decode(Parked parked) {
        return FORM.decode(parked, in -> read(in, parked.resources()));
    }

    private static ParkedController read(DataInputStream in, Map<String, AutoCloseable> resources) throws IOException {
        List<ParkedPort> ports = new ArrayList<>();
        for (int i = FORM.bounded(in.readInt(), Pipe.MAX_PORTS); i > 0; i--) {
            ports.add(port(in, resources));
        }
        List<byte[]> requests = new ArrayList<>();
        for (int i = FORM.bounded(in.readInt(), UrbRequest.MAX_UNANSWERED); i > 0; i--) {
            byte[] request = new byte[UrbRequest.SIZE];
            in.readFully(request);
            requests.add(request);
        }
        return new ParkedController(ports, requests);
    }

    private static ParkedPort port(DataInputStream in, Map<String, AutoCloseable> resources) throws IOException {
        int number = FORM.bounded(in.readInt(), Pipe.MAX_PORTS);
        return new ParkedPort(
                number,
                in.readUTF(),
                in.readBoolean(),
                in.readInt(),
                in.readBoolean(),
                in.readInt(),
                in.readBoolean(),
                (UsbSession) resources.get(name(number)));
    }

    private static String name(int port) {
        return "port " + port;
    }
}
