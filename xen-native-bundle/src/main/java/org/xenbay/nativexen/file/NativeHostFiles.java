// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.api.thread.ThreadPriorities;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.descriptor.InheritedDescriptors;
import org.xenbay.nativexen.libc.FileAbi;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** The host's files by system calls. */
final class NativeHostFiles implements HostFiles, DescriptorClaimer {

    private final FileSystem system;
    private final FairBudget descriptors;
    /** Inherited descriptors, by their numbers in the earlier process, until all have been taken. */
    @GuardedBy("this")
    private final Map<Integer, Descriptor> taken = new HashMap<>();

    @GuardedBy("this")
    private final Map<Integer, NativeShare> shares = new HashMap<>();

    @GuardedBy("this")
    private final Set<NativeShare> handedOver = new HashSet<>();

    /**
     * @param system the common part of shares
     * @param descriptors how many guests may hold
     */
    NativeHostFiles(FileSystem system, FairBudget descriptors) {
        this.system = system;
        this.descriptors = descriptors;
    }

    @Override
    public FairBudget descriptors() {
        return descriptors;
    }

    @Override
    public ThreadPriorities priorities() {
        return system.scheduling();
    }

    @Override
    public @Nullable AutoCloseable take(DescriptorToken token, InheritedDescriptors from) throws IOException {
        return switch (token.kind()) {
            case "share" -> whole(token, from);
            case "node" -> new NativeFileNode(shareOf(token, token.second(), from), checked(token, from));
            case "file" -> new NativeOpenFile(system, checked(token, from));
            case "folder" -> new NativeOpenDirectory(system, checked(token, from));
            default -> null;
        };
    }

    /** Returns a share of the descriptor, because several objects can have the same descriptor. */
    private synchronized Descriptor taken(DescriptorToken token, int number, InheritedDescriptors from)
            throws IOException {
        return taken.computeIfAbsent(from.take(token, number), Descriptor::of).share();
    }

    /** @return the token's first descriptor, after a check that it is open on the same file as when the token was made */
    private Descriptor checked(DescriptorToken token, InheritedDescriptors from) throws IOException {
        Descriptor kept = taken(token, token.first(), from);
        try {
            FileIdentity.check(token, kept);
            return kept;
        } catch (IOException another) {
            kept.close();
            throw another;
        }
    }

    /** Identifies the share to its nodes. Guests' files are opened through nodes only. */
    private synchronized NativeShare shareOf(DescriptorToken token, int number, InheritedDescriptors from)
            throws IOException {
        int here = from.take(token, number);
        NativeShare known = shares.get(here);
        if (known == null) {
            known = new NativeShare(system, taken(token, number, from));
            shares.put(here, known);
        }
        return known;
    }

    /** Closed by the owner of the share. */
    private synchronized NativeShare whole(DescriptorToken token, InheritedDescriptors from) throws IOException {
        checked(token, from).close();
        NativeShare share = shareOf(token, token.first(), from);
        handedOver.add(share);
        return share;
    }

    @Override
    public synchronized void closeUnclaimed() {
        shares.values().removeAll(handedOver);
        handedOver.clear();
        shares.values().forEach(NativeShare::close);
        shares.clear();
        taken.values().forEach(Descriptor::close);
        taken.clear();
    }

    @Override
    public Share open(Path folder) throws FileException {
        if (!folder.isAbsolute()) {
            throw new FileException(Errno.EINVAL, "share of " + folder + ", which is not an absolute path");
        }
        int flags = LibcAbi.O_PATH | system.machine().directory() | LibcAbi.O_CLOEXEC;
        byte[] path = Names.text(bytes(folder));
        int descriptor;
        do {
            descriptor = FileCalls.openat(FileAbi.AT_FDCWD, path, flags, 0);
        } while (Libc.interrupted(descriptor));
        return new NativeShare(system, Descriptor.of(FileCalls.checked(descriptor, "share of " + folder)));
    }

    /** Returns the bytes of a path in any locale: only the path's URI has them. */
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
