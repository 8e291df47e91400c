// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Credentials;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.ThreadCredentials;

/**
 * The rights with which the server uses the files of a share for a guest's users (docs/adr/0021). With mapped owners all
 * files on the host belong to this process, which uses them with its own rights.
 */
public final class Rights {

    /** The process's own rights. */
    static final Rights OWN = new Rights(ThreadCredentials.NONE, Squash.NONE, false, false);

    private final ThreadCredentials credentials;
    private final Squash squash;
    private final boolean mapped;
    private final boolean byUser;
    private final boolean wanted;

    /** The user whose rights the thread has; null while it has the process's own. */
    private final ThreadLocal<@Nullable Credentials> users = new ThreadLocal<>();

    /** A call with the process's own rights. */
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

    /** @return whether the guest's users have only the rights that these users have on the host */
    public boolean areUsers() {
        return byUser;
    }

    /** @return rights that the rules ask for and this process does not have, in words */
    public Optional<String> missing() {
        return wanted && !byUser
                ? Optional.of(
                        "files are used with this process's rights, because it is not root and cannot take those of"
                                + " users: squash changes owners only")
                : Optional.empty();
    }

    /**
     * Gives the calling thread a user's rights until {@link #end}.
     *
     * @param guest the user, and the group of a file that is made; in other requests the user has the rights of no group
     * @throws FileException when the kernel refuses it
     */
    public void begin(GuestIds guest) throws FileException {
        if (byUser) {
            Owner host = squash.host(guest);
            int uid = host.uid().orElse(squash.uid());
            int gid = host.gid().orElse(squash.gid());
            Credentials wantedNow = uid == 0 ? Credentials.OWN : Credentials.user(uid, gid);
            users.set(wantedNow);
            credentials.use(wantedNow);
        }
    }

    /**
     * Runs a call with the process's rights, whatever rights the calling thread has.
     *
     * @throws FileException as the call; EIO when the kernel refuses to change rights: then the thread must not use files
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

    /** Fails with an error number that callers do not mistake for the file system's answer. */
    private void become(Credentials whose) throws FileException {
        try {
            credentials.use(whose);
        } catch (FileException refused) {
            throw new FileException(Errno.EIO, "change of a thread's rights: " + refused.getMessage());
        }
    }

    /**
     * Gives the calling thread the process's rights again.
     *
     * @throws FileException when the kernel refuses it; then the thread must not serve any more
     */
    public void end() throws FileException {
        if (byUser) {
            users.remove();
            credentials.use(Credentials.OWN);
        }
    }

    /**
     * @param guest the user who sent the request
     * @return whether set-user-id and set-group-id bits stay when this user writes a file
     */
    public boolean keepsSetIdBits(GuestIds guest) {
        return squash.host(guest).uid().equals(OptionalInt.of(0));
    }

    /**
     * Gives the calling thread the rights to change a file's content.
     *
     * @param guest the user who sent the request
     * @throws FileException when the kernel refuses it
     */
    public void write(GuestIds guest) throws FileException {
        if (!byUser && !mapped) {
            credentials.use(keepsSetIdBits(guest) ? Credentials.OWN : Credentials.OWN_AS_WRITER);
        }
    }

    /**
     * Gives the calling thread the rights to set a file's permissions, including set-group-id.
     *
     * @throws FileException when the kernel refuses it
     */
    public void changePermissions() throws FileException {
        if (!byUser && !mapped) {
            credentials.use(Credentials.OWN);
        }
    }
}
