// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.Confinement;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileSystemStat;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.Share;

/** A folder of the host and the rules by which one guest uses it. */
public final class Export implements AutoCloseable {

    private final Share share;
    private final ExportRules rules;

    @GuardedBy("this")
    private Confinement confinement = Confinement.NONE;

    private final SecurityModel model;
    private final SecurityModel files;
    private final Optional<Quota> quota;
    private final Optional<SizeChanges> sizes;
    private final Optional<Evictor> evictor;
    private final Housekeeping housekeeping;
    /** The last count that was begun. */
    private volatile @Nullable FileCounter counting;

    private final Squash squash;
    private final Rights rights;
    private final boolean readOnly;
    private final Budgets budgets;
    private volatile PathEntries entries;
    private final NameChanges names;

    /**
     * An export for a client without its own budget.
     *
     * @param share the folder, closed with this
     * @param rules how it is used
     * @param housekeeping counts it, and deletes its oldest files, where the rules say so
     */
    public Export(Share share, ExportRules rules, Housekeeping housekeeping) {
        this(
                share,
                rules,
                housekeeping,
                new Budgets(rules.descriptors(), Allowance.unlimited(), Allowance.unlimited()));
    }

    /**
     * @param share the folder, closed with this
     * @param rules how it is used
     * @param housekeeping counts it, and deletes its oldest files, where the rules say so
     * @param budgets what the guest may hold
     */
    public Export(Share share, ExportRules rules, Housekeeping housekeeping, Budgets budgets) {
        this.share = share;
        this.rules = rules;
        this.housekeeping = housekeeping;
        this.model = rules.createModel();
        this.quota = rules.quota().equals(Quota.Limits.NONE) ? Optional.empty() : Optional.of(new Quota(rules.quota()));
        this.evictor = quota.filter(limits -> rules.quota().autoDelete())
                .map(limits -> new Evictor(share, model, limits, housekeeping, System::nanoTime));
        this.sizes = quota.map(limits -> new SizeChanges(limits, evictor.orElse(null)));
        this.files =
                sizes.<SecurityModel>map(room -> new QuotaModel(model, room)).orElse(model);
        if (model instanceof MappedModel mapped) {
            sizes.ifPresent(mapped::countLinks);
        }
        this.squash = rules.squash();
        this.rights = new Rights(share.credentials(), rules);
        this.readOnly = rules.readOnly();
        this.budgets = budgets;
        this.entries = PathEntries.of(budgets, quota.orElse(null), PathEntryNotes.NONE, rights);
        this.names = new NameChanges(entries);
        budgets.makeRoomBy(entries.open()::closeOne);
        budgets.shareOpened();
    }

    /** @param journal notes all path entries from now on */
    public void keep(PathEntryNotes journal) {
        entries = entries.notedBy(journal);
    }

    /**
     * @return the folder; to be closed
     * @throws FileException when the share is closed
     */
    public PathEntry root() throws FileException {
        return entries.root(share.root());
    }

    /**
     * @param folder a folder below the share's, closed with the path entry
     * @return the folder as a separate root: {@code ..} does not lead above it
     * @throws FileException EMFILE, ENOBUFS when the guest is at its limit
     */
    public PathEntry rootAt(FileNode folder) throws FileException {
        return entries.root(folder);
    }

    /**
     * @param guest the guest's user and group
     * @return the owner on the host of a file of that user and group
     */
    public Owner owner(GuestIds guest) {
        return squash.host(guest);
    }

    /**
     * @param guest the new user of a file, if it is to change, and the new group, if it is to change
     * @return the new owner on the host
     * @throws FileException EINVAL for 4294967295, which is neither a user nor a group
     */
    public Owner newOwner(GuestIds guest) throws FileException {
        Owner host = squash.host(guest);
        Owner owner = new Owner(
                guest.user().isPresent() ? host.uid() : OptionalInt.empty(),
                guest.group().isPresent() ? host.gid() : OptionalInt.empty());
        OptionalInt nobody = OptionalInt.of(-1);
        if (owner.uid().equals(nobody) || owner.gid().equals(nobody)) {
            throw new FileException(
                    Errno.EINVAL, "change of a file's owner to the number that stands for no user or group");
        }
        return owner;
    }

    /** @return the rights with which the files are used */
    public Rights rights() {
        return rights;
    }

    /** @return what the guest may hold */
    public Budgets budgets() {
        return budgets;
    }

