// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls of one device that were given up and have not returned. On its mailbox only. */
final class LostCalls {

    private final DeviceActor actor;
    private final CoreContext core;
    private final List<LostCall> lostCalls = new ArrayList<>();

    LostCalls(DeviceActor actor, CoreContext core) {
        this.actor = actor;
        this.core = core;
    }

    /**
     * @return the entry of a device that has no thread yet and waits in the queue; empty when the backend has left meanwhile
     */
    Optional<LostCall> waiting() {
        return Optional.ofNullable(core.backendOf(actor.id().type())).map(this::waitingFor);
    }

    private LostCall waitingFor(BackendCode code) {
        LostCall lostCall = new LostCall(actor.id(), code, LostCall.WAITING, System.nanoTime(), () -> {}, this::ended);
        code.lane().run(lostCall::end);
        return lostCall;
    }

    void add(LostCall lostCall) {
        actor.assertExecutor();
        lostCalls.add(lostCall);
    }

    /** Called on the thread whose call has returned. */
    void ended(LostCall lostCall) {
        actor.enqueue(() -> {
            lostCalls.remove(lostCall);
            actor.callReturned();
        });
    }

    /**
     * @return the call that has to return first; until then the same code is not called again, so that it holds at most one
     *     thread for each device
     */
    Optional<String> awaited() {
        actor.assertExecutor();
        BackendCode code = core.backendOf(actor.id().type());
        return lostCalls.stream()
                .filter(lostCall ->
                        code != null && code.ops() == lostCall.code().ops())
                .findFirst()
                .map(LostCall::awaited);
    }
}
