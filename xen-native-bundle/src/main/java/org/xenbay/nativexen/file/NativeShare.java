// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.util.Set;
import org.xenbay.api.file.Confinement;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.Power;
import org.xenbay.api.file.Share;
import org.xenbay.api.file.ThreadCredentials;
import org.xenbay.api.host.Keepsake;
import org.xenbay.nativexen.confine.ThreadWalls;
import org.xenbay.nativexen.keep.LeftBehind;
import org.xenbay.nativexen.keep.Word;
import org.xenbay.nativexen.libc.Machine;

/** A shared folder; what its nodes have in common. */
final class NativeShare implements Share, Keepsake {

    private final Machine machine;
    private final Resolver resolver;
    private final Descriptor descriptor;

    /** @param folder opened with O_PATH */
    NativeShare(Machine machine, Resolver resolver, Descriptor folder) {
        this.machine = machine;
        this.resolver = resolver;
        descriptor = folder;
    }

    Machine machine() {
        return machine;
    }

    Resolver resolver() {
        return resolver;
    }

    /** @return the folder's descriptor, by which shares are told apart */
    int number() {
        return descriptor.number();
    }

    @Override
    public FileNode root() throws FileException {
        return new NativeFileNode(this, descriptor.share());
    }

    @Override
    public ThreadCredentials credentials() {
        return NativeCredentials.ofThisHost();
    }

    @Override
    public Confinement confinement(Set<Power> powers) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return ThreadWalls.ofThisHost().ofShare(here.number(), powers);
        }
    }

    @Override
    public String word() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return word(here).toString();
        }
    }

    @Override
    public String leave() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return LeftBehind.leave(word(here), this);
        }
    }

    private static Word word(Descriptor here) throws FileException {
        return Word.here(
                "share",
                here.number(),
                0,
                FileIdentity.of(Attributes.stat(here)).toString());
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
