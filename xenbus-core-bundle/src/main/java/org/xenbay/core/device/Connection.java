// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A device's connection to its frontend: the link of the current handler, and the scope with memory and event channels,
 * which the next handler may claim. On the device's mailbox only.
 */
final class Connection {

    private final DeviceActor actor;
    private final CoreContext core;
    private final TakeOver takeOver;
    private final DeviceFigures figures;
    private @Nullable Link link;
    private ConnectionScope scope;

    Connection(DeviceActor actor, CoreContext core, TakeOver takeOver, DeviceFigures figures) {
        this.actor = actor;
        this.core = core;
        this.takeOver = takeOver;
        this.figures = figures;
        this.scope = emptyScope();
    }

    private ConnectionScope emptyScope() {
        return new ConnectionScope(actor, core.xen(), core.counters());
    }

    /** @return whether a handler has a link */
    boolean isLinked() {
        return link != null;
    }

    /** @return the link that a handler is to use from now on */
    Link link(Nodes frontendNodes) {
        Link made = new Link(actor, scope, frontendNodes, takeOver);
        link = made;
        figures.connected();
        return made;
    }

    /** @return the frontend's parameters, as the current handler has read them; empty without a link */
    Map<String, String> parameters() {
        Link current = link;
        return current == null ? Map.of() : current.parameters();
    }

    /** Ends the link; the scope stays, and its contents can be claimed again. */
    void unlink() {
        endLink();
        scope.park();
        count();
    }

    void endLink() {
        Link ended = link;
        link = null;
        if (ended != null) {
            ended.end();
        }
    }

    /** Releases everything. */
    void release(CleanupSteps cleanup) {
        endLink();
        ConnectionScope closing = scope;
        scope = emptyScope();
        cleanup.quietly("give back memory and event channels", closing::close);
        count();
    }

    /** Releases what the handler did not claim from its predecessor. */
    void dropUnclaimed(CleanupSteps cleanup) {
        cleanup.quietly("give back what is not used any more", scope::dropUnclaimed);
        count();
    }

    /** Gives its scope to another connection. On another thread than the call that is given up. */
    void giveTo(Connection successor) {
        successor.scope = scope;
        scope = emptyScope();
    }

    /**
     * Gives up the handler's call that is under way. On another thread than the call's.
     *
     * @param failed receives exceptions
     * @return to be run when the call has returned: unmaps the memory
     */
    Runnable abandon(Consumer<RuntimeException> failed) {
        return scope.abandon(failed);
    }

    boolean parametersChanged(boolean publishedAgain, Set<String> changedNodes) {
        Link current = link;
        return current != null
                && (publishedAgain || changedNodes.stream().anyMatch(current::hasParameter))
                && current.parametersChanged();
    }

    void count() {
        figures.count(scope);
    }
}
