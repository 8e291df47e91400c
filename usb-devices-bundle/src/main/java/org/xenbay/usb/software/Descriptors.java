// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.usb.UsbDescriptors;

/**
 * The descriptors of a device: a device descriptor, one configuration, strings (USB 2.0, 9.6).
 *
 * @param all device and configuration descriptor, one after the other
 * @param strings from index 1 on
 */
public record Descriptors(UsbDescriptors all, List<String> strings) {

    private static final int DEVICE = 1;
    private static final int CONFIGURATION = 2;
    private static final int STRING = 3;
    private static final int QUALIFIER = 6;
    private static final int QUALIFIER_SIZE = 10;
    private static final int ENGLISH = 0x0409;
    private static final int MAX_CHARACTERS = 126;

    /** Copies the strings. */
    public Descriptors {
        strings = List.copyOf(strings);
    }

    /** @return the numbers of all endpoints, and of all interfaces */
    List<Integer> numbers(int type, int offset) {
        List<Integer> found = new ArrayList<>();
        ByteBuffer bytes = all.bytes();
        for (int at = 0; at < bytes.limit(); at += bytes.get(at) & 0xFF) {
            if (bytes.get(at + 1) == type) {
                found.add(bytes.get(at + offset) & 0xFF);
            }
        }
        return found;
    }

    /** @return bConfigurationValue */
    int configuration() {
        return all.bytes().get(UsbDescriptors.DEVICE_SIZE + 5) & 0xFF;
    }

    /**
     * @param value wValue of GET_DESCRIPTOR: type and index
     * @return the descriptor; empty when there is none
     */
    Optional<byte[]> find(int value) {
        int index = value & 0xFF;
        byte[] bytes = new byte[all.bytes().limit()];
        all.bytes().get(0, bytes);
        return switch (value >>> 8) {
            case DEVICE -> Optional.of(slice(bytes, 0, UsbDescriptors.DEVICE_SIZE));
            case CONFIGURATION ->
                index == 0 ? Optional.of(slice(bytes, UsbDescriptors.DEVICE_SIZE, bytes.length)) : Optional.empty();
            case STRING -> string(index);
            case QUALIFIER -> Optional.of(qualifier(bytes));
            default -> Optional.empty();
        };
    }

    private Optional<byte[]> string(int index) {
        if (index > strings.size()) {
            return Optional.empty();
        }
        String text = index == 0 ? String.valueOf((char) ENGLISH) : strings.get(index - 1);
        byte[] characters =
                text.substring(0, Math.min(text.length(), MAX_CHARACTERS)).getBytes(StandardCharsets.UTF_16LE);
        return Optional.of(ByteBuffer.allocate(characters.length + 2)
                .put((byte) (characters.length + 2))
                .put((byte) STRING)
                .put(characters)
                .array());
    }

    /** The device qualifier: the device is the same at the other speed. */
    private static byte[] qualifier(byte[] device) {
        return ByteBuffer.allocate(QUALIFIER_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) QUALIFIER_SIZE)
                .put((byte) QUALIFIER)
                .put(device, 2, 6)
                .put((byte) 1)
                .array();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }
}