    /** @return the descriptors that are held for the guest, without that of the share itself */
    public Budget descriptors() {
        return budgets.descriptors();
    }

    /** @return the security model, with the quota if there is one */
    public SecurityModel files() {
        return files;
    }

    /** @return the changes of names, which update path entries */
    public NameChanges names() {
        return names;
    }

    /** @return whether the guest can change nothing */
    public boolean isReadOnly() {
        return readOnly;
    }

    /**
     * Counts the folder's content for its quota, on a separate thread. The guest may use the folder meanwhile.
     *
     * @param listener called on that thread at the end; not called after {@link #close}
     */
    public void count(CountListener listener) {
        if (quota.isPresent()) {
            FileCounter counter = new FileCounter(share, model, quota.get(), evictor.orElse(null), listener);
            counting = counter;
            counter.start(housekeeping);
        }
    }

    /** @return how many files were counted until now, while a count is under way */
    public OptionalLong countedUntilNow() {
        FileCounter now = counting;
        return now == null ? OptionalLong.empty() : now.files();
    }

    /** @return the files of the host's file system when the count began, which are the most that are counted; 0 when it does not say how many */
    public long mostToCount() {
        FileCounter now = counting;
        return now == null ? 0 : now.most();
    }

    /** @return bytes that count for the quota; 0 in a share without a quota */
    public long usedBytes() {
        return quota.map(Quota::bytes).orElse(0L);
    }

    /** @return files that count for the quota; 0 in a share without a quota */
    public long usedFiles() {
        return quota.map(Quota::files).orElse(0L);
    }

    /**
     * Takes over the figures that a predecessor has counted.
     *
     * @param bytes that count
     * @param names that count
     */
    public void restore(long bytes, long names) {
        quota.ifPresent(limits -> limits.restore(bytes, names));
    }

    /** @param begins whether the next path entries come from a predecessor; false when all of them are known */
    public void inheriting(boolean begins) {
        quota.ifPresent(limits -> limits.filesInUse().inheriting(begins));
    }

    /** @param journal notes the usage from now on, once it is known */
    public void keepUsage(UsageNotes journal) {
        quota.ifPresent(limits -> limits.keep(journal));
    }

    /**
     * @param entry a file in the file system
     * @return the file system's attributes, limited to what the guest may use
     * @throws FileException as {@link FileNode#statFileSystem}
     */
    public FileSystemStat statFileSystem(PathEntry entry) throws FileException {
        FileSystemStat host = entry.node().statFileSystem();
        return quota.map(limits -> limits.in(host)).orElse(host);
    }

    /**
     * @param file opened by {@link #files}
     * @return the host's open file, for a successor
     */
    public static OpenFile plain(OpenFile file) {
        return file instanceof QuotaFile counted ? counted.plain() : file;
    }

    /**
     * @param file the file that {@link #plain} returned to the predecessor
     * @param id the file's identity
     * @param flags how it was opened
     * @return the open file, which counts for the quota
     * @throws FileException when the guest has too many open files
     */
    public OpenFile counted(OpenFile file, FileId id, int flags) throws FileException {
        if (sizes.isEmpty()) {
            return file;
        }
        try {
            quota.get().opening();
        } catch (FileException tooMany) {
            file.close();
            throw tooMany;
        }
        return new QuotaFile(file, sizes.get(), id, (flags & OpenFlags.APPEND) != 0);
    }

    /**
     * Makes the confinement of the threads that serve this export. Threads of an earlier connection that start after this
     * cannot open anything.
     *
     * @return the confinement, which each thread applies to itself; ends with this
     * @throws FileException as {@link Share#confinement}
     */
    public synchronized Confinement confine() throws FileException {
        confinement.close();
        confinement = share.confinement(RequiredPowers.of(rules));
        return confinement;
    }

    /** @return the confinement of its threads, in words */
    public synchronized String confined() {
        return confinement.toString();
    }

    /** Ends this object without closing the folder, which a successor uses. */
    public synchronized void leave() {
        confinement.close();
    }

    /** @return the folder itself, for a successor */
    public Share share() {
        return share;
    }

    /** Ends it; files that are open stay open. */
    @Override
    public void close() {
        evictor.ifPresent(Evictor::close);
        FileCounter now = counting;
        if (now != null) {
            now.close();
        }
        leave();
        share.close();
        budgets.shareClosed();
    }
}
