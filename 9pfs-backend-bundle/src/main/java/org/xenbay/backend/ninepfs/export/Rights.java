// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.Optional;
import java.util.OptionalInt;
import org.xenbay.api.file.Credentials;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.ThreadCredentials;

/**
 * With whose rights the server uses the files of a share for a guest's users (docs/adr/0021). With mapped owners all files on
 * the host are this process's, and it uses them as itself.
 */
public final class Rights {

    /** Of files that are used with the process's rights. */
    static final Rights OWN = new Rights(ThreadCredentials.NONE, Squash.NONE, false, false);

    private final ThreadCredentials credentials;
    private final Squash squash;
    private final boolean mapped;
    private final boolean byUser;
    private final boolean wanted;

    /** Whose rights a thread has that has a user's. */
    private final ThreadLocal<Credentials> users = new ThreadLocal<>();

    /** Something that is done with the process's own rights. */
    @FunctionalInterface
    interface Own<T> {
        T run() throws FileException;
    }

    Rights(ThreadCredentials credentials, ExportRules rules) {
        this(credentials, rules.squash(), rules.model().isMapped(), rules.wantsUsersRights());
    }

    private Rights(ThreadCredentials credentials, Squash squash, boolean mapped, boolean wanted) {
        this.credentials = credentials;
        this.squash = squash;
        this.mapped = mapped;
        this.wanted = wanted;
        this.byUser = wanted && credentials.canBeUser();
    }

    /** @return whether the guest's users have no more rights than these users have on the host */
    public boolean areUsers() {
        return byUser;
    }

    /** @return what this process cannot do although the rules say so, in words */
    public Optional<String> missing() {
        return wanted && !byUser
                ? Optional.of("files are used with this process's rights, as it is not root and cannot take those of"
                        + " users: squash changes owners only")
                : Optional.empty();
    }

    /**
     * The calling thread is about to do something for a user. {@link #end} follows.
     *
     * @param user the guest's; empty when none is named
     * @param group the guest's that something is made for; empty for other requests, in which the user has no group's rights
     * @throws FileException when the kernel refuses it
     */
    public void begin(OptionalInt user, OptionalInt group) throws FileException {
        if (byUser) {
            int uid = squash.user(user).orElse(squash.uid());
            int gid = squash.group(group).orElse(squash.gid());
            Credentials wantedNow = uid == 0 ? Credentials.OWN : Credentials.user(uid, gid);
            users.set(wantedNow);
            credentials.use(wantedNow);
        }
    }

    /**
     * Does something with the process's rights, whatever rights the calling thread has meanwhile.
     *
     * @throws FileException as that does; EIO when the kernel refuses to change rights: the thread does nothing more then
     *     before {@link #end}
     */
    <T> T asServer(Own<T> own) throws FileException {
        Credentials user = byUser ? users.get() : null;
        if (user == null || user.equals(Credentials.OWN)) {
            return own.run();
        }
        become(Credentials.OWN);
        try {
            return own.run();
        } finally {
            become(user);
        }
    }

    /** No caller may take this for an answer of the file system. */
    private void become(Credentials whose) throws FileException {
        try {
            credentials.use(whose);
        } catch (FileException refused) {
            throw new FileException(Errno.EIO, refused.getMessage());
        }
    }

    /**
     * The thread has the process's rights again.
     *
     * @throws FileException when the kernel refuses it; the thread is good for nothing then
     */
    public void end() throws FileException {
        if (byUser) {
            users.remove();
            credentials.use(Credentials.OWN);
        }
    }

    /**
     * @param user the guest's; empty when none is named
     * @return whether set-user-id and set-group-id bits stay when this user writes a file
     */
    public boolean keepsSetIdBits(OptionalInt user) {
        return squash.user(user).equals(OptionalInt.of(0));
    }

    /**
     * The calling thread is about to change what a file contains.
     *
     * @param user whose request it is
     * @throws FileException when the kernel refuses it
     */
    public void write(OptionalInt user) throws FileException {
        if (!byUser && !mapped) {
            credentials.use(keepsSetIdBits(user) ? Credentials.OWN : Credentials.OWN_AS_WRITER);
        }
    }

    /**
     * The calling thread is about to give a file its permissions, set-group-id perhaps among them.
     *
     * @throws FileException when the kernel refuses it
     */
    public void changePermissions() throws FileException {
        if (!byUser && !mapped) {
            credentials.use(Credentials.OWN);
        }
    }
}
