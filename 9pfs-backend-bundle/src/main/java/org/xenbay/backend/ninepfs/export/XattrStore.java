package org.xenbay.backend.ninepfs.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.XattrExistence;

/**
 * {@code mapped-xattr}: extended attributes {@code user.virtfs.uid}, {@code gid}, {@code mode} (32 bits, little-endian) and
 * {@code rdev} (64 bits). Guests do not see them, and access control lists of theirs are kept beside them.
 */
final class XattrStore implements MappedStore {

    private static final String PREFIX = "user.virtfs.";
    private static final byte[] PREFIX_BYTES = bytes(PREFIX);
    private static final byte[] UID = bytes(PREFIX + "uid");
    private static final byte[] GID = bytes(PREFIX + "gid");
    private static final byte[] MODE = bytes(PREFIX + "mode");
    private static final byte[] RDEV = bytes(PREFIX + "rdev");
    private static final byte[] ACL = bytes("system.posix_acl_");
    private static final byte[] KEPT_ACL = bytes(PREFIX + "system.posix_acl_");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public Mapped load(Place place) throws FileException {
        FileNode node = place.node();
        Long rdev = number(node, RDEV, Long.BYTES);
        return new Mapped(
                small(number(node, UID, Integer.BYTES)),
                small(number(node, GID, Integer.BYTES)),
                small(number(node, MODE, Integer.BYTES)),
                rdev == null ? null : DeviceNumber.decode(rdev.intValue()));
    }

    private static Integer small(Long number) {
        return number == null ? null : number.intValue();
    }

    private static Long number(FileNode node, byte[] name, int size) throws FileException {
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
    public void save(Place folder, byte[] name, FileNode node, Mapped values) throws FileException {
        put(node, UID, values.uid());
        put(node, GID, values.gid());
        put(node, MODE, values.mode());
        if (values.device() != null) {
            long number = Integer.toUnsignedLong(values.device().encoded());
            byte[] value = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array();
            node.setXattr(RDEV, value, XattrExistence.ANY);
        }
    }

    private static void put(FileNode node, byte[] name, Integer number) throws FileException {
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

    private static byte[] kept(byte[] name) {
        if (!startsWith(name, ACL)) {
            return name;
        }
        byte[] kept = Arrays.copyOf(PREFIX_BYTES, PREFIX_BYTES.length + name.length);
        System.arraycopy(name, 0, kept, PREFIX_BYTES.length, name.length);
        return kept;
    }

    @Override
    public byte[] getXattr(FileNode node, byte[] name) throws FileException {
        if (startsWith(name, PREFIX_BYTES)) {
            throw new FileException(Errno.ENODATA, "read of an attribute that is the server's own");
        }
        return node.getXattr(kept(name));
    }

    @Override
    public void setXattr(FileNode node, byte[] name, byte[] value, XattrExistence existence) throws FileException {
        checkForeign(name);
        node.setXattr(kept(name), value, existence);
    }

    @Override
    public void removeXattr(FileNode node, byte[] name) throws FileException {
        checkForeign(name);
        node.removeXattr(kept(name));
    }

    private static void checkForeign(byte[] name) throws FileException {
        if (startsWith(name, PREFIX_BYTES)) {
            throw new FileException(Errno.EACCES, "change of an attribute that is the server's own");
        }
    }

    @Override
    public List<byte[]> listXattrs(FileNode node) throws FileException {
        List<byte[]> shown = new ArrayList<>();
        for (byte[] name : node.listXattrs()) {
            if (startsWith(name, KEPT_ACL)) {
                shown.add(Arrays.copyOfRange(name, PREFIX_BYTES.length, name.length));
            } else if (!startsWith(name, PREFIX_BYTES)) {
                shown.add(name);
            }
        }
        return shown;
    }
}
