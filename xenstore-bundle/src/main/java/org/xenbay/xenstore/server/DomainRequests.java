// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.List;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.Trees;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** Requests about domains and about the daemon itself. */
final class DomainRequests {

    private static final byte[] OK = Payload.ofStrings("OK");

    private final Engine engine;
    private final Domain caller;

    DomainRequests(Engine engine, Domain caller) {
        this.engine = engine;
        this.caller = caller;
    }

    byte[] perform(Operation operation, byte[] payload) {
        List<String> strings = Payload.strings(payload).orElseThrow(() -> new Refusal(StoreError.EINVAL));
        switch (operation) {
            case GET_DOMAIN_PATH:
                return Payload.ofStrings(
                        StorePath.ofDomain(domain(strings, 0, 1)).toString());
            case IS_DOMAIN_INTRODUCED:
                requirePrivilege();
                int asked = domain(strings, 0, 1);
                return Payload.ofStrings(engine.withDomains(domains -> domains.isIntroduced(asked)) ? "T" : "F");
            case INTRODUCE:
                requirePrivilege();
                introduce(strings);
                return OK;
            case RELEASE:
                requirePrivilege();
                Store.release(engine, domain(strings, 0, 1));
                return OK;
            case RESUME:
                requirePrivilege();
                int resumed = domain(strings, 0, 1);
                engine.withDomains(domains -> domains.requireIntroducedGuest(resumed));
                return OK;
            case SET_TARGET:
                requirePrivilege();
                setTarget(domain(strings, 0, 2), domain(strings, 1, 2));
                return OK;
            case CONTROL:
                requirePrivilege();
                return control(strings);
            default:
                throw new Refusal(StoreError.ENOSYS);
        }
    }

    private void introduce(List<String> strings) {
        int domain = domain(strings, 0, 3);
        Arguments.requireNumber(strings.get(1));
        Arguments.requireNumber(strings.get(2));
        engine.withDomains(domains -> {
            domains.introduce(domain);
            return null;
        });
    }

    private void setTarget(int domain, int target) {
        engine.withDomains(domains -> {
            domains.setTarget(domain, target);
            return null;
        });
    }

    private byte[] control(List<String> strings) {
        String command = strings.isEmpty() ? "" : strings.get(0);
        switch (command) {
            case "help":
                return Payload.ofStrings("commands: help, check, memreport");
            case "check":
                // The tree is consistent when the nodes counted by owner equal those in the tree.
                boolean consistent = engine.withDomains(domains -> domains.totalNodes() == Trees.count(engine.root()));
                return Payload.ofStrings(consistent ? "OK" : "the count of nodes is wrong");
            case "memreport":
                return Payload.ofStrings(engine.statistics().toString());
            default:
                throw new Refusal(StoreError.EINVAL);
        }
    }

    private void requirePrivilege() {
        if (!caller.isPrivileged()) {
            throw new Refusal(StoreError.EACCES);
        }
    }

    private static int domain(List<String> strings, int index, int count) {
        if (strings.size() != count) {
            throw new Refusal(StoreError.EINVAL);
        }
        return Arguments.domain(strings.get(index));
    }
}
