package org.xenbay.core.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls of one device that were given up and have not returned. On its mailbox only. */
final class Wrecks {

    private final DeviceActor actor;
    private final CoreContext core;
    private final List<Wreck> wrecks = new ArrayList<>();

    Wrecks(DeviceActor actor, CoreContext core) {
        this.actor = actor;
        this.core = core;
    }

    /** @return nothing is left of a device that never got a thread but its place in the line */
    Wreck waiting() {
        BackendCode code = core.backendOf(actor.id().type());
        Wreck wreck = new Wreck(actor.id(), code, Wreck.WAITING, System.nanoTime(), () -> {}, this::ended);
        code.lane().run(wreck::end);
        return wreck;
    }

    void add(Wreck wreck) {
        wrecks.add(wreck);
    }

    /** From the thread whose call has returned. */
    void ended(Wreck wreck) {
        actor.enqueue(() -> {
            wrecks.remove(wreck);
            actor.callReturned();
        });
    }

    /** @return what has to end first: the same code is not called again, so that it holds one thread for a device at most */
    Optional<String> awaited() {
        BackendCode code = core.backendOf(actor.id().type());
        return wrecks.stream()
                .filter(wreck -> code != null && code.ops() == wreck.code().ops())
                .findFirst()
                .map(Wreck::awaited);
    }
}
