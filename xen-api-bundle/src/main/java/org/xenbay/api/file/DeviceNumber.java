// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * Number of a device.
 *
 * @param major which kind, at most 12 bits on Linux
 * @param minor which one of the kind, at most 20 bits on Linux
 */
public record DeviceNumber(int major, int minor) {

    /** The number that no device has. */
    public static final DeviceNumber NONE = new DeviceNumber(0, 0);

    private static final int MAX_MAJOR = 0xFFF;
    private static final int MAX_MINOR = 0xF_FFFF;

    /** @return whether Linux has such a number */
    public boolean isValid() {
        return (major & ~MAX_MAJOR) == 0 && (minor & ~MAX_MINOR) == 0;
    }

    /**
     * @return the number as one, unsigned: 8 low bits of the minor, 12 bits of the major, 12 high bits of the minor
     *     (linux/kdev_t.h, new_encode_dev; also what 9P2000.L carries)
     */
    public int encoded() {
        return (minor & 0xFF) | (major & MAX_MAJOR) << 8 | (minor & MAX_MINOR & ~0xFF) << 12;
    }

    /**
     * @param encoded as {@link #encoded} gives it
     * @return the number
     */
    public static DeviceNumber decode(int encoded) {
        return new DeviceNumber(encoded >>> 8 & MAX_MAJOR, (encoded & 0xFF) | encoded >>> 12 & (MAX_MINOR & ~0xFF));
    }
}
