// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A domain's connection to XenStore.
 *
 * <p>The connection is restored automatically. When the daemon goes away, requests under way fail with {@link
 * StoreError#CONNECTION_LOST}, and so do later ones until the daemon is back. Then every watch is set again, which fires it
 * once; a client that re-reads on each event thereby catches up.
 */
@ProviderType
public interface XenStore extends StoreAccess, AutoCloseable {

    /** The special watch that fires when a domain is introduced. */
    String INTRODUCE_DOMAIN = "@introduceDomain";

    /** The special watch that fires when a domain has crashed, shut down or been destroyed. */
    String RELEASE_DOMAIN = "@releaseDomain";

    /**
     * Runs a body in a transaction and commits it. When the commit meets a conflict the body runs again, in a fresh snapshot,
     * up to a limit; so the body should have no other effects. When the body throws or calls {@link StoreTransaction#abort},
     * nothing is changed. Never wait for a guest inside.
     *
     * @param body what to read and write
     * @param <T> type of the body's result
     * @return what the body's last run returned
     * @throws XenStoreException {@link StoreError#EAGAIN} when the last run allowed met a conflict, too
     */
    <T> T transact(Function<StoreTransaction, T> body);

    /**
     * Like {@link #transact}, for a thread that must not be held up. A guest can cause conflicts without end by changing its
     * nodes without pause. The body therefore runs at most twice, immediately one after the other, and the caller tries again
     * later.
     *
     * @param body what to read and write
     * @param <T> type of the body's result
     * @return what the body's last run returned
     * @throws XenStoreException {@link StoreError#EAGAIN} when the second run met a conflict, too
     */
    <T> T transactBriefly(Function<StoreTransaction, T> body);

    /**
     * Watches a path and everything below it. The listener is called once at the beginning, whether or not the node exists, and
     * then after every change, in the order of the changes. Calls may be spurious, so the client re-reads. While the daemon is
     * away, this does not fail: the watch is set when the daemon is back.
     *
     * @param path the path to watch
     * @param listener called for each change
     * @return the registration, to be closed when no longer needed
     */
    Watch watch(StorePath path, WatchListener listener);

    /**
     * @param name {@link #INTRODUCE_DOMAIN} or {@link #RELEASE_DOMAIN}
     * @param listener called for each event, with the name in place of a path
     * @return the registration, to be closed when no longer needed
     */
    Watch watchSpecial(String name, WatchListener listener);

    /**
     * @param domain a domain id
     * @return whether the toolstack has introduced it to XenStore and not released it
     */
    boolean isIntroduced(int domain);

    /** @return whether the daemon can be reached as far as this client knows */
    boolean isConnected();

    /**
     * @param listener called when the connection is lost and when it is there again, on the client's own thread
     * @return the registration, to be closed when no longer needed
     */
    Watch onConnectionChange(ConnectionListener listener);

    /** Ends the connection; requests under way fail with {@link StoreError#CONNECTION_LOST}. */
    @Override
    void close();
}
