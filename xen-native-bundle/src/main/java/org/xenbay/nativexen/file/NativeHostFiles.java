package org.xenbay.nativexen.file;

import java.nio.file.Path;
import java.util.Arrays;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;

/** The host's files by system calls. */
final class NativeHostFiles implements HostFiles {

    private final FileAbi abi;
    private final Resolver resolver;

    /**
     * @param abi this machine's numbers
     * @param resolver how a name is opened
     */
    NativeHostFiles(FileAbi abi, Resolver resolver) {
        this.abi = abi;
        this.resolver = resolver;
    }

    @Override
    public Share open(Path folder) throws FileException {
        if (!folder.isAbsolute()) {
            throw new FileException(Errno.EINVAL, "share of " + folder + ", which is not an absolute path");
        }
        int flags = FileAbi.O_PATH | abi.directory() | FileAbi.O_CLOEXEC;
        byte[] path = Names.text(bytes(folder));
        int descriptor;
        do {
            descriptor = FileCalls.openat(FileAbi.AT_FDCWD, path, flags, 0);
        } while (FileCalls.interrupted(descriptor));
        return new NativeShare(abi, resolver, Descriptor.of(FileCalls.checked(descriptor, "share of " + folder)));
    }

    /** The bytes a path was made of, whatever the locale: only its URI tells them. */
    private static byte[] bytes(Path path) {
        String escaped = path.toUri().getRawPath();
        byte[] bytes = new byte[escaped.length()];
        int length = 0;
        for (int i = 0; i < escaped.length(); i++) {
            char each = escaped.charAt(i);
            if (each == '%') {
                bytes[length++] = (byte) Integer.parseInt(escaped, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length++] = (byte) each;
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
