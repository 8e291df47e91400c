// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.XattrExistence;

/**
 * {@code mapped-xattr}: extended attributes {@code user.virtfs.uid}, {@code gid}, {@code mode} (32 bits, little-endian) and
 * {@code rdev} (64 bits). Guests do not see them ({@link MappedXattrs}).
 */
final class XattrStore implements MappedStore {

    private static final String PREFIX = "user.virtfs.";
    private static final byte[] UID = bytes(PREFIX + "uid");
    private static final byte[] GID = bytes(PREFIX + "gid");
    private static final byte[] MODE = bytes(PREFIX + "mode");
    private static final byte[] RDEV = bytes(PREFIX + "rdev");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Mapped load(PathEntry entry) throws FileException {
        FileNode node = entry.node();
        Long rdev = number(node, RDEV, Long.BYTES);
        return new Mapped(
                small(number(node, UID, Integer.BYTES)),
                small(number(node, GID, Integer.BYTES)),
                small(number(node, MODE, Integer.BYTES)),
                rdev == null ? null : DeviceNumber.decode(rdev.intValue()));
    }

    private static @Nullable Integer small(@Nullable Long number) {
        return number == null ? null : number.intValue();
    }

    private static @Nullable Long number(FileNode node, byte[] name, int size) throws FileException {
        byte[] value;
        try {
            value = node.getXattr(name);
        } catch (FileException none) {
            switch (none.errno()) {
                case Errno.ENODATA, Errno.EPERM, Errno.EACCES, Errno.EOPNOTSUPP -> {
                    return null;
                }
                default -> throw none;
            }
        }
        if (value.length != size) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        return size == Long.BYTES ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
    }

    @Override
    public void save(@Nullable PathEntry folder, byte[] name, FileNode node, Mapped values) throws FileException {
        put(node, UID, values.uid());
        put(node, GID, values.gid());
        put(node, MODE, values.mode());
        DeviceNumber device = values.device();
        if (device != null) {
            long number = Integer.toUnsignedLong(device.encoded());
            byte[] value = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array();
            node.setXattr(RDEV, value, XattrExistence.ANY);
        }
    }

    private static void put(FileNode node, byte[] name, @Nullable Integer number) throws FileException {
        if (number != null) {
            byte[] value = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(number)
                    .array();
            node.setXattr(name, value, XattrExistence.ANY);
        }
    }

    @Override
    public boolean isOwn(byte[] name) {
        return false;
    }
}
