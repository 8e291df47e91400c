package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.Share;

/** A folder of the host and the rules by which one guest uses it. */
public final class Export implements AutoCloseable {

    private static final long MOST_ATTRIBUTES = 4L << 20;

    private final Share share;
    private final SecurityModel files;
    private final Squash squash;
    private final boolean readOnly;
    private final Budget descriptors;
    private final Budget attributeBytes = new Budget("bytes of extended attributes", MOST_ATTRIBUTES, Errno.ENOSPC);

    /**
     * @param share the folder, closed with this
     * @param rules how it is used
     */
    public Export(Share share, ExportRules rules) {
        this.share = share;
        this.files = rules.model().create();
        this.squash = rules.squash();
        this.readOnly = rules.readOnly();
        this.descriptors = new Budget("files in use", rules.descriptors(), Errno.EMFILE);
    }

    /**
     * @return the folder; to be closed
     * @throws FileException when the share is closed
     */
    public Place root() throws FileException {
        return Place.root(share.root(), descriptors);
    }

    /**
     * @param folder below the share's, closed with the place
     * @return the same as the root of its own: there is no way up from it
     * @throws FileException when the guest has too many
     */
    public Place rootAt(FileNode folder) throws FileException {
        return Place.root(folder, descriptors);
    }

    /**
     * @param uid the guest's
     * @param gid the guest's
     * @return whose a file of theirs is on the host
     */
    public Owner owner(int uid, int gid) {
        return new Owner(squash.user(uid), squash.group(gid));
    }

    /** @return how many bytes of extended attributes are held for the guest */
    public Budget attributeBytes() {
        return attributeBytes;
    }

    /** @return how many descriptors are held for the guest */
    public Budget descriptors() {
        return descriptors;
    }

    /** @return what is done with files */
    public SecurityModel files() {
        return files;
    }

    /** @return whether nothing is changed */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** @return whose files are whose */
    public Squash squash() {
        return squash;
    }

    /** @return the folder itself, for who takes over from this */
    public Share share() {
        return share;
    }

    /** Ends it; what was opened stays open. */
    @Override
    public void close() {
        share.close();
    }
}
