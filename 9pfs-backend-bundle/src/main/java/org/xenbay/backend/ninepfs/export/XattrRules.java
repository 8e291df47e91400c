// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;

/**
 * Which extended attributes of the host's files a guest may use, and under which names the host keeps them. Some attributes
 * give rights on the host ({@code security.capability}), so a guest can use only those that the rules allow.
 */
abstract class XattrRules {

    /** XATTR_NAME_MAX of linux/include/uapi/linux/limits.h. */
    private static final int MAX_NAME = 255;

    static final String USER = "user.";
    static final String ACCESS_LIST = "system.posix_acl_access";
    static final String DEFAULT_LIST = "system.posix_acl_default";

    /**
     * @param name the guest's, one char a byte
     * @return the name on the host, one char a byte; empty when the guest may not use the attribute
     */
    abstract Optional<String> onHost(String name);

    /**
     * @param name of the host, one char a byte
     * @return the name that the guest knows the attribute by; empty when the guest does not see it
     */
    abstract Optional<String> ofGuest(String name);

    /**
     * @param name of an attribute that the guest may not use, one char a byte
     * @return whether the guest sees that its kind exists
     */
    boolean isHidden(String name) {
        return false;
    }

    /**
     * Refuses as Linux does: an attribute that a file system does not have is not supported; an attribute that a user must
     * not see is absent for a reader, and not permitted for a writer (xattr_permission in linux/fs/xattr.c).
     *
     * @throws FileException ERANGE for a name that is too long; EOPNOTSUPP, ENODATA or EPERM for a name that is not allowed
     */
    byte[] toHost(byte[] name, boolean change) throws FileException {
        if (name.length > MAX_NAME) {
            throw new FileException(Errno.ERANGE, "an extended attribute with a name of " + name.length + " bytes");
        }
        String text = text(name);
        Optional<String> kept = onHost(text);
        if (kept.isEmpty()) {
            int errno = !isHidden(text) ? Errno.EOPNOTSUPP : change ? Errno.EPERM : Errno.ENODATA;
            throw new FileException(errno, "use of extended attribute " + text);
        }
        return bytes(kept.get());
    }

    /**
     * @param names of the host
     * @return the guest's names for those that it may see
     */
    List<byte[]> shown(List<byte[]> names) {
        return names.stream()
                .flatMap(name -> ofGuest(text(name)).stream())
                .map(XattrRules::bytes)
                .toList();
    }

    static boolean isAccessList(String name) {
        return name.equals(ACCESS_LIST) || name.equals(DEFAULT_LIST);
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
