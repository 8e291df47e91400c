// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;
import org.xenbay.embedded.FaultStep;

/** Domain 0's privilege to map any guest's frames. */
public final class EmbeddedForeignMemory implements ForeignMemory {

    private static final int ESRCH = 3;

    private final DomainTable domains;
    private final FaultGate faults;

    public EmbeddedForeignMemory(DomainTable domains, FaultGate faults) {
        this.domains = domains;
        this.faults = faults;
    }

    @Override
    public SharedMemory map(int domain, long[] frames, Access access) {
        if (frames.length == 0) {
            throw new IllegalArgumentException("mapping no frames");
        }
        faults.pass(FaultStep.FOREIGN_MAP, domain);
        Domain owner = domains.running(domain);
        if (owner == null) {
            throw new XenException("mapping frames of domain " + domain + ": no such domain", ESRCH);
        }
        PageRun run = owner.pages().pinFrames(frames);
        return SharedMemory.over(run.view(access), () -> {
            owner.pages().unpin(run);
            domains.bury(owner);
        });
    }
}
