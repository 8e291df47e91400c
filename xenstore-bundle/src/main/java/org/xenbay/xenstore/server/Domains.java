// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStore;
import org.xenbay.xenstore.tree.internal.AccessList;

/** The introduced domains, and the special watches for them. Guarded by the engine's lock. */
final class Domains {

    private final Firing firing;
    private final Map<Integer, Domain> domains = new HashMap<>();
    private final Map<String, AccessList> specials = new HashMap<>();

    Domains(Firing firing) {
        this.firing = firing;
        AccessList privileged = new AccessList(List.of(Permission.none(0)));
        specials.put(XenStore.INTRODUCE_DOMAIN, privileged);
        specials.put(XenStore.RELEASE_DOMAIN, privileged);
    }

    Domain get(int id) {
        return domains.computeIfAbsent(id, Domain::new);
    }

    /** A second introduction changes nothing and fires nothing. */
    void introduce(int id) {
        Domain domain = get(id);
        if (!domain.isIntroduced()) {
            domain.introduced(true);
            fire(XenStore.INTRODUCE_DOMAIN);
        }
    }

    void release(int id) {
        requireIntroducedGuest(id).introduced(false);
        fire(XenStore.RELEASE_DOMAIN);
    }

    private void fire(String special) {
        firing.special(special, Objects.requireNonNull(specials.get(special), special));
    }

    boolean isIntroduced(int id) {
        Domain domain = domains.get(id);
        return domain != null && domain.isIntroduced();
    }

    Domain requireIntroducedGuest(int id) {
        if (id == 0) {
            throw new Refusal(StoreError.EINVAL);
        }
        if (!isIntroduced(id)) {
            throw new Refusal(StoreError.ENOENT);
        }
        return get(id);
    }

    void setTarget(int id, int target) {
        Domain domain = requireIntroducedGuest(id);
        requireIntroducedGuest(target);
        domain.target(target);
    }

    AccessList specialPermissions(String name) {
        AccessList permissions = specials.get(name);
        if (permissions == null) {
            throw new Refusal(StoreError.ENOENT);
        }
        return permissions;
    }

    void setSpecialPermissions(String name, AccessList permissions) {
        specialPermissions(name);
        specials.put(name, permissions);
    }

    int totalNodes() {
        return domains.values().stream().mapToInt(domain -> domain.nodes).sum();
    }
}
