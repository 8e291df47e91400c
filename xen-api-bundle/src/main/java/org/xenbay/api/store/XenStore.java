// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A domain's connection to XenStore.
 *
 * <p>The connection mends itself: when the daemon goes away, requests under way fail with
 * {@link StoreError#CONNECTION_LOST}, later ones too until the daemon is back; then every watch is set again, which
 * fires it once, so that a client that re-reads on each event catches up by itself.
 */
@ProviderType
public interface XenStore extends StoreAccess, AutoCloseable {

    /** The special watch that fires when a domain is introduced. */
    String INTRODUCE_DOMAIN = "@introduceDomain";

    /** The special watch that fires when a domain has crashed, shut down or been destroyed. */
    String RELEASE_DOMAIN = "@releaseDomain";

    /**
     * Runs a body in a transaction and commits it. When the commit meets a conflict the body runs again, in a fresh
     * snapshot, up to a bound; so it should have no effect of its own. When the body throws or calls
     * {@link StoreTransaction#abort}, nothing is changed. Never wait for a guest inside.
     *
     * @param body what to read and write
     * @param <T> what the body finds out
     * @return what the body's last run returned
     * @throws XenStoreException {@link StoreError#EAGAIN} when conflicts went on past the bound
     */
    <T> T transact(Function<StoreTransaction, T> body);

    /**
     * The same for a thread that others wait for. A guest can change its nodes without pause, and so make conflicts for
     * as long as it likes; so the body runs at most twice, at once one after the other, and the caller comes back later.
     *
     * @param body what to read and write
     * @param <T> what the body finds out
     * @return what the body's last run returned
     * @throws XenStoreException {@link StoreError#EAGAIN} when the second run met a conflict, too
     */
    <T> T transactBriefly(Function<StoreTransaction, T> body);

    /**
     * Asks to be told of changes at a path and below it. The listener is first called once at once, whether or not
     * there is such a node, and then after every change, in the order of the changes; calls may be spurious, so it
     * re-reads. While the daemon is away, nothing is refused: the watch is set when it is back.
     *
     * @param path the path to watch
     * @param listener told of each change
     * @return to be closed when no longer needed
     */
    Watch watch(StorePath path, WatchListener listener);

    /**
     * @param name {@link #INTRODUCE_DOMAIN} or {@link #RELEASE_DOMAIN}
     * @param listener told of each event, with the name in place of a path
     * @return to be closed when no longer needed
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
     * @param listener told when the connection is lost and when it is there again, on the client's own thread
     * @return to be closed when no longer needed
     */
    Watch onConnectionChange(ConnectionListener listener);

    /** Ends the connection; requests under way fail with {@link StoreError#CONNECTION_LOST}. */
    @Override
    void close();
}
