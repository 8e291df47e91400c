// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.nio.ByteBuffer;
import java.util.List;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.embedded.FaultStep;

/**
 * The pages that one guest has granted to domain 0. The guest is looked up each time: it may have ended, and its id may be
 * reused.
 */
public final class EmbeddedGrantTable implements GrantTable {

    private final int ownDomain;
    private final int domain;
    private final DomainTable domains;
    private final FaultGate faults;

    public EmbeddedGrantTable(int ownDomain, int domain, DomainTable domains, FaultGate faults) {
        this.ownDomain = ownDomain;
        this.domain = domain;
        this.domains = domains;
        this.faults = faults;
    }

    @Override
    public SharedMemory map(int[] references, Access access) {
        if (references.length == 0) {
            throw new IllegalArgumentException("mapping no pages");
        }
        faults.pass(FaultStep.MAP, domain);
        Domain owner = owner();
        PageRun run = owner.pages().pinReferences(references, ownDomain, access == Access.READ_WRITE);
        return SharedMemory.over(run.view(access), () -> unmap(owner, run));
    }

    @Override
    public boolean canCopy() {
        return true;
    }

    @Override
    public void copy(List<GrantCopy> segments) {
        GrantException first = null;
        for (int i = 0; i < segments.size(); i++) {
            try {
                copy(segments.get(i));
            } catch (GrantException refusal) {
                if (first == null) {
                    first = new GrantException(
                            refusal.status(), "grant copy, segment " + i + ": " + refusal.getMessage());
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void copy(GrantCopy segment) {
        faults.pass(FaultStep.COPY, domain);
        boolean toGuest = segment.direction() == GrantCopy.Direction.TO_GUEST;
        ByteBuffer page = owner().pages().forCopy(segment.reference(), ownDomain, toGuest);
        ByteBuffer local = segment.local();
        if (toGuest) {
            page.put(segment.offset(), local, local.position(), segment.length());
        } else {
            local.put(local.position(), page, segment.offset(), segment.length());
        }
    }

    private Domain owner() {
        Domain owner = domains.running(domain);
        if (owner == null) {
            throw new GrantException(GrantStatus.BAD_DOMAIN, "domain " + domain);
        }
        return owner;
    }

    private void unmap(Domain owner, PageRun run) {
        owner.pages().unpin(run);
        domains.bury(owner);
    }
}
