// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Comparator;
import java.util.Optional;
import org.xenbay.api.store.StorePath;

/**
 * Identifies a device on a host. Written {@code 5/console/1}.
 *
 * @param domain the frontend's domain id, 0 to 0x7FEF
 * @param type the backend's type as in {@code backend/<type>}
 * @param device its number, 0 to 2^31-1
 */
public record DeviceId(int domain, String type, int device) implements Comparable<DeviceId> {

    /** Highest domain id of a real domain (xen/include/public/xen.h, DOMID_FIRST_RESERVED - 1). */
    public static final int MAX_DOMAIN = 0x7FEF;

    private static final Comparator<DeviceId> ORDER = Comparator.comparingInt(DeviceId::domain)
            .thenComparing(DeviceId::type)
            .thenComparingInt(DeviceId::device);

    /**
     * Checks its parts.
     *
     * @throws IllegalArgumentException when a number is out of range or the type is not a single path component
     */
    public DeviceId {
        if (domain < 0 || domain > MAX_DOMAIN || device < 0) {
            throw new IllegalArgumentException("no such device: domain " + domain + ", number " + device);
        }
        if (type.isEmpty() || type.indexOf('/') >= 0 || !StorePath.isValid("/" + type)) {
            throw new IllegalArgumentException("not a device type: " + type);
        }
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @param text for example {@code 5/console/1}
     * @return the id
     * @throws IllegalArgumentException when the text is something else
     */
    public static DeviceId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length == 3) {
            Optional<Integer> domain = canonicalNumber(parts[0]);
            Optional<Integer> device = canonicalNumber(parts[2]);
            if (domain.isPresent() && device.isPresent()) {
                return new DeviceId(domain.get(), parts[1], device.get());
            }
        }
        throw new IllegalArgumentException("not a device id (domain/type/number, such as 5/console/1): " + text);
    }

    /**
     * Parses a number as XenStore names spell it: decimal digits only, no sign, no leading zero, below 2^31.
     *
     * @param text a path component
     * @return the number, or empty when the text is not such a number
     */
    public static Optional<Integer> canonicalNumber(String text) {
        if (text.isEmpty() || text.length() > 10 || text.length() > 1 && text.charAt(0) == '0') {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            value = value * 10 + digit;
        }
        return value <= Integer.MAX_VALUE ? Optional.of((int) value) : Optional.empty();
    }

    /**
     * @param ownDomain the backend's domain id
     * @return {@code /local/domain/<own>/backend/<type>/<domain>/<device>}
     */
    public StorePath backendPath(int ownDomain) {
        return StorePath.ofDomain(ownDomain).child("backend/" + type + "/" + domain + "/" + device);
    }

    @Override
    public int compareTo(DeviceId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return domain + "/" + type + "/" + device;
    }
}
