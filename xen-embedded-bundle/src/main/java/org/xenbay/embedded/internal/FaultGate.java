// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.function.IntConsumer;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.XenException;
import org.xenbay.embedded.FaultEffect;
import org.xenbay.embedded.FaultStep;
import org.xenbay.embedded.Faults;

/** Injects the faults that are due; every step calls it. */
public final class FaultGate {

    private final Faults faults;
    private final IntConsumer killGuest;
    private final Runnable loseStore;

    /**
     * @param faults the policy
     * @param killGuest destroys the domain of that id
     * @param loseStore drops all XenStore connections
     */
    public FaultGate(Faults faults, IntConsumer killGuest, Runnable loseStore) {
        this.faults = faults;
        this.killGuest = killGuest;
        this.loseStore = loseStore;
    }

    /** Throws when the step is to fail. */
    void pass(FaultStep step, int domain) {
        faults.at(step, domain).ifPresent(effect -> carryOut(effect, step, domain));
    }

    /** @return whether the event that this step sends is to be lost */
    boolean loses(FaultStep step, int domain) {
        FaultEffect effect = faults.at(step, domain).orElse(null);
        if (effect == null) {
            return false;
        }
        carryOut(effect, step, domain);
        return effect instanceof FaultEffect.LoseEvent;
    }

    private void carryOut(FaultEffect effect, FaultStep step, int domain) {
        if (effect instanceof FaultEffect.RefuseGrant refusal) {
            throw new GrantException(refusal.status(), "injected fault at " + step + " of domain " + domain);
        } else if (effect instanceof FaultEffect.Refuse refusal) {
            throw new XenException("injected fault at " + step + " of domain " + domain, refusal.errno());
        } else if (effect instanceof FaultEffect.LoseStore) {
            loseStore.run();
            if (step == FaultStep.STORE || step == FaultStep.GUEST_STORE) {
                // The connection may be restored before the request is sent; the request counts as lost with it.
                throw new XenStoreException(StoreError.CONNECTION_LOST, "injected fault at " + step);
            }
        } else if (effect instanceof FaultEffect.KillGuest) {
            killGuest.accept(domain);
        }
    }
}
