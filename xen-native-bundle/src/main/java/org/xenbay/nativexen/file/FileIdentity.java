// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.io.IOException;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Timestamp;
import org.xenbay.nativexen.descriptor.DescriptorToken;

/**
 * Identifies the file of a descriptor. An inode's number is reused after its file is deleted, so the time of birth is a part of
 * the identity, if the file system knows it.
 *
 * @param device number of its file system
 * @param inode its number in that file system
 * @param born time of birth; {@link #UNKNOWN} if the file system does not know it
 */
record FileIdentity(DeviceNumber device, long inode, Timestamp born) {

    /** Not a time of birth. */
    static final Timestamp UNKNOWN = new Timestamp(0, 0);

    private static final int HEXADECIMAL = 16;

    static FileIdentity of(FileStat stat) {
        return new FileIdentity(stat.device(), stat.inode(), stat.born().orElse(UNKNOWN));
    }

    private static FileIdentity parse(String text) throws IOException {
        String[] parts = text.split("\\.");
        try {
            if (parts.length == 5) {
                return new FileIdentity(
                        new DeviceNumber(
                                Integer.parseUnsignedInt(parts[0], HEXADECIMAL),
                                Integer.parseUnsignedInt(parts[1], HEXADECIMAL)),
                        Long.parseUnsignedLong(parts[2], HEXADECIMAL),
                        new Timestamp(
                                Long.parseUnsignedLong(parts[3], HEXADECIMAL),
                                Long.parseUnsignedLong(parts[4], HEXADECIMAL)));
            }
        } catch (NumberFormatException wrong) {
            throw new IOException("no identity of a file: " + text, wrong);
        }
        throw new IOException("no identity of a file: " + text);
    }

    /**
     * @param token of a kept file
     * @param kept the descriptor that the token leads to
     * @throws IOException when the descriptor leads to another file than the kept one, or the file cannot be identified
     */
    static void check(DescriptorToken token, Descriptor kept) throws IOException {
        if (!token.identity().isEmpty()) {
            FileIdentity found = of(Attributes.stat(kept));
            if (!parse(token.identity()).isSameAs(found)) {
                throw new IOException("what is kept as " + token + " is another file by now: " + found);
            }
        }
    }

    private boolean isSameAs(FileIdentity other) {
        boolean bornTogether = born.equals(other.born) || born.equals(UNKNOWN) || other.born.equals(UNKNOWN);
        return device.equals(other.device) && inode == other.inode && bornTogether;
    }

    @Override
    public String toString() {
        return Integer.toHexString(device.major())
                + '.'
                + Integer.toHexString(device.minor())
                + '.'
                + Long.toHexString(inode)
                + '.'
                + Long.toHexString(born.seconds())
                + '.'
                + Long.toHexString(born.nanoseconds());
    }
}
