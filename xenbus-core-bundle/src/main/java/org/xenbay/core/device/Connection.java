// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A device's connection to its frontend: the link of the current handler, and the scope with memory and event channels,
 * which the next handler may claim. On the device's mailbox only.
 */
final class Connection {

    private final DeviceActor actor;
    private final CoreContext core;
    private final TakeOver takeOver;
    private final DeviceFigures figures;
    private Link link;
    private ConnectionScope scope;

    Connection(DeviceActor actor, CoreContext core, TakeOver takeOver, DeviceFigures figures) {
        this.actor = actor;
        this.core = core;
        this.takeOver = takeOver;
        this.figures = figures;
    }

    /** @return whether a handler has a link */
    boolean isLinked() {
        return link != null;
    }

    /** @return whether it has a scope */
    boolean isOpen() {
        return scope != null;
    }

    /** Makes an empty scope. */
    void open() {
        scope = new ConnectionScope(actor, core.xen(), core.counters());
    }

    /** @return the link that a handler is to use from now on */
    Link link(Nodes frontendNodes) {
        link = new Link(actor, scope, frontendNodes, takeOver);
        figures.connected();
        return link;
    }

    Link link() {
        return link;
    }

    /** Ends the link; the scope stays, and its contents can be claimed again. */
    void unlink() {
        endLink();
        scope.park();
        count();
    }

    void endLink() {
        if (link != null) {
            link.end();
            link = null;
        }
    }

    /** Gives back all that is held. */
    void release(CleanupSteps cleanup) {
        endLink();
        if (scope != null) {
            ConnectionScope closing = scope;
            scope = null;
            cleanup.quietly("give back memory and event channels", closing::close);
        }
        count();
    }

    /** Gives back what the handler did not claim of what its predecessor held. */
    void dropUnclaimed(CleanupSteps cleanup) {
        cleanup.quietly("give back what is not used any more", scope::dropUnclaimed);
        count();
    }

    /** Gives its scope to another connection. By another thread than that of the call that is given up. */
    void giveTo(Connection successor) {
        successor.scope = scope;
        scope = null;
    }

    /**
     * Gives up the call that its handler is in. By another thread than the call's.
     *
     * @param failed gets what goes wrong
     * @return unmaps the memory, when the call has returned
     */
    Runnable abandon(Consumer<RuntimeException> failed) {
        return scope == null ? () -> {} : scope.abandon(failed);
    }

    boolean parametersChanged(boolean publishedAgain, Set<String> changedNodes) {
        return link != null
                && (publishedAgain || changedNodes.stream().anyMatch(link::hasParameter))
                && link.parametersChanged();
    }

    void count() {
        figures.count(scope);
    }
}
