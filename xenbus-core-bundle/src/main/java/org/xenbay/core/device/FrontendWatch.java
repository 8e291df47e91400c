// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;

/** Watches a frontend's directory for its device. On the device's mailbox only. */
final class FrontendWatch {

    private final DeviceActor actor;
    private final XenStore store;
    private @Nullable Watch watch;

    FrontendWatch(DeviceActor actor, XenStore store) {
        this.actor = actor;
        this.store = store;
    }

    /** Has no effect when the directory is watched already. */
    void open(StorePath directory) {
        actor.assertExecutor();
        if (watch == null) {
            watch = store.watch(directory, changed -> tell(directory, changed));
        }
    }

    /** Called on the thread that reads XenStore's answers. */
    private void tell(StorePath directory, String changed) {
        String prefix = directory + "/";
        actor.frontendChanged(changed.startsWith(prefix) ? changed.substring(prefix.length()) : "");
    }

    void close() {
        actor.assertExecutor();
        Watch closing = watch;
        watch = null;
        if (closing != null) {
            closing.close();
        }
    }
}
