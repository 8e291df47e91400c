// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Credentials;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.ThreadCredentials;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.libc.FileCalls;

/**
 * File system credentials of threads (setfsuid(2), setfsgid(2), capabilities(7)). The kernel removes the capabilities on
 * files from a thread that leaves user 0, and restores them when the thread returns.
 */
final class NativeCredentials implements ThreadCredentials {

    private static final Logger LOG = System.getLogger(NativeCredentials.class.getName());

    private static final int NOBODY = 65534;

    private final CredentialCalls calls;
    private final int ownUser;
    private final int ownGroup;
    private final boolean canBeUser;
    private final ThreadLocal<State> states = ThreadLocal.withInitial(State::new);

    /** The credentials of one thread. */
    private static final class State {
        /** Null when not known: another version of this bundle may have changed them. */
        private @Nullable Credentials now;
        /** Whether the supplementary groups were dropped. They stay dropped: root's rights do not come from groups. */
        private boolean hasNoGroups;
    }

    NativeCredentials(CredentialCalls calls) {
        this.calls = calls;
        ownUser = FileCalls.geteuid();
        ownGroup = FileCalls.getegid();
        canBeUser = ownUser == 0 && trial();
    }

    /** Tries the calls on a separate thread, which ends afterwards. */
    private boolean trial() {
        boolean[] works = new boolean[1];
        Thread trial = DaemonThreads.start("xenbay-credentials-trial", () -> {
            try {
                become(NOBODY, NOBODY, new State());
                works[0] = (calls.effective() & CredentialCalls.FILE_CAPABILITIES) == 0;
                restore();
            } catch (FileException refused) {
                works[0] = false;
                LOG.log(Level.DEBUG, "files are not used with the rights of users: " + refused.getMessage());
            }
        });
        boolean interrupted = false;
        while (trial.isAlive()) {
            try {
                trial.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return works[0];
    }

    @Override
    public boolean canBeUser() {
        return canBeUser;
    }

    @Override
    public void use(Credentials wanted) throws FileException {
        State state = states.get();
        Credentials now = state.now;
        if (wanted.equals(now)) {
            return;
        }
        // Until this has succeeded, the thread's credentials are not known, and the next call restores them first.
        state.now = null;
        boolean wasUser = now != null && now.kind() == Credentials.Kind.USER;
        if (now == null || wasUser) {
            restore();
        }
        if (wanted.kind() == Credentials.Kind.USER) {
            become(wanted.uid(), wanted.gid(), state);
        } else if (wanted.kind() == Credentials.Kind.OWN_AS_WRITER) {
            calls.keepSetIdBits(false);
        } else if (!wasUser) {
            calls.keepSetIdBits(true);
        }
        state.now = wanted;
    }

    /** The user comes last, because the other calls need root's capabilities. */
    private void become(int uid, int gid, State state) throws FileException {
        if (!state.hasNoGroups) {
            calls.leaveGroups();
            state.hasNoGroups = true;
        }
        calls.beInGroup(gid);
        calls.beUser(uid);
    }

    private void restore() throws FileException {
        calls.beUser(ownUser);
        calls.beInGroup(ownGroup);
    }
}
